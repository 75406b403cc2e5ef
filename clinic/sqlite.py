"""The SQLite file: encrypted connections that are safe to write, and the line of those who write.

SQLite has one writer at a time and no line before it: whoever finds the lock held sleeps for a
while and looks again, and others overtake meanwhile. So the writers of one process stand in line
here, first come first served. Beneath stays SQLite's own lock, for the other processes.
"""

import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock, current_thread
from typing import Any, cast

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import URL, Connection, Engine, PoolProxiedConnection, create_engine
from sqlalchemy.exc import DatabaseError, OperationalError

from clinic.domain.clinic.keys import Keys
from clinic.domain.name_order import folded

SAFE_SQLITE = (3, 51, 3)
PATIENCE_MS = 10_000
_BEGIN = "BEGIN IMMEDIATE"
_LOOK = "SELECT 1 FROM sqlite_schema LIMIT 1"
_WRONG_KEY = "file is not a database"
_KEPT_OPEN = 16
"""One for each thread of the server and some beside: opening another takes 1.5 ms of processor."""


class UnsafeSqlite(RuntimeError):
    """The SQLite library has the WAL-reset fault (3.7.0 to 3.51.2) that can corrupt a database."""


class WritersTurn:
    """One writer's turn in the line."""

    __slots__ = ("_gate", "thread")

    def __init__(self) -> None:
        self.thread = current_thread()
        self._gate = Lock()
        self._gate.acquire()

    def wait(self, seconds: float) -> None:
        """Wait to be called, and no longer than that."""
        self._gate.acquire(timeout=seconds)

    def call(self) -> None:
        """Let the writer go on; to call twice does no harm."""
        with suppress(RuntimeError):
            self._gate.release()


class Line:
    """The writers of one process in the order in which they came; the first of them writes.

    There is no lock around it: each step is a single one of the deque. What ends a forgotten
    connection may run at any moment and in any thread, even between two lines of this class, and
    would wait for ever for a lock that its own thread holds.
    """

    def __init__(self) -> None:
        self._turns: deque[WritersTurn] = deque()

    def take(self, seconds: float) -> WritersTurn | None:
        """Stand in line, and give the turn once it is the first; `None` when the time is over.

        Whoever writes already, in the same thread, would wait for herself: she is told at once.
        """
        turn = WritersTurn()
        self._turns.append(turn)
        try:
            first = self._first()
            if first is not turn and first is not None and first.thread is not turn.thread:
                turn.wait(seconds)
            is_first = self._first() is turn
        except BaseException:
            self.leave(turn)
            raise
        if is_first:
            return turn
        self.leave(turn)
        return None

    def leave(self, turn: WritersTurn) -> None:
        """Give a turn up, and call whoever is the first now."""
        with suppress(ValueError):
            self._turns.remove(turn)
        if first := self._first():
            first.call()

    def _first(self) -> WritersTurn | None:
        try:
            return self._turns[0]
        except IndexError:
            return None


class LinedConnection(sqlcipher.Connection):  # type: ignore[misc]  # the driver has no types
    """A connection whose turn in the line ends with its transaction, however that ends."""

    line: Line
    _turn: WritersTurn | None = None

    def stand_in_line(self, milliseconds: int) -> int:
        """Wait for the turn to write, and give how much patience is left; raise where none is."""
        began = time.monotonic()
        turn = self.line.take(milliseconds / 1000)
        if turn is None:
            raise OperationalError(_BEGIN, None, sqlcipher.OperationalError("database is locked"))
        self._turn = turn
        waited = int((time.monotonic() - began) * 1000)
        return max(milliseconds - waited, 0)

    def step_aside(self) -> None:
        """Let the next one write, unless a transaction is still open."""
        turn, self._turn = self._turn, None
        if turn is not None:
            self.line.leave(turn)

    def commit(self) -> None:
        """Commit, and let the next one write; where it fails, the transaction is still this one."""
        super().commit()
        self.step_aside()

    def rollback(self) -> None:
        """Roll back, and let the next one write."""
        try:
            super().rollback()
        finally:
            self.step_aside()

    def close(self) -> None:
        """Close, which ends what is open, and let the next one write."""
        try:
            super().close()
        finally:
            self.step_aside()

    def __del__(self) -> None:
        self.step_aside()


def open_sqlite(url: URL, keys: Keys, connections: int) -> Engine:
    """Open an encrypted file, or a database in memory, with one line for its writers."""
    if tuple(int(part) for part in sqlcipher.sqlite_version.split(".")) < SAFE_SQLITE:
        raise UnsafeSqlite(
            f"SQLite {sqlcipher.sqlite_version} can corrupt a database that several write to; "
            "3.51.3 or newer is needed."
        )
    more: dict[str, Any] = {}
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # A database in memory is one connection and no more.
        more |= {"pool_size": _KEPT_OPEN, "max_overflow": connections}
    factory = _factory(keys, Line())
    return create_engine(url, module=sqlcipher, connect_args={"factory": factory}, **more)


