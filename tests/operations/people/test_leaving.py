"""Leaving a group: the last questions stay open to the end of a day, whatever moves."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import EnrollmentStatus, Medium
from clinic.domain.errors import Refused
from clinic.domain.groups.completion import CompletionClass
from clinic.domain.people.departures import LeavingReason
from clinic.lookups.groups.completion import standings
from clinic.lookups.outcomes.courses import measures_of
from clinic.models.enrollments import Enrollment
from clinic.models.measures import Administration
from clinic.operations.measures.administrations import answer_items
from clinic.operations.people.departures import leave
from clinic.operations.people.enrollments import change_status
from tests.cast import BEFORE, NOW, Cast
from tests.crowd import theresa
from tests.moving import move

MOVED = LeavingReason.MOVED


def asked(db: Db, place: Enrollment, occasion: str) -> list[Administration]:
    found = select(Administration).where(
        Administration.enrollment_id == place.id, Administration.occasion == occasion
    )
    return list(db.scalars(found.order_by(Administration.id)))


def test_who_leaves_may_answer_the_last_questions_and_no_others(db: Db, cast: Cast) -> None:
    mia = leave(db, theresa(cast), cast.enrollments["mia"], MOVED, "To Leeds.")
    by = Actor(cast.accounts["mia"].id, NOW + timedelta(days=13), Role.CLIENT)
    post = asked(db, mia, "post")
    assert {row.group_session_id for row in post} == {cast.sessions[3].id}
    answer_items(db, by, post[0], {1: 1}, Medium.PORTAL)
    with pytest.raises(Refused, match="is over"):
        answer_items(db, by, asked(db, mia, "mid")[0], {1: 1}, Medium.PORTAL)
    evening = Actor(by.account_id, NOW + timedelta(days=14, hours=6), Role.CLIENT)
    answer_items(db, evening, post[0], {1: 2}, Medium.PORTAL)
    late = Actor(by.account_id, NOW + timedelta(days=15), Role.CLIENT)
    with pytest.raises(Refused, match="is over"):
        answer_items(db, late, post[0], {1: 1}, Medium.PORTAL)


def test_a_move_of_the_next_session_leaves_the_last_questions_open(db: Db, cast: Cast) -> None:
    mia = leave(db, theresa(cast), cast.enrollments["mia"], MOVED, None)
    before = [(row.opens_at, row.closes_at) for row in asked(db, mia, "post")]
    four = cast.sessions[4]
    move(db, theresa(cast), four, timedelta(hours=20))
    db.expire_all()
    assert [(row.opens_at, row.closes_at) for row in asked(db, mia, "post")] == before


def test_before_the_first_meeting_nothing_is_asked(db: Db, cast: Cast) -> None:
    by = Actor(cast.accounts["theresa"].id, BEFORE, Role.THERAPIST)
    assert leave(db, by, cast.enrollments["mia"], MOVED, None).exit_until is None


def test_what_was_refused_is_not_asked_again_and_a_second_reason_moves_nothing(
    db: Db, cast: Cast
) -> None:
    mia = leave(db, theresa(cast), cast.enrollments["mia"], MOVED, None)
    until = mia.exit_until
    later = Actor(cast.accounts["theresa"].id, NOW + timedelta(days=3), Role.THERAPIST)
    leave(db, later, mia, LeavingReason.HEALTH, "Better known now.")
    assert (mia.leaving, mia.exit_until) == (LeavingReason.HEALTH, until)


def test_coming_back_forgets_the_reason(db: Db, cast: Cast) -> None:
    mia = leave(db, theresa(cast), cast.enrollments["mia"], MOVED, None)
    change_status(db, theresa(cast), mia, EnrollmentStatus.ENROLLED, None)
    assert (mia.leaving, mia.exit_until, mia.ended_at) == (None, None, None)


def test_an_agreed_ending_is_its_own_class(db: Db, cast: Cast) -> None:
    mia = leave(db, theresa(cast), cast.enrollments["mia"], LeavingReason.AGREED_ENDING, None)
    max_ = leave(db, theresa(cast), cast.enrollments["max"], MOVED, None)
    found = standings(db, [cast.cohort.id], NOW)
    assert found[mia.id].kind is CompletionClass.AGREED_ENDING
    assert found[max_.id].kind is CompletionClass.NEVER_STARTED


def test_the_end_stays_last_among_the_occasions_of_the_group(db: Db, cast: Cast) -> None:
    before = [[one.occasion for one in it.occasions] for it in measures_of(db, cast.cohort.id)]
    leave(db, theresa(cast), cast.enrollments["mia"], MOVED, None)
    after = [[one.occasion for one in it.occasions] for it in measures_of(db, cast.cohort.id)]
    assert after == before
