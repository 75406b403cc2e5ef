"""The same clinic in the other kind of database, every row compared, and back again."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, MetaData, func, select, text

from clinic.backups import restoring
from clinic.backups.restoring import Differs, move
from clinic.backups.transfer import carry, sums
from clinic.db import session_factory
from clinic.domain.access import Actor
from clinic.domain.clinic.backups import NotABackup
from clinic.domain.clinic.keys import KeyRing
from clinic.lookups.clinic.settings import clinic_settings
from clinic.models.audit import AuditEntry, AuditJournal
from clinic.models.settings import Setting
from clinic.operations.clinic.settings import change_settings
from clinic.settings import Settings
from tests.backups.conftest import EngineOf
from tests.cast import NOW
from tests.databases import Stock


def test_a_file_takes_all_and_gives_it_back(
    engine: Engine, engine_of: EngineOf, keys: KeyRing, settings: Settings, tmp_path: Path
) -> None:
    """On PostgreSQL this goes from the server to a file and on to another file."""
    first = engine_of(f"sqlite:///{tmp_path / 'first.db'}")
    second = engine_of(f"sqlite:///{tmp_path / 'second.db'}")

    assert sum(move(engine, first, settings).values()) > 100
    move(first, second, settings)

    with engine.connect() as before, second.connect() as after:
        assert sums(after) == sums(before)


@pytest.fixture
def emptied(databases: Stock, engine_of: EngineOf) -> Engine:
    """A database of the kind under test in which there is not even a schema."""
    engine = engine_of(databases.copy())
    with engine.begin() as line:
        if line.dialect.name == "postgresql":
            line.exec_driver_sql("DROP SCHEMA public CASCADE")
            line.exec_driver_sql("CREATE SCHEMA public")
        else:
            found = MetaData()
            found.reflect(line)
            found.drop_all(line)
    return engine


def test_a_database_of_this_kind_takes_all_from_a_file_and_counts_on(
    engine: Engine,
    emptied: Engine,
    engine_of: EngineOf,
    keys: KeyRing,
    settings: Settings,
    tmp_path: Path,
) -> None:
    file = engine_of(f"sqlite:///{tmp_path / 'file.db'}")
    move(engine, file, settings)

    move(file, emptied, settings)

    with engine.connect() as before, emptied.connect() as after:
        assert sums(after) == sums(before)
        highest = after.scalar(select(func.max(AuditEntry.id))) or 0
    with session_factory(emptied, keys, AuditJournal())() as db:
        change_settings(db, Actor(None, NOW), replace(clinic_settings(db), clinic_name="Moved"))
        assert (db.scalar(select(func.max(AuditEntry.id))) or 0) > highest


def test_it_is_written_in_afterward(
    engine: Engine, engine_of: EngineOf, keys: KeyRing, settings: Settings, tmp_path: Path
) -> None:
    target = engine_of(f"sqlite:///{tmp_path / 'moved.db'}")
    move(engine, target, settings)
    with session_factory(target, keys, AuditJournal())() as db:
        change_settings(db, Actor(None, NOW), replace(clinic_settings(db), clinic_name="Moved"))
        assert db.scalar(select(Setting.value).where(Setting.name == "clinic_name")) == "Moved"


def test_a_database_in_use_is_refused(engine: Engine, settings: Settings) -> None:
    with pytest.raises(NotABackup, match="not empty"):
        move(engine, engine, settings)


def test_a_row_that_is_not_the_same_is_found(
    engine: Engine,
    engine_of: EngineOf,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def nearly(source: Connection, target: Connection) -> int:
        count = carry(source, target)
        target.execute(text("UPDATE accounts SET name = name || ' ' WHERE id = 1"))
        return count

    monkeypatch.setattr(restoring, "carry", nearly)
    target = engine_of(f"sqlite:///{tmp_path / 'moved.db'}")
    with pytest.raises(Differs, match=r"^accounts$"):
        move(engine, target, settings)
