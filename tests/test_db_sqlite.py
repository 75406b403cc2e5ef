"""The SQLite file: encrypted, safe against power loss, one writer at a time from the beginning."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError

from clinic.db import Db, open_engine, operation, session_factory
from clinic.domain.access import Actor
from clinic.domain.clinic.keys import KeyRing
from clinic.models.accounts import LoginSession
from clinic.models.audit import AuditJournal
from clinic.models.schema import upgrade
from clinic.models.settings import Setting
from clinic.sqlite import UnsafeSqlite
from tests.cast import NOW, ROOT

SYSTEM = Actor(None, NOW)
PLANTED = "kingfisherwillow"


@operation
def keep(db: Db, actor: Actor, value: str) -> Setting:
    row = Setting(name="one", value=value, changed_at=actor.at)
    db.add(row)
    return row


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "clinic.db"


@pytest.fixture
def engine(file: Path, keys: KeyRing) -> Iterator[Engine]:
    made = open_engine(f"sqlite:///{file}", keys)
    upgrade(made, ROOT / "migrations")
    yield made
    made.dispose()


@pytest.fixture
def session(engine: Engine, keys: KeyRing) -> Iterator[Db]:
    with session_factory(engine, keys, AuditJournal())() as made:
        yield made


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)]
)
def test_every_connection_is_set_up_for_safety(engine: Engine, pragma: str, value: object) -> None:
    for _ in range(2):
        with engine.connect() as connection:
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value
            connection.detach()


def test_an_operation_begins_as_the_writer_and_a_page_as_a_reader(
    engine: Engine, session: Db
) -> None:
    seen: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda _c, _k, sql, *_: seen.append(sql))
    session.get(Setting, 1)
    assert [sql for sql in seen if sql.startswith("BEGIN")] == ["BEGIN"]
    seen.clear()
    keep(session, SYSTEM, "x")
    assert seen[0] == "BEGIN IMMEDIATE"
    assert "BEGIN" not in seen


def test_a_second_writer_waits_at_the_beginning_and_not_in_the_middle(
    engine: Engine, session: Db, keys: KeyRing
) -> None:
    @event.listens_for(engine, "connect")
    def do_not_wait(connection: DBAPIConnection, _record: object) -> None:
        connection.cursor().execute("PRAGMA busy_timeout = 0")

    engine.dispose()
    has_begun = False

    @operation
    def second(db: Db, actor: Actor) -> None:
        nonlocal has_begun
        has_begun = True

    @operation
    def first(db: Db, actor: Actor) -> None:
        with session_factory(engine, keys, AuditJournal())() as other:
            second(other, actor)

    with pytest.raises(OperationalError, match="locked"):
        first(session, SYSTEM)
    assert not has_begun


def test_a_row_may_not_point_to_nobody(session: Db) -> None:
    @operation
    def point(db: Db, actor: Actor) -> None:
        db.add(LoginSession(account_id=999, token_hash="x", device="", started_at=NOW, seen_at=NOW))

    with pytest.raises(IntegrityError):
        point(session, SYSTEM)


def test_the_files_do_not_contain_what_was_written(file: Path, session: Db) -> None:
    keep(session, SYSTEM, PLANTED)
    assert [path.name for path in file.parent.iterdir() if path.stat().st_size] != []
    for path in file.parent.iterdir():
        assert PLANTED.encode() not in path.read_bytes(), path.name
        assert b"SQLite format" not in path.read_bytes(), path.name
    assert session.get_one(Setting, 1).value == PLANTED


def test_another_key_does_not_open_the_file(file: Path, session: Db) -> None:
    keep(session, SYSTEM, PLANTED)
    other = open_engine(f"sqlite:///{file}", KeyRing.fresh(os.urandom))
    with pytest.raises(DatabaseError, match="not a database"):
        other.connect()
    other.dispose()


@pytest.mark.parametrize("version", ["3.7.0", "3.40.1", "3.51.2"])
def test_an_sqlite_that_can_corrupt_a_database_is_refused(
    file: Path, keys: KeyRing, version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clinic.sqlite.sqlcipher.sqlite_version", version)
    with pytest.raises(UnsafeSqlite, match=version):
        open_engine(f"sqlite:///{file}", keys)
    assert not file.exists()


def test_the_data_folder_is_for_its_owner_only(file: Path, engine: Engine) -> None:
    assert file.parent.stat().st_mode & 0o077 == 0
