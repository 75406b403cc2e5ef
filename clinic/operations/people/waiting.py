"""Leading a waiting list: its rule, who joins it and who leaves it, each with a line of the log."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.enrollments import CohortStatus, EnrollmentStatus, NewClient
from clinic.domain.errors import Refused
from clinic.domain.people.waiting import (
    ListEvent,
    OfferState,
    WaitingEnd,
    WaitingEventKind,
    WaitingRule,
    check_referral,
)
from clinic.domain.post.occasions import Cause, Occasion
from clinic.domain.text import N_
from clinic.lookups.people.imported_people import check_comes_here
from clinic.lookups.people.waiting import lock_list
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.sealed import write_sealed
from clinic.models.waiting import PlaceOffer, Waiting, WaitingEvent
from clinic.operations.people.clients import add_newcomer
from clinic.operations.post.outbox import withdraw


@operation
def choose_rule(
    db: Db, actor: Actor, cohort: Cohort, rule: WaitingRule, words: str | None
) -> Cohort:
    """Lead the list by another rule from now on; places that are offered stay offered."""
    lock(db, cohort)
    if cohort.waiting_rule is not rule:
        cohort.waiting_rule = rule
        log(db, actor, cohort.id, None, ListEvent(WaitingEventKind.RULE, words, rule=rule))
    return cohort


@operation
def put_on_list(
    db: Db, actor: Actor, cohort: Cohort, client: Client, referred_on: date, note: str | None
) -> Waiting:
    """Put somebody on the list of a cohort in which she has no place."""
    lock(db, cohort)
    if cohort.status is CohortStatus.CLOSED:
        raise Refused(N_("This cohort is closed."))
    check_comes_here(client)
    check_referral(referred_on, _today(cohort, actor.at))
    enrollment = _place_before(db, cohort, client)
    waiting = Waiting(
        listed_at=actor.at,
        referred_on=referred_on,
        came_from=enrollment.status if enrollment else None,
    )
    if enrollment is None:
        enrollment = Enrollment(cohort_id=cohort.id, client_id=client.id, enrolled_at=actor.at)
    enrollment.status = EnrollmentStatus.WAITLISTED
    db.add(enrollment)
    db.flush()
    waiting.enrollment_id = enrollment.id
    db.add(waiting)
    write_sealed(db.keys, waiting, "note", note)
    db.flush()
    log(db, actor, cohort.id, waiting, ListEvent(WaitingEventKind.LISTED))
    return waiting


@operation
def put_new_client_on_list(
    db: Db, actor: Actor, cohort: Cohort, person: NewClient, referred_on: date, note: str | None
) -> Waiting:
    """Enter a person and put her on the list at once: when she cannot wait, she is not entered."""
    client = add_newcomer(db, actor, cohort, person)
    return put_on_list(db, actor, cohort, client, referred_on, note)


@operation
def change_waiting(
    db: Db, actor: Actor, waiting: Waiting, referred_on: date, note: str | None
) -> Waiting:
    """Mend what is noted about somebody who waits; another day of referral is logged."""
    cohort = lock_list(db, waiting)
    check_referral(referred_on, _today(cohort, actor.at))
    if waiting.referred_on != referred_on:
        waiting.referred_on = referred_on
        log(db, actor, cohort.id, waiting, ListEvent(WaitingEventKind.CHANGED))
    write_sealed(db.keys, waiting, "note", note)
    return waiting


@operation
def take_off_list(
    db: Db, actor: Actor, waiting: Waiting, ending: WaitingEnd, words: str | None
) -> Waiting:
    """End somebody's waiting without a place; an offer that stands open is taken back."""
    cohort = lock_list(db, waiting)
    if ending is WaitingEnd.PLACE_GIVEN:
        raise Refused(N_("A place is given by an offer that is accepted."), field="ending")
    if waiting.left_at is not None:
        return waiting
    for offer in _open_offers(db, waiting):
        settle(db, actor, offer, OfferState.WITHDRAWN)
        log(db, actor, cohort.id, waiting, ListEvent(WaitingEventKind.WITHDRAWN))
    waiting.left_at, waiting.ending = actor.at, ending
    enrollment = db.get_one(Enrollment, waiting.enrollment_id)
    enrollment.status = waiting.came_from or EnrollmentStatus.REFERRED
    log(db, actor, cohort.id, waiting, ListEvent(WaitingEventKind.LEFT, words))
    return waiting


@operation
def settle(db: Db, actor: Actor, offer: PlaceOffer, state: OfferState) -> None:
    """Note what became of an offer, and take its messages back where nobody has them yet."""
    offer.state = state
    offer.settled_at = min(offer.until, actor.at)
    withdraw(db, actor, on=Occasion(Cause.OFFER, offer.public_id))


@operation
def log(
    db: Db, actor: Actor, cohort_id: int, waiting: Waiting | None, event: ListEvent
) -> WaitingEvent:
    """Add a line to the log of a list."""
    row = WaitingEvent(
        cohort_id=cohort_id,
        waiting_id=waiting.id if waiting else None,
        kind=event.kind,
        rule=event.rule,
        until=event.until,
        is_out_of_turn=event.is_out_of_turn,
        at=actor.at,
        account_id=actor.account_id,
    )
    write_sealed(db.keys, row, "words", event.words)
    db.add(row)
    return row


def _place_before(db: Db, cohort: Cohort, client: Client) -> Enrollment | None:
    """Give the place of somebody who is known here and has none yet; refuse all others."""
    found = select(Enrollment).where(
        Enrollment.cohort_id == cohort.id, Enrollment.client_id == client.id
    )
    enrollment = db.scalar(found)
    if enrollment is None:
        return None
    named = {"name": client.preferred_name}
    if enrollment.status is EnrollmentStatus.WAITLISTED:
        raise Refused(N_("%(name)s is on this list already."), named, "client")
    if not enrollment.status.is_before_a_place:
        raise Refused(N_("%(name)s has, or had, a place in this cohort."), named, "client")
    return enrollment


def _open_offers(db: Db, waiting: Waiting) -> list[PlaceOffer]:
    found = select(PlaceOffer).where(
        PlaceOffer.waiting_id == waiting.id, PlaceOffer.state == OfferState.OPEN
    )
    return list(db.scalars(found))


def _today(cohort: Cohort, now: datetime) -> date:
    return now.astimezone(ZoneInfo(cohort.time_zone)).date()
