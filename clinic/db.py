"""The engine, the guarded database session, and the operation: one deed, one transaction."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeAlias, TypeVar, cast

from sqlalchemy import Connection, Engine, TextClause, create_engine, event, func, make_url, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, sessionmaker

from clinic.domain.access import Actor
from clinic.domain.clinic.keys import KeyRing, Keys
from clinic.sqlite import begin, has_former_key, open_sqlite

P = ParamSpec("P")
R = TypeVar("R")
Deed: TypeAlias = Callable[Concatenate["Db", Actor, P], R]
"""A function of a database session, an actor and whatever else."""

_WRITES = "clinic_writes"
_WAITS = "clinic_waits"
_CONNECTIONS = 48
"""More than there are threads, so that nobody waits for one of them."""
_ONE_WRITER = 0x48_65_61_72_74_68
"""The name of a lock of PostgreSQL, which is any number."""


class WriteOutsideOperation(RuntimeError):
    """Something tried to write, or was changed and left lying, outside an operation."""


@dataclass(frozen=True, slots=True)
class Touched:
    """One row that an operation wrote: its table, its row id and how."""

    table: str
    row_id: int
    how: str


class Journal(Protocol):
    """What an operation leaves behind, kept by the models floor."""

    def earlier(self, db: "Db", actor: Actor, deed: str) -> object | None:
        """Find the row that the same once-only key made before; raise where it left none."""

    def record(
        self, db: "Db", actor: Actor, deed: str, touched: list[Touched], row: object
    ) -> None:
        """Write the audit entry, and remember the once-only key with the row it made."""


@dataclass(slots=True)
class _Deed:
    touched: list[Touched] = field(default_factory=list)


class Db(Session):
    """A database session that refuses to write outside an operation."""

    _deed: _Deed | None = None
    _is_held: bool = False

    @property
    def keys(self) -> KeyRing:
        """The keys with which sealed columns are read and written, as they are now.

        A deed that asks after it began finds the newest: whoever changes them waits for the others.
        """
        return self.key_source.now()

    @property
    def key_source(self) -> Keys:
        """Where the keys are found."""
        return cast("Keys", self.info["keys"])

    @property
    def is_writing(self) -> bool:
        """Whether an operation is under way."""
        return self._deed is not None

    def unwritten(self) -> list[str]:
        """Name the classes of rows that were made or changed and never written."""
        changed = [*self.new, *self.deleted, *(row for row in self.dirty if self.is_modified(row))]
        return sorted({type(row).__name__ for row in changed})

    def beside(self) -> "Db":
        """Open a session beside this one, on the same database."""
        return type(self)(self.get_bind(), expire_on_commit=False, info=self.info)

    @contextmanager
    def transaction(self, *, waits: bool = True) -> Iterator[_Deed]:
        """Close the read snapshot, begin writing at once, and commit or roll back at the end."""
        if left := self.unwritten():
            raise WriteOutsideOperation(f"changed before an operation began: {', '.join(left)}")
        if self._is_held:
            self._is_held = False
        else:
            self._begin(alone=False, waits=waits)
        deed = self._deed = _Deed()
        try:
            yield deed
            self.commit()
        except BaseException:
            self.rollback()
            raise
        finally:
            self._deed = None

    def hold(self) -> None:
        """Begin the transaction of the next operation now, before what it is to change is read.

        Nobody else writes until it ends: with that operation, or with the session.
        """
        if left := self.unwritten():
            raise WriteOutsideOperation(f"changed before an operation began: {', '.join(left)}")
        self._begin(alone=True, waits=True)
        self._is_held = True

    def _begin(self, *, alone: bool, waits: bool) -> None:
        # COMMIT and not ROLLBACK: rows that were read for the page stay usable.
        self.commit()
        self.connection(execution_options={_WRITES: True, _WAITS: waits})
        if self.get_bind().dialect.name == "postgresql":
            # SQLite has one writer at a time anyway. Here deeds go side by side, but for a hold.
            enter = func.pg_advisory_xact_lock if alone else func.pg_advisory_xact_lock_shared
            self.execute(select(enter(_ONE_WRITER)))


def operation(function: Deed[P, R]) -> Deed[P, R]:
    """Make a function one deed: one transaction, one audit entry, at most once per `actor.once`.

    An operation that another one calls joins it, and is told in the audit entry of the outer one.
    The trail calls it by its module and its name; a module that was renamed keeps the noun of older
    entries in `DEED_NOUN`, so that one deed has one name.
    """
    noun = function.__globals__.get("DEED_NOUN", function.__module__.rpartition(".")[2])
    deed_name = f"{noun}.{function.__name__}"

    @wraps(function)
    def run(db: Db, actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
        if db.is_writing:
            return function(db, actor, *args, **kwargs)
        journal = cast("Journal", db.info["journal"])
        with db.transaction() as deed:
            if actor.once and (row := journal.earlier(db, actor, deed_name)) is not None:
                return cast("R", row)
            result = function(db, actor, *args, **kwargs)
            db.flush()
            journal.record(db, actor, deed_name, list(deed.touched), result)
            return result

    return run


def housekeeping(function: Deed[P, R]) -> Deed[P, R]:
    """Make a function one transaction that leaves no audit entry.

    For what the program notes for itself at a request (last seen, tries to sign in), never for a
    deed that a person would ask about.
    """

    @wraps(function)
    def run(db: Db, actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
        if db.is_writing:
            return function(db, actor, *args, **kwargs)
        with db.transaction():
            result = function(db, actor, *args, **kwargs)
            db.flush()
            return result

    return run


def at_leisure(function: Callable[Concatenate[Db, Actor, P], None]) -> Deed[P, bool]:
    """Make a function housekeeping that is left out where it would have to wait, or fails.

    For what reading does not need: a held lock or a full disk must not keep a page from anybody. It
    runs beside the session of the request, which goes on as if nothing had been; so it takes plain
    values and no rows. Says whether it was done.
    """

    @wraps(function)
    def run(db: Db, actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> bool:
        try:
            with db.beside() as other, other.transaction(waits=False):
                function(other, actor, *args, **kwargs)
                other.flush()
        except (DBAPIError, PoolTimeout):
            return False
        return True

    return run


def lock(db: Db, row: object) -> None:
    """Read a row again and keep others from changing it until the operation ends.

    On SQLite the operation already holds the only write lock; on PostgreSQL this is FOR UPDATE.
    """
    # Only the row itself: PostgreSQL cannot lock what an outer join may not find.
    db.refresh(row, with_for_update={"of": type(row)})


def open_engine(url: str, keys: Keys) -> Engine:
    """Open the database: an encrypted SQLite file, or PostgreSQL through psycopg."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        engine = create_engine(parsed, pool_pre_ping=True, max_overflow=_CONNECTIONS)
        event.listen(engine, "begin", _begin_postgresql)
        return engine
    engine = open_sqlite(parsed, keys, _CONNECTIONS)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def is_opened_by(url: str, keys: Keys) -> bool:
    """Say whether a new connection with these keys can read the database."""
    engine = open_engine(url, keys)
    try:
        with engine.connect() as line:
            line.execute(select(1))
    except DBAPIError as fault:
        if not has_former_key(fault):
            raise
        return False
    finally:
        engine.dispose()
    return True


