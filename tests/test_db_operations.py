"""An operation is one transaction with one audit entry: all of it happens, or nothing."""

import json

import pytest
from sqlalchemy import event, func, select

from clinic.db import Db, housekeeping, operation
from clinic.domain.access import Actor, Role
from clinic.lookups.clinic.trail import broken_links
from clinic.models.audit import AuditEntry
from clinic.models.settings import Setting
from tests.cast import NOW, Cast
from tests.databases import engine_of
from tests.enrolling import enroll_newcomer
from tests.snapshots import rows_of

CONTENT = frozenset({"exercises", "worksheets", "instruments", "programs"})
"""Large tables that no deed of this file comes near."""


class Fault(Exception):
    """Raised by the tests on purpose."""


@operation
def keep(db: Db, actor: Actor, name: str, *, fails: bool = False) -> Setting:
    row = Setting(name=name, value="x", changed_at=actor.at)
    db.add(row)
    if fails:
        db.flush()
        raise Fault
    return row


@operation
def keep_two(db: Db, actor: Actor, *, fails: bool = False) -> None:
    keep(db, actor, "one")
    keep(db, actor, "two", fails=fails)


def entries(db: Db) -> list[AuditEntry]:
    return list(db.scalars(select(AuditEntry).order_by(AuditEntry.id)))


@pytest.fixture
def theresa(cast: Cast) -> Actor:
    return Actor(cast.accounts["theresa"].id, NOW, Role.THERAPIST)


def test_an_operation_writes_one_audit_entry_with_the_rows_it_touched(
    db: Db, theresa: Actor
) -> None:
    before = len(entries(db))
    row = keep(db, theresa, "one")
    last = entries(db)[-1]
    assert len(entries(db)) == before + 1
    assert (last.account_id, last.at, last.deed) == (theresa.account_id, NOW, f"{deeds()}.keep")
    assert json.loads(last.rows) == [["settings", row.id, "made"]]


def deeds() -> str:
    return __name__.rpartition(".")[2]


def test_the_entry_says_how_each_row_was_touched(db: Db, cast: Cast, theresa: Actor) -> None:
    row = keep(db, theresa, "one")

    @operation
    def change_and_remove(db: Db, actor: Actor) -> None:
        cast.cohort.place = "Elsewhere"
        db.delete(row)

    change_and_remove(db, theresa)
    touched = sorted(json.loads(entries(db)[-1].rows))
    assert touched == [["cohorts", cast.cohort.id, "changed"], ["settings", row.id, "removed"]]


def test_an_operation_inside_another_is_told_in_the_entry_of_the_outer_one(
    db: Db, theresa: Actor
) -> None:
    before = len(entries(db))
    keep_two(db, theresa)
    assert len(entries(db)) == before + 1
    assert len(json.loads(entries(db)[-1].rows)) == 2


def test_a_fault_in_the_inner_operation_undoes_the_outer_one(db: Db, theresa: Actor) -> None:
    before = rows_of(engine_of(db), CONTENT)
    with pytest.raises(Fault):
        keep_two(db, theresa, fails=True)
    assert rows_of(engine_of(db), CONTENT) == before


def test_housekeeping_writes_and_leaves_no_entry(db: Db, theresa: Actor) -> None:
    before = len(entries(db))
    housekeeping(lambda db, actor: db.add(Setting(name="one", value="x", changed_at=actor.at)))(
        db, theresa
    )
    db.expire_all()
    assert db.scalar(select(func.count(Setting.id)).where(Setting.name == "one")) == 1
    assert len(entries(db)) == before


def test_housekeeping_that_fails_leaves_nothing(db: Db, theresa: Actor) -> None:
    @housekeeping
    def fail(db: Db, actor: Actor) -> None:
        keep(db, actor, "one", fails=True)

    before = rows_of(engine_of(db), CONTENT)
    with pytest.raises(Fault):
        fail(db, theresa)
    assert rows_of(engine_of(db), CONTENT) == before


def test_a_fault_at_any_statement_of_a_large_deed_leaves_nothing(db: Db, theresa: Actor) -> None:
    engine = engine_of(db)
    before = rows_of(engine, CONTENT)
    left = 0

    def fail_at_zero(*_: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise Fault

    event.listen(engine, "before_cursor_execute", fail_at_zero)
    is_done = False
    faults = 0
    while not is_done:
        left = faults + 1
        try:
            enroll_newcomer(db, theresa, "Ruth")
            is_done = True
        except Fault:
            faults += 1
            assert rows_of(engine, CONTENT) == before, f"statement {faults}"
    event.remove(engine, "before_cursor_execute", fail_at_zero)
    assert faults > 10
    assert rows_of(engine, CONTENT) != before
    assert broken_links(db) == []


def test_a_fault_at_the_commit_leaves_nothing(db: Db, theresa: Actor) -> None:
    before = rows_of(engine_of(db), CONTENT)

    def fail(_: object) -> None:
        if db.is_writing:
            raise Fault

    event.listen(db, "before_commit", fail)
    with pytest.raises(Fault):
        enroll_newcomer(db, theresa, "Ruth")
    event.remove(db, "before_commit", fail)
    assert rows_of(engine_of(db), CONTENT) == before


def test_after_a_failed_operation_the_session_can_go_on(db: Db, theresa: Actor) -> None:
    with pytest.raises(Fault):
        keep(db, theresa, "one", fails=True)
    assert not db.is_writing
    assert keep(db, theresa, "one").id
