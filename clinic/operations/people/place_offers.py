"""Offering a place to somebody who waits, and what she says to it."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import exists, or_, select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.enrollments import EnrollmentStatus
from clinic.domain.errors import Refused
from clinic.domain.people.pauses import begins_day
from clinic.domain.people.waiting import (
    ListEvent,
    OfferState,
    WaitingEnd,
    WaitingEventKind,
    check_last_day,
    check_later,
    check_step,
    check_turn,
    last_day_of,
    needs_reason,
)
from clinic.domain.post.messages import MessageKind
from clinic.domain.post.occasions import Cause, Occasion
from clinic.domain.post.recipients import Gist, Recipient
from clinic.domain.text import N_
from clinic.lookups.groups.capacity import check_free
from clinic.lookups.groups.joining import check_joining
from clinic.lookups.people.waiting import lock_list
from clinic.lookups.programs.content import program_of
from clinic.models.assignments import Assignment
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Attendance, Enrollment
from clinic.models.keyings import Keying
from clinic.models.measures import Administration
from clinic.models.practice import PracticeEntry
from clinic.models.programs import ProgramRow
from clinic.models.sessions import GroupSession
from clinic.models.sheet_codes import SheetCode
from clinic.models.waiting import PlaceOffer, Waiting, on_list, waiter_of
from clinic.models.worksheets import WorksheetResponse
from clinic.operations.people.enrollments import begin_place
from clinic.operations.people.waiting import log, settle
from clinic.operations.post.outbox import queue, withdraw

_SAID = {
    OfferState.ACCEPTED: WaitingEventKind.ACCEPTED,
    OfferState.DECLINED: WaitingEventKind.DECLINED,
    OfferState.EXPIRED: WaitingEventKind.EXPIRED,
    OfferState.WITHDRAWN: WaitingEventKind.WITHDRAWN,
}
_OF_A_PLACE = frozenset(kind for kind in MessageKind if kind.is_held_by_pause)
"""What is sent to whoever takes part; an invitation to sign in is of use without a place too."""


@operation
def offer_place(
    db: Db, actor: Actor, waiting: Waiting, last_day: date, reason: str | None
) -> PlaceOffer:
    """Hold a free place for somebody until the end of a day, and let her know.

    By hand or out of turn it needs a reason.
    """
    cohort = lock_list(db, waiting)
    if waiting.left_at is not None:
        raise Refused(N_("This person is no longer waiting."))
    _settle_due(db, actor, waiting.id)
    check_joining(db, cohort, actor.at)
    check_last_day(last_day, actor.at.astimezone(ZoneInfo(cohort.time_zone)).date())
    _check_in_time(db, cohort, last_day)
    waiters = [waiter_of(*row) for row in db.execute(on_list(cohort.id, actor.at))]
    if any(one.key == waiting.id and one.has_offer for one in waiters):
        raise Refused(N_("This person has already been offered a place."))
    check_free(db, cohort, actor.at)
    check_turn(cohort.waiting_rule, waiters, waiting.id, reason)
    is_out = needs_reason(cohort.waiting_rule, waiters, waiting.id)
    until = begins_day(last_day + timedelta(days=1), cohort.time_zone)
    offer = PlaceOffer(waiting_id=waiting.id, made_at=actor.at, until=until, state=OfferState.OPEN)
    db.add(offer)
    db.flush()
    said = ListEvent(WaitingEventKind.OFFERED, reason, cohort.waiting_rule, until, is_out)
    log(db, actor, cohort.id, waiting, said)
    _tell(db, actor, offer, Occasion(Cause.OFFER, offer.public_id))
    return offer


@operation
def extend_offer(
    db: Db, actor: Actor, offer: PlaceOffer, last_day: date, reason: str | None
) -> PlaceOffer:
    """Hold a place for longer, and let the person know once; the same day again changes nothing."""
    waiting, cohort = _lock(db, offer)
    # Only what may still be answered or taken back can be held.
    check_step(offer.state, OfferState.WITHDRAWN, offer.until, actor.at)
    standing = last_day_of(offer.until, cohort.time_zone)
    check_later(last_day, standing)
    if last_day == standing:
        return offer
    check_last_day(last_day, actor.at.astimezone(ZoneInfo(cohort.time_zone)).date())
    _check_in_time(db, cohort, last_day)
    offer.until = begins_day(last_day + timedelta(days=1), cohort.time_zone)
    log(
        db,
        actor,
        cohort.id,
        waiting,
        ListEvent(WaitingEventKind.EXTENDED, reason, until=offer.until),
    )
    withdraw(db, actor, on=Occasion(Cause.OFFER, offer.public_id))
    occasion = Occasion(Cause.OFFER, offer.public_id, last_day.isoformat())
    _tell(db, actor, offer, occasion)
    return offer


@operation
def withdraw_offer(db: Db, actor: Actor, offer: PlaceOffer) -> PlaceOffer:
    """Take an offer back before it is answered; the person keeps her turn."""
    _lock(db, offer)
    return _settle(db, actor, offer, OfferState.WITHDRAWN)


@operation
def accept_offer(db: Db, actor: Actor, offer: PlaceOffer) -> PlaceOffer:
    """Take the place, also after a no as long as it is free; pressing twice is the same as once."""
    waiting, cohort = _lock(db, offer)
    if offer.state is OfferState.ACCEPTED:
        return offer
    check_step(offer.state, OfferState.ACCEPTED, offer.until, actor.at)
    if waiting.left_at is not None:
        raise Refused(N_("The waiting list for this group is closed."))
    check_joining(db, cohort, actor.at)
    for newer in _others(db, offer):
        _settle(db, actor, newer, OfferState.WITHDRAWN)
    check_free(db, cohort, actor.at, offer)
    _settle(db, actor, offer, OfferState.ACCEPTED)
    waiting.left_at, waiting.ending = actor.at, WaitingEnd.PLACE_GIVEN
    enrollment = db.get_one(Enrollment, waiting.enrollment_id)
    begin_place(db, actor, enrollment)
    return offer


@operation
def decline_offer(db: Db, actor: Actor, offer: PlaceOffer, words: str | None) -> PlaceOffer:
    """Say no, also after a yes as long as nothing has begun; she goes on waiting, after the rest.

    Pressing twice is the same as once.
    """
    waiting, _cohort = _lock(db, offer)
    if offer.state is OfferState.DECLINED:
        return offer
    was_accepted = offer.state is OfferState.ACCEPTED
    _settle(db, actor, offer, OfferState.DECLINED, words)
    if was_accepted:
        _take_back(db, actor, waiting)
    return offer


@operation
def end_due_offers(db: Db, actor: Actor) -> list[PlaceOffer]:
    """Note the end of every offer whose last day is over, for the worker's loop."""
    due = select(PlaceOffer).where(
        PlaceOffer.state == OfferState.OPEN, PlaceOffer.until <= actor.at
    )
    ended = []
    for offer in db.scalars(due.order_by(PlaceOffer.id)).all():
        _lock(db, offer)
        if offer.state is OfferState.OPEN and offer.until <= actor.at:
            ended.append(_settle(db, actor, offer, OfferState.EXPIRED))
    return ended