def session_factory(engine: Engine, keys: Keys, journal: Journal) -> sessionmaker[Db]:
    """Make guarded sessions on an engine."""
    factory = sessionmaker(
        engine,
        class_=Db,
        expire_on_commit=False,
        info={"keys": keys, "journal": journal},
    )
    event.listen(factory, "before_flush", _refuse_flush)
    event.listen(factory, "after_flush", _remember_touched)
    event.listen(factory, "do_orm_execute", _refuse_bulk)
    return factory


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    begin(connection, writes=options.get(_WRITES, False), waits=options.get(_WAITS, True))


def _begin_postgresql(connection: Connection) -> None:
    if not connection.get_execution_options().get(_WAITS, True):
        connection.exec_driver_sql("SET LOCAL lock_timeout = '50ms'")


def _refuse_flush(db: Session, _flush: UOWTransaction, _instances: object) -> None:
    guarded = cast("Db", db)
    if not guarded.is_writing and (left := guarded.unwritten()):
        raise WriteOutsideOperation(", ".join(left))


def _remember_touched(db: Session, _flush: UOWTransaction) -> None:
    deed = cast("Db", db)._deed
    if deed is None:
        return
    changed = [row for row in db.dirty if db.is_modified(row)]
    for how, rows in (("made", db.new), ("changed", changed), ("removed", db.deleted)):
        for row in rows:
            mapper = row.__mapper__
            if len(mapper.primary_key) == 1:
                # Before the identity is taken over, the new primary key is on the state only.
                row_id = mapper.primary_key_from_instance(row)[0]
                if isinstance(row_id, int):
                    deed.touched.append(Touched(mapper.local_table.name, row_id, how))


def _refuse_bulk(state: ORMExecuteState) -> None:
    if isinstance(state.statement, TextClause):
        raise WriteOutsideOperation("SQL as text is for migrations only")
    writes = state.is_insert or state.is_update or state.is_delete
    if writes and not cast("Db", state.session).is_writing:
        raise WriteOutsideOperation("a bulk statement outside an operation")
