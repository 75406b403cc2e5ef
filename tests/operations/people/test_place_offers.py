"""Offering a place: whose turn it is, what is held, and what a yes, a no and silence do."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from clinic.db import Db
from clinic.domain.enrollments import EnrollmentStatus
from clinic.domain.errors import Refused
from clinic.domain.people.waiting import OfferState, WaitingEnd, WaitingEventKind, WaitingRule
from clinic.domain.post.messages import MessageKind, MessageState
from clinic.models.assignments import Assignment
from clinic.models.enrollments import Enrollment
from clinic.models.measures import Administration
from clinic.models.sealed import read_sealed
from clinic.models.waiting import PlaceOffer, Waiting, WaitingEvent
from clinic.operations.homework.sheet_codes import issue_sheet_code
from clinic.operations.people.enrollments import change_status
from clinic.operations.people.place_offers import (
    decline_offer,
    withdraw_offer,
)
from clinic.operations.people.waiting import choose_rule
from tests.cast import BEFORE, Cast
from tests.queued import queued
from tests.waiting import (
    LAST_DAY,
    UNTIL,
    accept,
    lists,
    offer,
    place_of,
    resize,
    theresa,
)

S = OfferState
HOUR = timedelta(hours=1)


def handed_out(db: Db, place: Enrollment) -> tuple[int, int]:
    def count(kind: type[Assignment] | type[Administration]) -> int:
        return db.scalar(select(func.count()).where(kind.enrollment_id == place.id)) or 0

    return count(Assignment), count(Administration)


def test_an_offer_holds_a_place_until_the_end_of_its_last_day(db: Db, cast: Cast) -> None:
    resize(db, cast, 4)
    ann, ben = lists(db, cast, "Ann", "Ben")
    assert offer(db, cast, ann).until == UNTIL
    with pytest.raises(Refused, match="1 of 4 for people who have been offered one"):
        offer(db, cast, ben)
    with pytest.raises(Refused, match="already been offered a place"):
        offer(db, cast, ann)
    with pytest.raises(Refused, match="taken or offered already"):
        resize(db, cast, 3)
    # Nobody has noted the end, and yet the place is free again.
    assert offer(db, cast, ben, at=UNTIL, last_day=date(2026, 2, 9)).state is S.OPEN


def test_out_of_turn_needs_a_reason_which_is_sealed_and_logged(db: Db, cast: Cast) -> None:
    _ann, ben = lists(db, cast, "Ann", "Ben")
    with pytest.raises(Refused, match="somebody else's turn"):
        offer(db, cast, ben)
    offer(db, cast, ben, "Can only come this time of year.")
    event = db.scalars(select(WaitingEvent).order_by(WaitingEvent.id.desc())).first()
    assert event
    assert (event.kind, event.is_out_of_turn) == (WaitingEventKind.OFFERED, True)
    assert (event.rule, event.until) == (WaitingRule.FIRST_COME, UNTIL)
    assert read_sealed(db.keys, event, "words") == "Can only come this time of year."
    assert "year" not in str(event.words)


def test_the_rule_of_the_cohort_says_whose_turn_it_is(db: Db, cast: Cast) -> None:
    ann, ben = lists(db, cast, "Ann", "Ben")
    choose_rule(db, theresa(cast), cast.cohort, WaitingRule.BY_HAND, None)
    with pytest.raises(Refused, match="run by hand"):
        offer(db, cast, ann)
    choose_rule(db, theresa(cast), cast.cohort, WaitingRule.REFERRAL, None)
    # Ben joined later and was referred earlier.
    assert offer(db, cast, ben).state is S.OPEN


def test_a_yes_gives_the_place_with_all_that_belongs_to_it(db: Db, cast: Cast) -> None:
    (ann,) = lists(db, cast, "Ann")
    made = offer(db, cast, ann)
    for _ in range(2):
        accept(db, cast, made, at=BEFORE + HOUR)
    place = place_of(db, ann)
    assert (made.state, place.status) == (S.ACCEPTED, EnrollmentStatus.ENROLLED)
    assert (place.enrolled_at, ann.ending) == (BEFORE + HOUR, WaitingEnd.PLACE_GIVEN)
    assert handed_out(db, place) == handed_out(db, cast.enrollments["mia"])
    assert min(handed_out(db, place)) > 0


def test_a_no_passes_the_place_on_and_keeps_the_person_after_the_others(db: Db, cast: Cast) -> None:
    resize(db, cast, 4)
    ann, ben = lists(db, cast, "Ann", "Ben")
    made = offer(db, cast, ann)
    for _ in range(2):
        decline_offer(db, theresa(cast), made, "Not in March.")
    assert place_of(db, ann).status is EnrollmentStatus.WAITLISTED
    with pytest.raises(Refused, match="somebody else's turn"):
        offer(db, cast, ann)
    accept(db, cast, offer(db, cast, ben))
    kinds = [event.kind.value for event in db.scalars(select(WaitingEvent))]
    assert kinds == ["listed", "listed", "offered", "declined", "offered", "accepted"]


def test_a_no_can_be_taken_back_until_the_last_day_while_a_place_is_free(
    db: Db, cast: Cast
) -> None:
    resize(db, cast, 4)
    ann, ben = lists(db, cast, "Ann", "Ben")
    made = offer(db, cast, ann)
    decline_offer(db, theresa(cast), made, None)
    second = offer(db, cast, ben)
    with pytest.raises(Refused, match="taken or held"):
        accept(db, cast, made)
    withdraw_offer(db, theresa(cast), second)
    with pytest.raises(Refused, match="last day of this offer is over"):
        accept(db, cast, made, at=UNTIL)
    accept(db, cast, made, at=UNTIL - HOUR)
    assert place_of(db, ann).status.holds_a_place


def test_a_yes_can_be_taken_back_until_something_has_begun(db: Db, cast: Cast) -> None:
    ann, ben = lists(db, cast, "Ann", "Ben")
    first, second = (offer(db, cast, one) for one in (ann, ben))
    for made in (first, second):
        accept(db, cast, made)
    reminder, letter = (
        queued(db, theresa(cast), place_of(db, ann), kind, due_at=BEFORE)
        for kind in (MessageKind.SESSION_REMINDER, MessageKind.INVITATION)
    )
    decline_offer(db, theresa(cast), first, None)
    assert reminder.state is MessageState.WITHDRAWN
    assert letter.state is MessageState.QUEUED
    place = place_of(db, ann)
    assert (place.status, handed_out(db, place)) == (EnrollmentStatus.WAITLISTED, (0, 0))
    assert (ann.left_at, ann.ending, place.enrolled_at) == (None, None, ann.listed_at)
    sheet = select(Assignment).where(
        Assignment.enrollment_id == ben.enrollment_id, Assignment.worksheet_id.is_not(None)
    )
    # Her paper is printed: it must not lead to nothing.
    issue_sheet_code(db, theresa(cast), db.scalars(sheet.limit(1)).one())
    before = handed_out(db, place_of(db, ben))
    with pytest.raises(Refused, match="already begun"):
        decline_offer(db, theresa(cast), second, None)
    assert handed_out(db, place_of(db, ben)) == before


def test_who_comes_back_to_her_place_takes_none_that_is_held(db: Db, cast: Cast) -> None:
    change_status(db, theresa(cast), cast.enrollments["max"], EnrollmentStatus.WITHDRAWN, None)
    resize(db, cast, 3)
    offer(db, cast, lists(db, cast, "Ann")[0])
    with pytest.raises(Refused, match="taken or held"):
        change_status(db, theresa(cast), cast.enrollments["max"], EnrollmentStatus.ENROLLED, None)


def test_an_offer_lies_in_the_time_in_which_the_program_takes_people(db: Db, cast: Cast) -> None:
    (ann,) = lists(db, cast, "Ann")
    second = cast.sessions[2]
    with pytest.raises(Refused, match="Choose an earlier day") as refused:
        offer(db, cast, ann, last_day=second.starts_at.date() + timedelta(days=1))
    assert refused.value.field == "last_day"
    late = second.ends_at + HOUR
    with pytest.raises(Refused, match="no one new after session 2"):
        offer(db, cast, ann, at=late, last_day=late.date() + timedelta(days=2))


def test_the_last_day_must_leave_time_to_answer(db: Db, cast: Cast) -> None:
    (ann,) = lists(db, cast, "Ann")
    for day in (BEFORE.date(), BEFORE.date() - timedelta(days=3)):
        with pytest.raises(Refused, match="tomorrow or a later day"):
            offer(db, cast, ann, last_day=day)
    assert not db.scalars(select(PlaceOffer)).all()
    assert db.scalars(select(Waiting)).one().left_at is None
    assert BEFORE.date() < LAST_DAY