def _tell(db: Db, actor: Actor, offer: PlaceOffer, occasion: Occasion) -> None:
    waiting = db.get_one(Waiting, offer.waiting_id)
    gist = Gist(MessageKind.PLACE_OFFERED, f"/portal/offers/{offer.public_id}")
    queue(db, actor, occasion, Recipient(enrollment_id=waiting.enrollment_id), gist, actor.at)


def _lock(db: Db, offer: PlaceOffer) -> tuple[Waiting, Cohort]:
    waiting = db.get_one(Waiting, offer.waiting_id)
    cohort = lock_list(db, waiting)
    lock(db, offer)
    return waiting, cohort


def _settle(
    db: Db, actor: Actor, offer: PlaceOffer, state: OfferState, words: str | None = None
) -> PlaceOffer:
    check_step(offer.state, state, offer.until, actor.at)
    settle(db, actor, offer, state)
    waiting = db.get_one(Waiting, offer.waiting_id)
    enrollment = db.get_one(Enrollment, waiting.enrollment_id)
    log(db, actor, enrollment.cohort_id, waiting, ListEvent(_SAID[state], words, until=offer.until))
    return offer


def _settle_due(db: Db, actor: Actor, waiting_id: int) -> None:
    """Note that the time of an earlier offer went by, where the worker has not come to it yet."""
    due = select(PlaceOffer).where(
        PlaceOffer.waiting_id == waiting_id,
        PlaceOffer.state == OfferState.OPEN,
        PlaceOffer.until <= actor.at,
    )
    for offer in db.scalars(due):
        _settle(db, actor, offer, OfferState.EXPIRED)
    db.flush()