def _factory(keys: Keys, line: Line) -> Callable[..., Any]:
    def make(*args: Any, **named: Any) -> Any:
        more = {name: value for name, value in named.items() if name != "factory"}

        def connect() -> LinedConnection:
            connection = LinedConnection(*args, **more)
            connection.line = line
            return connection

        return opened(connect, keys.now().database_keys, _prepare)[0]

    return make


def opened(
    connect: Callable[[], Any], keys: Sequence[bytes], prepare: Callable[[Any], object]
) -> tuple[Any, bytes]:
    """Open the file with the key that fits, and give both.

    While the database gets another key, either may be the right one. A connection that had the
    wrong one reads with the right one after it, and writes no more: so each has one of its own.
    """
    for key in keys:
        connection = connect()
        try:
            # What this would print is raised as well, and a key that is only tried is no fault.
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute(_key_as("key", key))
            prepare(connection)
        except BaseException as fault:
            connection.close()
            if key is keys[-1] or not has_former_key(fault):
                raise
        else:
            return connection, key
    raise ValueError("a database without any key")


def _prepare(connection: Any) -> None:
    # The driver's own transactions would begin late and break savepoints: see `begin`.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
    connection.create_function("folded", 1, _folded, deterministic=True)
    connection.execute("PRAGMA foreign_keys = ON")
    # The first that reads the file: it fails under another key.
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    # What is removed is overwritten, and not left on a freed page for whoever has the key.
    connection.execute("PRAGMA secure_delete = ON")


def _folded(text: str | None) -> str | None:
    return None if text is None else folded(text)


def change_key(engine: Engine, key: bytes) -> bool:
    """Give the file another key: one transaction, beside readers and between two writers.

    Says whether there was a gap between them. Nothing else that the file answers is believed: only
    a new connection tells under which key it is. All others are of no use any more;
    `begin` and `raw_line` open new ones for them.
    """
    line = raw_line(engine)
    try:
        _driver(line).execute(_key_as("rekey", key))
        # Overwrites what lies under the former key, as far as nobody reads it. Any other kind of
        # checkpoint would hold the write lock until no page is read, which may be never.
        _driver(line).execute("PRAGMA wal_checkpoint(PASSIVE)")
    except sqlcipher.OperationalError:
        return False
    finally:
        line.invalidate()
        engine.dispose()
    return True


def _key_as(pragma: str, key: bytes) -> str:
    # A raw key needs no slow derivation, and the text is hexadecimal of our own.
    return f"PRAGMA {pragma} = \"x'{key.hex()}'\""


def raw_line(engine: Engine, held: PoolProxiedConnection | None = None) -> PoolProxiedConnection:
    """Give the driver's own connection, one that opens the file as it is now.

    From the pool, or the one that is held as long as it does.
    """
    line = held or engine.raw_connection()
    try:
        _driver(line).execute(_LOOK).fetchone()
    except sqlcipher.DatabaseError as fault:
        if not has_former_key(fault):
            raise
        line.invalidate()
        engine.dispose()
        line = engine.raw_connection()
    return line


def has_former_key(fault: BaseException) -> bool:
    """Say whether a connection found the database under another key than it was opened with."""
    return _WRONG_KEY in str(fault)


def _driver(line: PoolProxiedConnection) -> Any:
    return line.dbapi_connection


def begin(connection: Connection, *, writes: bool, waits: bool) -> None:
    """Begin a transaction: a reader at once, a writer when it is her turn.

    One that finds that the key was changed since its connection was opened takes a new connection:
    no PRAGMA brings the old one back. Nothing was read or written yet, so nobody notices.
    """
    try:
        _begin(connection, writes=writes, waits=waits)
    except (DatabaseError, sqlcipher.DatabaseError) as fault:
        if not has_former_key(fault):
            raise
        connection.invalidate()
        # Whatever else lies in the pool is of that key too.
        connection.engine.dispose()
        _begin(connection, writes=writes, waits=waits)


def _begin(connection: Connection, *, writes: bool, waits: bool) -> None:
    """Begin; the wait in the line and the wait for other processes are one patience together."""
    if not writes:
        connection.exec_driver_sql("BEGIN")
        # Its snapshot begins here and not with what is asked first: see `begin`.
        _driver(connection.connection).execute(_LOOK).fetchone()
        return
    lined = cast("LinedConnection", connection.connection.dbapi_connection)
    patience = PATIENCE_MS if waits else 0
    left = lined.stand_in_line(patience)
    try:
        if left == PATIENCE_MS:
            connection.exec_driver_sql(_BEGIN)
        else:
            _begin_within(connection, left)
    except BaseException:
        lined.step_aside()
        raise


def _begin_within(connection: Connection, milliseconds: int) -> None:
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {milliseconds}")
    try:
        connection.exec_driver_sql(_BEGIN)
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {PATIENCE_MS}")
