"""No count of sessions passes what there was: made up twice, cancelled, unmarked or joined late."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from clinic.db import Db, operation
from clinic.domain.access import Actor
from clinic.domain.enrollments import AttendanceMark
from clinic.domain.errors import Refused
from clinic.domain.groups.completion import CompletionStanding
from clinic.domain.groups.schedules import ChangeKind, WantedChange
from clinic.lookups.groups.completion import standings
from clinic.models.enrollments import Enrollment
from clinic.models.make_ups import MakeUp
from clinic.models.programs import ProgramRow
from clinic.operations.groups.make_ups import When, mark_make_up, plan_make_up
from tests.attending import AFTER, RULE, mark, people, set_rule
from tests.cast import NOW, Cast
from tests.client import Person
from tests.crowd import theresa
from tests.moving import do

As = Callable[[str], Person]
CAME, MISSED = AttendanceMark.PRESENT, AttendanceMark.ABSENT


@pytest.fixture(autouse=True)
def counting(db: Db, cast: Cast) -> None:
    """Make-ups count in this program, so that a session could count twice."""
    set_rule(db, theresa(cast), db.get_one(ProgramRow, cast.cohort.program_id), RULE)


def standing(db: Db, cast: Cast, at: datetime) -> CompletionStanding:
    found = standings(db, [cast.cohort.id], at)[cast.enrollments["max"].id]
    assert found.attended <= found.so_far <= found.of
    assert found.counted + found.hoped <= found.of
    return found


def plan(db: Db, cast: Cast, number: int, starts_at: datetime) -> MakeUp:
    when = When(starts_at, starts_at + timedelta(hours=1))
    return plan_make_up(db, theresa(cast), cast.sessions[number], [cast.enrollments["max"]], when)


def come(db: Db, cast: Cast, row: MakeUp, word: AttendanceMark = CAME) -> None:
    by = replace(theresa(cast), at=row.ends_at)
    mark_make_up(db, by, row, {cast.enrollments["max"].public_id: word})


def test_a_session_that_nobody_marked_counts_as_made_up_alone(db: Db, cast: Cast) -> None:
    before = standing(db, cast, NOW)
    row = plan(db, cast, 2, NOW + timedelta(days=1))
    come(db, cast, row)
    found = standing(db, cast, row.ends_at)
    assert (found.made_up, found.possible) == (1, before.possible - 1)


def test_a_second_make_up_of_one_session_is_no_second_session(db: Db, cast: Cast) -> None:
    mark(db, cast, 2, max="absent")
    first = plan(db, cast, 2, NOW + timedelta(days=1))
    come(db, cast, first, MISSED)
    second = plan(db, cast, 2, NOW + timedelta(days=2))
    come(db, cast, second)
    come(db, cast, first)
    assert standing(db, cast, second.ends_at).made_up == 1


def test_marked_as_there_after_the_make_up_it_counts_once(db: Db, cast: Cast) -> None:
    mark(db, cast, 2, max="absent")
    come(db, cast, plan(db, cast, 2, NOW + timedelta(days=1)))
    mark(db, cast, 2, NOW + timedelta(days=3), max="present")
    found = standing(db, cast, NOW + timedelta(days=3))
    assert (found.attended, found.made_up) == (1, 0)


def test_of_a_session_cancelled_since_nothing_was_made_up(db: Db, cast: Cast) -> None:
    row = plan(db, cast, 4, cast.sessions[4].ends_at + timedelta(days=1))
    do(db, theresa(cast), cast.sessions[4], WantedChange(ChangeKind.CANCEL, cast.sessions[4].id))
    come(db, cast, row)
    for number in (1, 2, 3, 5, 6, 7, 8):
        mark(db, cast, number, AFTER, max="present")
    found = standing(db, cast, AFTER)
    assert (found.of, found.counted, found.made_up) == (7, 7, 0)


@pytest.mark.parametrize("kind", [ChangeKind.CANCEL, ChangeKind.MOVE])
def test_what_somebody_came_to_is_neither_cancelled_nor_moved(
    db: Db, cast: Cast, kind: ChangeKind
) -> None:
    session = cast.sessions[4]
    at = session.starts_at + timedelta(minutes=30)
    mark(db, cast, 4, at, max="present")
    day = timedelta(days=1)
    times = (session.starts_at + day, session.ends_at + day) if kind is ChangeKind.MOVE else ()
    with pytest.raises(Refused, match="has been held"):
        do(db, replace(theresa(cast), at=at), session, WantedChange(kind, session.id, *times))
    assert standing(db, cast, at).attended == 1


@operation
def join_late(db: Db, actor: Actor, place: Enrollment, at: datetime) -> None:
    assert actor
    place.enrolled_at = at


def test_who_joined_late_is_not_four_of_three(as_: As, db: Db, cast: Cast) -> None:
    place = db.scalars(select(Enrollment).where(Enrollment.id == cast.enrollments["max"].id)).one()
    for number in (1, 2, 3):
        mark(db, cast, number, max="present")
    join_late(db, theresa(cast), place, NOW - timedelta(hours=1))
    found = standing(db, cast, NOW)
    assert (found.attended, found.so_far) == (3, 3)
    assert "3 of 3" in people(as_, cast)
