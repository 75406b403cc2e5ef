"""Taking a break and coming back: one person's place, her questionnaires, and nobody else's."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import EnrollmentStatus
from clinic.domain.errors import Refused
from clinic.domain.post.messages import MessageKind, MessageState
from clinic.lookups.post.reminders import planned_reminders
from clinic.models.assignments import Assignment
from clinic.models.enrollments import Enrollment, taking_part
from clinic.models.messages import Message
from clinic.models.pauses import Pause
from clinic.models.sealed import read_sealed
from clinic.operations.people.enrollments import change_status
from clinic.operations.people.pauses import come_back, end_due_pauses, pause
from tests.cast import NOW, Cast
from tests.databases import engine_of
from tests.homework import measure_of
from tests.queued import ask, queued
from tests.snapshots import rows_of

BACK_ON = date(2026, 3, 11)
BACK_AT = datetime(2026, 3, 11, tzinfo=UTC)
"""Midnight in London, in winter."""


def mia(cast: Cast, at: datetime = NOW) -> Actor:
    return Actor(cast.accounts["mia"].id, at, Role.CLIENT)


def theresa(cast: Cast, at: datetime = NOW) -> Actor:
    return Actor(cast.accounts["theresa"].id, at, Role.THERAPIST)


def begin(db: Db, cast: Cast, reason: str | None = "My mother is ill.") -> Enrollment:
    pause(db, mia(cast), cast.enrollments["mia"], BACK_ON, reason)
    return cast.enrollments["mia"]


def test_a_break_is_a_row_and_the_status_follows_it(db: Db, cast: Cast) -> None:
    place = begin(db, cast)
    row = db.scalars(select(Pause)).one()
    assert (row.begins_at, row.ends_on, row.ends_at) == (NOW, BACK_ON, BACK_AT)
    assert (row.begun_by_id, row.ended_at) == (cast.accounts["mia"].id, None)
    assert read_sealed(db.keys, row, "reason") == "My mother is ill."
    assert "mother" not in str(row.reason)
    assert (place.status, place.paused_until) == (EnrollmentStatus.PAUSED, BACK_AT)
    assert place.is_paused_at(NOW)
    assert place.status_at(BACK_AT) is EnrollmentStatus.ENROLLED


def test_who_takes_part_is_the_same_in_the_database_and_out_of_it(db: Db, cast: Cast) -> None:
    begin(db, cast)
    for at in (NOW, BACK_AT - timedelta(seconds=1), BACK_AT):
        found = set(db.scalars(select(Enrollment.id).where(taking_part(at))))
        every = db.scalars(select(Enrollment)).all()
        assert found == {one.id for one in every if one.status_at(at) is EnrollmentStatus.ENROLLED}


def test_a_break_under_way_is_given_another_day_and_stays_one_row(db: Db, cast: Cast) -> None:
    place = begin(db, cast)
    pause(db, theresa(cast, NOW + timedelta(days=1)), place, date(2026, 3, 20), "Longer")
    row = db.scalars(select(Pause)).one()
    assert (row.begins_at, row.ends_on) == (NOW, date(2026, 3, 20))
    assert row.begun_by_id == cast.accounts["mia"].id


def test_a_new_break_closes_the_one_whose_end_nobody_noted(db: Db, cast: Cast) -> None:
    place = begin(db, cast)
    later = BACK_AT + timedelta(days=2)
    pause(db, mia(cast, later), place, date(2026, 3, 20), None)
    first, second = db.scalars(select(Pause).order_by(Pause.id))
    assert (first.ended_at, second.begins_at, second.ended_at) == (BACK_AT, later, None)


def test_the_worker_notes_the_end_at_the_end_and_says_welcome_once(db: Db, cast: Cast) -> None:
    place = begin(db, cast)
    worker = Actor(None, BACK_AT + timedelta(hours=7))
    assert end_due_pauses(db, Actor(None, BACK_AT - timedelta(seconds=1))) == []
    assert end_due_pauses(db, worker) == [place]
    assert end_due_pauses(db, worker) == []
    row = db.scalars(select(Pause)).one()
    assert (row.ended_at, row.ended_by_id) == (BACK_AT, None)
    assert (place.status, place.paused_until) == (EnrollmentStatus.ENROLLED, None)
    sent = select(func.count()).where(Message.kind == MessageKind.PAUSE_ENDED)
    assert db.scalar(sent) == 1


def test_coming_back_early_twice_is_once(db: Db, cast: Cast) -> None:
    place = begin(db, cast)
    early = NOW + timedelta(days=2)
    come_back(db, mia(cast, early), place)
    come_back(db, mia(cast, early + timedelta(hours=1)), place)
    row = db.scalars(select(Pause)).one()
    assert (row.ended_at, row.ended_by_id) == (early, cast.accounts["mia"].id)
    assert place.status_at(early) is EnrollmentStatus.ENROLLED


def test_a_break_touches_nobody_else_and_no_window(db: Db, cast: Cast) -> None:
    others = select(Enrollment.id, Enrollment.status, Enrollment.paused_until).where(
        Enrollment.id != cast.enrollments["mia"].id
    )
    windows = select(Assignment.id, Assignment.opens_at, Assignment.closes_at).order_by(
        Assignment.id
    )
    before = db.execute(others).all(), db.execute(windows).all()
    place = begin(db, cast)
    come_back(db, mia(cast, NOW + timedelta(days=9)), place)
    assert (db.execute(others).all(), db.execute(windows).all()) == before


def test_a_questionnaire_that_closed_meanwhile_is_asked_again_for_a_week(
    db: Db, cast: Cast
) -> None:
    mid = measure_of(db, cast)
    assert NOW < mid.closes_at < BACK_AT
    closed_at = mid.closes_at
    other = measure_of(db, cast, "max").closes_at
    begin(db, cast)
    assert measure_of(db, cast).closes_at == closed_at
    end_due_pauses(db, Actor(None, BACK_AT + timedelta(minutes=1)))
    assert measure_of(db, cast).closes_at == BACK_AT + timedelta(days=7)
    assert measure_of(db, cast, "max").closes_at == other


def test_what_waits_to_be_sent_is_taken_back_and_nothing_new_is_queued(db: Db, cast: Cast) -> None:
    place, kind = cast.enrollments["mia"], MessageKind.HOMEWORK_REMINDER
    doer = Actor(None, NOW)
    due_at = NOW + timedelta(days=1)
    waiting = queued(db, doer, place, kind, due_at=due_at)
    others = queued(db, doer, cast.enrollments["max"], kind, due_at=due_at)
    begin(db, cast)
    assert (waiting.state, others.state) == (MessageState.WITHDRAWN, MessageState.QUEUED)
    assert ask(db, doer, place, kind, "two", due_at) is None
    back = Actor(None, BACK_AT)
    assert ask(db, back, place, kind, "two", due_at) is not None


def test_who_has_left_has_no_place_to_pause_and_leaving_ends_a_break(db: Db, cast: Cast) -> None:
    place = begin(db, cast)
    change_status(db, theresa(cast), place, EnrollmentStatus.WITHDRAWN, "Moved")
    row = db.scalars(select(Pause)).one()
    assert (row.ended_at, place.paused_until) == (NOW, None)
    with pytest.raises(Refused):
        pause(db, mia(cast), place, BACK_ON, None)


def test_a_refused_break_leaves_nothing(db: Db, cast: Cast) -> None:
    before = rows_of(engine_of(db))
    with pytest.raises(Refused):
        pause(db, mia(cast), cast.enrollments["mia"], NOW.date(), None)
    assert rows_of(engine_of(db)) == before


def test_the_worker_plans_nothing_in_a_break_and_takes_up_again_when_it_is_over(
    db: Db, cast: Cast
) -> None:
    begin(db, cast)

    def planned_for_mia(at: datetime) -> int:
        return sum(
            one.enrollment.id == cast.enrollments["mia"].id
            for one in planned_reminders(db, cast.cohort, at)
        )

    assert planned_for_mia(BACK_AT - timedelta(seconds=1)) == 0
    assert planned_for_mia(BACK_AT) > 0
