"""Writers of one process come in the order in which they stood in line, and nobody holds it up."""

import gc
import threading
import time
from collections.abc import Iterator
from functools import partial

import pytest
from sqlalchemy import Engine, func, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import sessionmaker

from clinic.db import Db, open_engine, operation, session_factory
from clinic.domain.access import Actor
from clinic.domain.clinic.keys import KeyRing
from clinic.models.audit import AuditEntry, AuditJournal
from clinic.models.schema import upgrade
from clinic.models.settings import Setting
from tests.cast import ROOT
from tests.writers import SYSTEM, keep, keep_at_leisure, keeps, names, patience, started

PATIENCE = 20.0


@pytest.fixture(scope="module")
def engine(keys: KeyRing, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    made = open_engine(f"sqlite:///{tmp_path_factory.mktemp('line')}/clinic.db", keys)
    upgrade(made, ROOT / "migrations")
    yield made
    made.dispose()


@pytest.fixture
def factory(engine: Engine, keys: KeyRing) -> sessionmaker[Db]:
    return session_factory(engine, keys, AuditJournal())


def test_whoever_came_first_writes_first(factory: sessionmaker[Db]) -> None:
    with factory() as db:
        db.hold()
        writers = [started(keeps(factory, f"order-{number}")) for number in range(12)]
        keep(db, SYSTEM, "order-of-the-first")
    for writer in writers:
        writer.join(PATIENCE)
    kept = [name for name in names(factory) if name.startswith("order-")]
    assert kept == ["order-of-the-first", *(f"order-{number}" for number in range(12))]


def test_whoever_has_just_written_stands_behind_those_who_wait(factory: sessionmaker[Db]) -> None:
    with factory() as db:
        db.hold()
        writer = started(keeps(factory, "behind-1"))
        keep(db, SYSTEM, "behind-0")
        keep(db, SYSTEM, "behind-2")
    writer.join(PATIENCE)
    kept = [name for name in names(factory) if name.startswith("behind-")]
    assert kept == ["behind-0", "behind-1", "behind-2"]


def test_a_writer_who_fails_lets_the_next_one_write(factory: sessionmaker[Db]) -> None:
    @operation
    def fail(db: Db, actor: Actor) -> None:
        writers.append(started(keeps(factory, "after-a-fault")))
        raise ZeroDivisionError

    writers: list[threading.Thread] = []
    with factory() as db, pytest.raises(ZeroDivisionError):
        fail(db, SYSTEM)
    writers[0].join(PATIENCE)
    assert "after-a-fault" in names(factory)


def test_a_writer_who_is_forgotten_lets_the_next_one_write(factory: sessionmaker[Db]) -> None:
    def die() -> None:
        db = factory()
        db.hold()
        # A ring, so that only the collector finds it.
        db.info["ring"] = db

    gc.collect()
    started(die).join()
    writer = started(keeps(factory, "after-a-death"))
    gc.collect()
    writer.join(PATIENCE)
    assert "after-a-death" in names(factory)


def test_a_writer_whose_connection_is_closed_under_her_lets_the_next_one_write(
    factory: sessionmaker[Db],
) -> None:
    with factory() as db:
        db.hold()
        writer = started(keeps(factory, "after-a-lost-connection"))
        db.invalidate()
        writer.join(PATIENCE)
        assert "after-a-lost-connection" in names(factory)


def test_who_waits_too_long_is_told_and_leaves_the_line(
    engine: Engine, factory: sessionmaker[Db], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def give_up() -> None:
        with factory() as db:
            try:
                keep(db, SYSTEM, "too-late")
            except OperationalError as fault:
                told.append(str(fault.orig))

    with patience(engine, 200, monkeypatch), factory() as db:
        db.hold()
        first = started(give_up)
        first.join(PATIENCE)
        assert told == ["database is locked"]
        keep(db, SYSTEM, "in-time")
        keep(db, SYSTEM, "and-again")
    assert "too-late" not in names(factory)


def test_the_wait_for_another_process_is_what_the_line_has_left(
    engine: Engine, factory: sessionmaker[Db], keys: KeyRing, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = open_engine(str(engine.url), keys)
    ends: list[float] = []

    def give_up() -> None:
        with factory() as db, pytest.raises(OperationalError, match="locked"):
            keep(db, SYSTEM, "never")
        ends.append(time.monotonic())

    with session_factory(other, keys, AuditJournal())() as far, patience(engine, 400, monkeypatch):
        far.hold()
        began = time.monotonic()
        waiting = [started(give_up) for _ in range(2)]
        for one in waiting:
            one.join(PATIENCE)
        assert max(ends) - began < 2 * 0.4
    other.dispose()
    keeps(factory, "after-all")()
    assert "after-all" in names(factory)


def test_who_writes_already_is_told_at_once_and_not_after_all_patience(
    factory: sessionmaker[Db],
) -> None:
    began = time.monotonic()
    with factory() as db, factory() as second:
        db.hold()
        with pytest.raises(OperationalError, match="locked"):
            keep(second, SYSTEM, "second-of-one")
    assert time.monotonic() - began < 1


def test_what_is_done_at_leisure_neither_waits_nor_stands_before_those_who_do(
    factory: sessionmaker[Db],
) -> None:
    with factory() as db, factory() as reading:
        db.hold()
        began = time.monotonic()
        assert not keep_at_leisure(reading, SYSTEM, "at-leisure")
        assert time.monotonic() - began < 0.5
        keep(db, SYSTEM, "at-work")
        assert keep_at_leisure(reading, SYSTEM, "at-leisure")


def test_who_reads_holds_up_nobody_and_may_become_a_writer(factory: sessionmaker[Db]) -> None:
    with factory() as one, factory() as other:
        counted = [db.scalar(select(func.count(AuditEntry.id))) for db in (one, other)]
        assert counted[0] == counted[1]
        writers = [
            started(partial(keep, db, SYSTEM, f"reader-{number}"))
            for number, db in enumerate((one, other))
        ]
        for writer in writers:
            writer.join(PATIENCE)
    assert {"reader-0", "reader-1"} <= set(names(factory))


def test_a_savepoint_does_not_give_the_turn_away(factory: sessionmaker[Db]) -> None:
    with factory() as db, db.transaction():
        writer = started(keeps(factory, "after-a-savepoint"))
        with db.begin_nested():
            db.execute(update(Setting).values(value="y").where(Setting.name == "nobody"))
        time.sleep(0.05)
        assert writer.is_alive()
    writer.join(PATIENCE)
    assert "after-a-savepoint" in names(factory)


def test_many_at_once_all_come_to_their_turn(factory: sessionmaker[Db]) -> None:
    writers = [threading.Thread(target=keeps(factory, f"many-{n}")) for n in range(40)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(PATIENCE)
    assert len([name for name in names(factory) if name.startswith("many-")]) == 40