def _others(db: Db, offer: PlaceOffer) -> list[PlaceOffer]:
    """Give a newer offer of the same waiting, where an older no is taken back."""
    return list(
        db.scalars(
            select(PlaceOffer).where(
                PlaceOffer.waiting_id == offer.waiting_id,
                PlaceOffer.id != offer.id,
                PlaceOffer.state == OfferState.OPEN,
            )
        )
    )


def _check_in_time(db: Db, cohort: Cohort, last_day: date) -> None:
    """Refuse to hold a place for longer than the program takes somebody new."""
    program = program_of(db.get_one(ProgramRow, cohort.program_id))
    last = db.scalar(
        select(GroupSession.starts_at).where(
            GroupSession.cohort_id == cohort.id, GroupSession.number == program.late_join_until
        )
    )
    if last is not None and last_day > last.astimezone(ZoneInfo(cohort.time_zone)).date():
        raise Refused(
            N_("This program takes no one new after session %(number)s. Choose an earlier day."),
            {"number": program.late_join_until},
            "last_day",
        )


def _take_back(db: Db, actor: Actor, waiting: Waiting) -> None:
    """Undo a place in which nothing has begun, and let the person go on waiting."""
    enrollment = db.get_one(Enrollment, waiting.enrollment_id)
    if enrollment.status is not EnrollmentStatus.ENROLLED or _has_begun(db, enrollment):
        raise Refused(
            N_(
                "You have already begun. If you would like to stop, please tell the people who "
                "lead your group."
            )
        )
    # One by one and not in bulk: the audit entry names each row.
    for kind in (Assignment, Administration):
        for row in db.scalars(select(kind).where(kind.enrollment_id == enrollment.id)):
            db.delete(row)
    withdraw(db, actor, to=Recipient(enrollment_id=enrollment.id), kinds=_OF_A_PLACE)
    waiting.left_at = waiting.ending = None
    enrollment.status = EnrollmentStatus.WAITLISTED
    enrollment.enrolled_at = waiting.listed_at


def _has_begun(db: Db, enrollment: Enrollment) -> bool:
    """Say whether anything of what was handed out was touched, by her or for her."""
    assigned = select(Assignment.id).where(Assignment.enrollment_id == enrollment.id)
    asked = select(Administration.id).where(Administration.enrollment_id == enrollment.id)
    touched = (
        exists().where(Attendance.enrollment_id == enrollment.id),
        exists().where(PracticeEntry.assignment_id.in_(assigned)),
        exists().where(WorksheetResponse.assignment_id.in_(assigned)),
        exists().where(SheetCode.assignment_id.in_(assigned)),
        exists().where(SheetCode.administration_id.in_(asked)),
        exists().where(Keying.administration_id.in_(asked)),
        exists().where(
            Administration.enrollment_id == enrollment.id,
            or_(
                Administration.started_at.is_not(None),
                Administration.finished_at.is_not(None),
                Administration.refused_at.is_not(None),
            ),
        ),
    )
    return bool(db.scalar(select(or_(*touched))))
