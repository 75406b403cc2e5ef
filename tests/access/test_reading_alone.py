"""Whoever only reads is served with a full disk and while somebody else holds the lock."""

import resource
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, event, select, update
from sqlalchemy.engine.interfaces import DBAPICursor

from clinic.db import open_engine
from clinic.domain.clinic.keys import KeyRing
from clinic.models.accounts import LoginSession
from clinic.printing import render
from clinic.printing.pool import ChildLimits, PrintPool
from tests.access.matrix import rows
from tests.access.places import Door
from tests.conftest import Clock
from tests.databases import engine_of
from tests.scenes import World

READERS = ("theresa", "sigrid", "mia", "ada", "nobody")
Fault = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def held_lock(database_url: str, keys: KeyRing) -> Fault:
    """Somebody writes for a long time: on SQLite the one lock, on PostgreSQL those rows."""

    @contextmanager
    def hold() -> Iterator[None]:
        engine = open_engine(database_url, keys).execution_options(clinic_writes=True)
        with engine.connect() as connection:
            connection.execute(update(LoginSession).values(device=LoginSession.device))
            yield
        engine.dispose()

    return hold


@contextmanager
def full_disk() -> Iterator[None]:
    """No file grows any more, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def patience(app: Flask) -> Iterator[list[int]]:
    """For how many milliseconds each attempt to write would have waited."""
    engine: Engine = app.extensions["hearth"].databases.kw["bind"]
    found: list[int] = []

    def look(_c: object, cursor: DBAPICursor, statement: str, *_rest: object) -> None:
        if statement.startswith(("BEGIN IMMEDIATE", "SET LOCAL lock_timeout")):
            asked = "SHOW lock_timeout" if engine.dialect.name == "postgresql" else ""
            cursor.execute(asked or "PRAGMA busy_timeout")
            ((told, *_),) = cursor.fetchall()
            found.append(int(str(told).removesuffix("ms")))

    event.listen(engine, "before_cursor_execute", look)
    yield found
    event.remove(engine, "before_cursor_execute", look)


def read_everything(world: World) -> dict[tuple[Door, str], int]:
    """Open every page of everybody, and give what was not as the table says."""
    wrong: dict[tuple[Door, str], int] = {}
    for door, statuses in rows().items():
        for name in READERS:
            if door.method == "GET" and (got := world.ask(name, door)) != statuses[name]:
                wrong[door, name] = got
    return wrong


@pytest.mark.usefixtures("unprinted")
def test_a_held_lock_keeps_no_page_from_anybody(
    world: World, held_lock: Fault, clock: Clock, patience: list[int]
) -> None:
    clock.at += timedelta(minutes=2)  # everybody's being seen is to be written
    with held_lock():
        assert read_everything(world) == {}
        assert len(patience) > len(rows()), "at each page it was tried"
        assert set(patience) == {0}, "and nobody waited for the lock"


@pytest.fixture
def lasting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Print with children that stay: one that began beside the full disk would have its limit."""
    pool = PrintPool(ChildLimits(jobs_per_child=10_000))
    monkeypatch.setattr(render, "_POOL", pool)
    yield
    pool.close()


@pytest.mark.usefixtures("unprinted", "lasting")
def test_a_full_disk_keeps_no_page_from_anybody(world: World, clock: Clock) -> None:
    if engine_of(world.db).dialect.name != "sqlite":
        pytest.skip("the disk is that of PostgreSQL's own server")
    assert read_everything(world) == {}  # templates are translated into files at their first use
    clock.at += timedelta(minutes=2)
    with full_disk():
        assert read_everything(world) == {}
    newest = select(LoginSession.seen_at).order_by(LoginSession.seen_at.desc()).limit(1)
    assert world.db.scalars(newest).one() < clock.at, "it could not be written"
    world.db.commit()
    world.people["mia"].get("portal.today.show")
    assert world.db.scalars(newest).one() == clock.at, "and is when there is room again"


def test_what_cannot_be_written_is_given_back_with_the_way_to_help(
    world: World, clock: Clock
) -> None:
    if engine_of(world.db).dialect.name != "sqlite":
        pytest.skip("the disk is that of PostgreSQL's own server")
    words = "What I wrote for an hour"
    data = {"which": "other", "other": "555 0100", "words": words}
    mia = world.people["mia"].browser
    with full_disk():
        answer = mia.post("/portal/call", data=data)
    page = answer.get_data(as_text=True)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "This was not saved" in page
    assert words in page
    assert 'href="/help"' in page
