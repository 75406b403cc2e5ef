"""Another key for the SQLite file, beside people who read and write: none of them is disturbed."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import sessionmaker

from clinic.backups.file_pages import FilePages, Seals, put_pages
from clinic.backups.snapshots import look_over
from clinic.db import Db, open_engine, session_factory
from clinic.domain.clinic.keys import KeyRing
from clinic.models.audit import AuditJournal
from clinic.models.schema import upgrade
from clinic.models.settings import Setting
from clinic.sqlite import change_key, raw_line
from tests.cast import ROOT
from tests.writers import SYSTEM, keep

OPEN = 4


@dataclass
class RingAtHand:
    """A ring that somebody else may exchange."""

    ring: KeyRing

    def now(self) -> KeyRing:
        return self.ring


@dataclass
class Changing:
    """A file, who works on it, and who gives it another key."""

    url: str
    held: RingAtHand
    factory: sessionmaker[Db]
    engine: Engine
    other: Engine

    def change(self) -> None:
        self.held.ring = begun = self.held.ring.begin_change(os.urandom)
        assert begun.coming is not None
        assert change_key(self.other, begun.coming)

    def settle(self) -> None:
        self.held.ring = self.held.ring.opening_with(self.held.ring.database_keys[-1])

    def count(self) -> int:
        with self.factory() as db:
            return count(db)


def count(db: Db) -> int:
    return db.scalar(select(func.count()).where(Setting.name.like("w-%"))) or 0


@pytest.fixture(scope="module")
def template(keys: KeyRing, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "clinic.db"
    engine = open_engine(f"sqlite:///{file}", keys)
    upgrade(engine, ROOT / "migrations")
    engine.dispose()
    return file


@pytest.fixture
def changing(template: Path, keys: KeyRing, tmp_path: Path) -> Iterator[Changing]:
    url = f"sqlite:///{shutil.copyfile(template, tmp_path / 'clinic.db')}"
    held = RingAtHand(keys)
    engine, other = open_engine(url, held), open_engine(url, held)
    made = Changing(url, held, session_factory(engine, held, AuditJournal()), engine, other)
    with ExitStack() as stack:
        # As many connections lie in the pool as people were at work.
        for _ in range(OPEN):
            db = stack.enter_context(made.factory())
            count(db)
    with made.factory() as db:
        keep(db, SYSTEM, "w-before")
    yield made
    engine.dispose()
    other.dispose()


def test_every_connection_of_a_pool_goes_on_after_the_change(changing: Changing) -> None:
    changing.change()
    with ExitStack() as stack:
        sessions = [stack.enter_context(changing.factory()) for _ in range(OPEN)]
        assert [count(db) for db in sessions] == [1] * OPEN
    for number in range(OPEN):
        with changing.factory() as db:
            keep(db, SYSTEM, f"w-{number}")
    changing.settle()
    assert changing.count() == 1 + OPEN


def test_writers_find_the_new_key_first(changing: Changing) -> None:
    changing.change()
    with ExitStack() as stack:
        for number in range(OPEN):
            keep(stack.enter_context(changing.factory()), SYSTEM, f"w-{number}")
    assert changing.count() == 1 + OPEN


def test_whoever_reads_meanwhile_reads_to_the_end(changing: Changing) -> None:
    with changing.factory() as db:
        assert count(db) == 1
        changing.change()
        assert count(db) == 1
        keep(db, SYSTEM, "w-after")
        assert count(db) == 2


def test_beside_a_writer_nothing_changes_and_is_said(
    changing: Changing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clinic.sqlite.PATIENCE_MS", 50)
    before = changing.held.ring
    with changing.factory() as db:
        db.hold()
        assert not change_key(changing.other, os.urandom(32))
        keep(db, SYSTEM, "w-held")
    assert changing.held.ring is before
    assert changing.count() == 2


def test_afterward_only_the_new_key_opens_the_file(changing: Changing) -> None:
    former = changing.held.ring
    changing.change()
    changing.settle()
    engine = open_engine(changing.url, former)
    with pytest.raises(DatabaseError, match="not a database"):
        engine.connect()
    engine.dispose()
    assert changing.count() == 1


def test_before_the_change_a_ring_with_both_opens_it(changing: Changing) -> None:
    changing.held.ring = changing.held.ring.begin_change(os.urandom)
    changing.engine.dispose()
    assert changing.count() == 1
    with changing.factory() as db:
        keep(db, SYSTEM, "w-between")
    assert changing.count() == 2


def test_twice_is_a_change_as_well(changing: Changing) -> None:
    for number in (2, 3):
        changing.change()
        changing.settle()
        with changing.factory() as db:
            keep(db, SYSTEM, f"w-{number}")
        assert changing.count() == number


def test_copying_page_by_page_goes_on(changing: Changing, tmp_path: Path) -> None:
    pages = FilePages(changing.engine, Seals())
    with (tmp_path / "copy.db").open("w+b") as copy:
        pages.copy(copy)
        changing.change()
        look = pages.look()
        assert look is not None
        put_pages(copy, look.pages, look.count)
        pages.accept(look)
        assert pages.look() is None
    pages.close()
    assert changing.held.ring.coming is not None
    assert look_over(tmp_path / "copy.db", changing.held.ring).key == changing.held.ring.coming


def test_a_whole_copy_is_made_after_the_change(changing: Changing, tmp_path: Path) -> None:
    changing.change()
    line = raw_line(changing.engine)
    line.cursor().execute("VACUUM INTO ?", (str(tmp_path / "copy.db"),))
    line.close()
    assert look_over(tmp_path / "copy.db", changing.held.ring).key == changing.held.ring.coming
