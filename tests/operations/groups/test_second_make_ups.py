"""A second make-up, or one that is moved, gives the time that home practice had and no more."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.enrollments import AttendanceMark
from clinic.domain.groups.cohorts import Span
from clinic.domain.groups.make_ups import later_window
from clinic.models.assignments import Assignment
from clinic.models.make_ups import MakeUp
from clinic.operations.groups.make_ups import (
    When,
    cancel_make_up,
    mark_make_up,
    move_make_up,
    plan_make_up,
)
from clinic.operations.homework.practice import Practice, log_practice
from tests.cast import NOW, Cast
from tests.crowd import theresa
from tests.make_ups import make_up

DAY = timedelta(days=1)


def practice_of(db: Db, cast: Cast, number: int) -> Assignment:
    """Give a practice that Mia has after a session, as it stands."""
    db.expire_all()
    found = select(Assignment).where(
        Assignment.enrollment_id == cast.enrollments["mia"].id,
        Assignment.group_session_id == cast.sessions[number].id,
        Assignment.exercise_id.is_not(None),
    )
    return db.scalars(found.order_by(Assignment.id).limit(1)).one()


def window(row: Assignment) -> tuple[datetime, datetime]:
    return row.opens_at, row.closes_at


def stay_away(db: Db, cast: Cast, row: MakeUp) -> None:
    by = replace(theresa(cast), at=row.ends_at)
    absent = {cast.enrollments["mia"].public_id: AttendanceMark.ABSENT}
    mark_make_up(db, by, row, absent)


def again(db: Db, cast: Cast, first: MakeUp, number: int) -> MakeUp:
    """Plan a second make-up on the day after the first, a week later than that."""
    by = replace(theresa(cast), at=first.ends_at + DAY)
    starts_at = by.at + 7 * DAY
    when = When(starts_at, starts_at + timedelta(hours=1))
    return plan_make_up(db, by, cast.sessions[number], [cast.enrollments["mia"]], when)


def test_a_second_make_up_gives_as_long_as_the_session_did(db: Db, cast: Cast) -> None:
    opened, closed = window(practice_of(db, cast, 3))
    first = make_up(db, theresa(cast), cast.sessions[3], [cast.enrollments["mia"]])
    stay_away(db, cast, first)
    second = again(db, cast, first, 3)
    assert window(practice_of(db, cast, 3))[1] == second.ends_at + (closed - opened)


def test_after_a_make_up_that_was_begun_and_cancelled_the_next_gives_no_more(
    db: Db, cast: Cast
) -> None:
    row = practice_of(db, cast, 3)
    opened, closed = window(row)
    first = make_up(db, theresa(cast), cast.sessions[3], [cast.enrollments["mia"]])
    practice(db, cast, row)
    cancel_make_up(db, theresa(cast), first)
    second = again(db, cast, first, 3)
    assert window(practice_of(db, cast, 3)) == (opened, second.ends_at + (closed - opened))


def practice(db: Db, cast: Cast, row: Assignment) -> None:
    by = replace(theresa(cast), account_id=cast.accounts["mia"].id)
    log_practice(db, by, row, Practice(practiced_on=NOW.date(), minutes=5))


def test_a_make_up_that_moves_after_practice_began_gives_no_more(db: Db, cast: Cast) -> None:
    row = practice_of(db, cast, 3)
    opened, closed = window(row)
    first = make_up(db, theresa(cast), cast.sessions[3], [cast.enrollments["mia"]])
    practice(db, cast, row)
    for days in (1, 2):
        starts_at = first.starts_at + days * DAY
        move_make_up(db, theresa(cast), first, When(starts_at, starts_at + timedelta(hours=1)))
        expected = (opened, first.ends_at + (closed - opened))
        assert window(practice_of(db, cast, 3)) == expected


def test_the_time_it_had_at_first_may_be_named() -> None:
    longer = Span(NOW, NOW + 12 * DAY)
    found = later_window(longer, NOW + 9 * DAY, NOW, is_begun=False, length=7 * DAY)
    assert found == Span(NOW, NOW + 16 * DAY)
