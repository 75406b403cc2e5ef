"""Opening, recording, changing and closing cohorts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.enrollments import CohortStatus, SessionStatus
from clinic.domain.errors import Refused, Stale
from clinic.domain.groups.cohorts import CohortPlan
from clinic.models.accounts import Account
from clinic.models.audit import AuditEntry
from clinic.models.cohorts import Cohort
from clinic.models.programs import ProgramRow
from clinic.models.sessions import GroupSession
from clinic.operations.groups.cohorts import change_cohort, open_cohort, record_closed_cohort
from tests.cast import NOW, PLAN, Cast

DOER = Actor(None, NOW)
LATER = replace(PLAN, name="Later group", first_on=date(2026, 3, 10))


def opened(db: Db, plan: CohortPlan, people: Sequence[Account]) -> Cohort:
    row = db.scalars(select(ProgramRow).where(ProgramRow.slug == "safe-connections")).one()
    return open_cohort(db, DOER, plan, row, people)


def sessions_of(db: Db, cohort: Cohort) -> Sequence[GroupSession]:
    rows = select(GroupSession).where(GroupSession.cohort_id == cohort.id)
    return db.scalars(rows.order_by(GroupSession.number)).all()


def test_a_cohort_opens_with_every_session_of_its_program(db: Db, cast: Cast) -> None:
    sessions = sessions_of(db, opened(db, LATER, [cast.accounts["theresa"]]))
    assert [row.number for row in sessions] == list(range(10))
    assert sessions[1].starts_at == datetime(2026, 3, 10, 18, tzinfo=UTC)
    # British clocks go forward on March 29: 18:00 on the wall is 17:00 in UTC.
    assert sessions[4].starts_at == datetime(2026, 3, 31, 17, tzinfo=UTC)
    assert {row.status for row in sessions} == {SessionStatus.PLANNED}


def test_an_orientation_that_would_be_past_comes_right_before_session_one(
    db: Db, cast: Cast
) -> None:
    soon = replace(LATER, first_on=date(2026, 2, 27))
    orientation, first, *_rest = sessions_of(db, opened(db, soon, [cast.accounts["theresa"]]))
    assert orientation.ends_at == first.starts_at
    assert orientation.starts_at > NOW


@pytest.mark.parametrize(
    ("names", "plan", "sentence"),
    [
        ([], LATER, "A cohort needs at least one facilitator."),
        (["theresa", "theresa"], LATER, "The same person is named twice."),
        (["ada"], LATER, "Ada Moreau cannot take this place in a cohort."),
        (["mia"], LATER, "Mia Rossi cannot take this place in a cohort."),
        (["theresa"], PLAN, "Session 1 would be in the past. Choose today or a later day."),
    ],
)
def test_what_may_not_open_writes_no_session(
    db: Db, cast: Cast, names: list[str], plan: CohortPlan, sentence: str
) -> None:
    count = select(func.count()).select_from(GroupSession)
    before = db.scalar(count)
    with pytest.raises(Refused, match=sentence):
        opened(db, plan, [cast.accounts[name] for name in names])
    assert db.scalar(count) == before


def test_a_cohort_that_is_over_is_recorded_as_held(db: Db, cast: Cast) -> None:
    row = db.scalars(select(ProgramRow).where(ProgramRow.slug == "safe-connections")).one()
    plan = replace(PLAN, first_on=date(2024, 9, 3))
    lead = [cast.accounts["theresa"]]
    cohort = record_closed_cohort(db, DOER, plan, row, lead)
    assert cohort.status is CohortStatus.CLOSED
    assert {row.status for row in sessions_of(db, cohort)} == {SessionStatus.HELD}


def test_a_cohort_that_still_meets_cannot_be_recorded_as_over(db: Db, cast: Cast) -> None:
    row = db.scalars(select(ProgramRow).where(ProgramRow.slug == "safe-connections")).one()
    with pytest.raises(Refused, match="A closed cohort has to be in the past"):
        record_closed_cohort(db, DOER, PLAN, row, [cast.accounts["theresa"]])


@pytest.mark.parametrize(
    ("capacity", "behind", "refusal"), [(2, 0, Refused), (9, 1, Stale), (3, 0, None)]
)
def test_places_shrink_no_further_than_the_people_who_hold_one(
    db: Db, cast: Cast, capacity: int, behind: int, refusal: type[Refused] | None
) -> None:
    cohort = cast.cohort
    details, version = replace(cohort.details, capacity=capacity), cohort.version - behind
    if refusal is None:
        assert change_cohort(db, DOER, cohort, details, version).capacity == capacity
    else:
        with pytest.raises(refusal):
            change_cohort(db, DOER, cohort, details, version)


def test_opening_leaves_one_entry_in_the_trail(db: Db, cast: Cast) -> None:
    entries = select(func.count()).where(AuditEntry.deed == "cohorts.open_cohort")
    before = db.scalar(entries) or 0
    opened(db, LATER, [cast.accounts["theresa"]])
    assert db.scalar(entries) == before + 1
