"""R3: the disk is full at fifty points, or can only be read: what was said to be saved is there.

No file system of bounded size is mounted, which needs root: the kernel refuses that any file of
this process grows beyond a size (RLIMIT_FSIZE), so that writes stop in the middle of a transaction
as on a full disk. A disk that can only be read answers as a connection does that may only read.
"""

import random
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy.exc import DBAPIError

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.lookups.clinic.settings import clinic_settings
from clinic.lookups.clinic.trail import broken_links
from clinic.operations.clinic.settings import change_settings
from tests.cast import NOW
from tests.databases import engine_of

POINTS = 50
MOST_ROOM = 60_000
MOST_DEEDS = 40


@pytest.fixture(autouse=True)
def file(db: Db) -> None:
    if engine_of(db).dialect.name != "sqlite":
        pytest.skip("the disk is that of PostgreSQL's own server")


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond a size."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def name_of(db: Db) -> str:
    db.rollback()
    db.expire_all()
    return clinic_settings(db).clinic_name


def rename(db: Db, name: str) -> None:
    db.rollback()
    change_settings(db, Actor(None, NOW), replace(clinic_settings(db), clinic_name=name))


def ask(db: Db, pragma: str) -> object:
    db.rollback()
    line = engine_of(db).raw_connection()
    try:
        return line.cursor().execute(f"PRAGMA {pragma}").fetchone()[0]
    finally:
        line.close()


def fill_up(db: Db, point: int) -> tuple[str, bool]:
    """Write until the disk is full; give what was saved last, and whether it came to that."""
    saved = name_of(db)
    for number in range(MOST_DEEDS):
        try:
            rename(db, f"Point {point}, deed {number}")
        except DBAPIError:
            assert name_of(db) == saved, "what is there can be read"
            return saved, True
        saved = f"Point {point}, deed {number}"
    return saved, False


def test_r3_a_full_disk_takes_nothing_that_was_saved_and_heals_without_a_start(db: Db) -> None:
    chance = random.Random(3)  # noqa: S311 - the same points at every run
    full = 0
    for point in range(POINTS):
        assert ask(db, "wal_checkpoint(TRUNCATE)") == 0
        with room_for(chance.randrange(MOST_ROOM)):
            saved, is_full = fill_up(db, point)
        full += is_full
        assert name_of(db) == saved
        rename(db, f"After point {point}")
        assert name_of(db) == f"After point {point}", "it goes on without a new start"
    assert full == POINTS
    assert ask(db, "integrity_check") == "ok"
    assert broken_links(db) == []


def test_r3_a_disk_that_can_only_be_read_is_read_and_refuses_in_the_same_way(db: Db) -> None:
    before = name_of(db)
    db.rollback()
    line = engine_of(db).raw_connection()
    line.cursor().execute("PRAGMA query_only = ON")
    line.close()  # the one line of the pool, which the next deed takes
    with pytest.raises(DBAPIError, match="readonly database"):
        rename(db, "Changed")
    assert name_of(db) == before
    assert ask(db, "query_only") == 1
    line = engine_of(db).raw_connection()
    line.cursor().execute("PRAGMA query_only = OFF")
    line.close()
    rename(db, "Changed")
    assert name_of(db) == "Changed"
    assert broken_links(db) == []
