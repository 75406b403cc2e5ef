"""Waiting lists for tests: people on the list of Theresa's cohort, and places offered to them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from clinic.db import Db, operation
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import Medium, NewClient
from clinic.domain.people.waiting import ListEvent, OfferState, WaitingEnd, WaitingEventKind
from clinic.models.accounts import Account
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.programs import ProgramRow
from clinic.models.sealed import write_sealed
from clinic.models.waiting import PlaceOffer, Waiting
from clinic.operations.groups.cohorts import change_cohort, open_cohort
from clinic.operations.people.place_offers import accept_offer, offer_place
from clinic.operations.people.waiting import log, put_new_client_on_list, put_on_list
from tests.cast import BEFORE, PLAN, Cast

LAST_DAY = date(2026, 2, 6)
UNTIL = datetime(2026, 2, 7, tzinfo=UTC)
"""The end of that day in London, in winter."""


def theresa(cast: Cast, at: datetime = BEFORE) -> Actor:
    return Actor(cast.accounts["theresa"].id, at, Role.THERAPIST)


def lists(db: Db, cast: Cast, *names: str, at: datetime = BEFORE) -> list[Waiting]:
    """Put people on the list, a minute after each other, each referred a day before the last."""
    made = []
    for number, name in enumerate(names):
        doer = theresa(cast, at - timedelta(days=1) + timedelta(minutes=number))
        person = NewClient(
            preferred_name=name, medium=Medium.PORTAL, email=f"{name.lower()}@example.org"
        )
        referred_on = date(2026, 1, 20) - timedelta(days=number)
        made.append(
            put_new_client_on_list(db, doer, cast.cohort, person, referred_on, f"{name} writes")
        )
    return made


def resize(db: Db, cast: Cast, capacity: int, at: datetime = BEFORE) -> None:
    """Give the cohort, in which three people are, another number of places."""
    cohort = cast.cohort
    change_cohort(
        db,
        theresa(cast, at),
        cohort,
        replace(cohort.details, place="", capacity=capacity),
        cohort.version,
    )


def offer(
    db: Db,
    cast: Cast,
    waiting: Waiting,
    reason: str | None = None,
    *,
    at: datetime = BEFORE,
    last_day: date = LAST_DAY,
) -> PlaceOffer:
    return offer_place(db, theresa(cast, at), waiting, last_day, reason)


def accept(
    db: Db, cast: Cast, made: PlaceOffer, actor: Actor | None = None, at: datetime = BEFORE
) -> PlaceOffer:
    return accept_offer(db, actor or theresa(cast, at), made)


def open_list(db: Db, cast: Cast, at: datetime) -> dict[str, object]:
    """Open a group in which Mia is offered a place and somebody new waits; give their ids."""
    doer, day = theresa(cast, at), at.date()
    row = db.get_one(ProgramRow, cast.cohort.program_id)
    plan = replace(PLAN, name="A group with a list", first_on=day + timedelta(days=18))
    cohort = open_cohort(db, doer, plan, row, [cast.accounts["theresa"]])
    first = put_on_list(db, doer, cohort, cast.clients["mia"], day, None)
    person = NewClient(preferred_name="Lena", medium=Medium.PAPER)
    second = put_new_client_on_list(db, doer, cohort, person, day, None)
    made = offer_place(db, doer, first, day + timedelta(days=7), None)
    return {
        "cohort_id": cohort.public_id,
        "waiting_id": second.public_id,
        "offer_id": made.public_id,
    }


def place_of(db: Db, waiting: Waiting) -> Enrollment:
    return db.get_one(Enrollment, waiting.enrollment_id)


@operation
def give_account(db: Db, actor: Actor, waiting: Waiting) -> Account:
    """Let somebody who waits sign in."""
    client = db.get_one(Client, place_of(db, waiting).client_id)
    account = Account(
        sign_in_name=client.email,
        name=client.preferred_name,
        role=Role.CLIENT,
        is_active=True,
        created_at=actor.at,
    )
    db.add(account)
    db.flush()
    client.account_id = account.id
    return account


@operation
def came_from_list(db: Db, actor: Actor, enrollment: Enrollment, words: str) -> PlaceOffer:
    """Write down of a place that it was waited for, and offered; the answer may be taken back."""
    cohort = db.get_one(Cohort, enrollment.cohort_id)
    waiting = Waiting(
        enrollment_id=enrollment.id,
        listed_at=actor.at - timedelta(days=9),
        referred_on=actor.at.date() - timedelta(days=20),
        left_at=actor.at,
        ending=WaitingEnd.PLACE_GIVEN,
    )
    write_sealed(db.keys, waiting, "note", words)
    db.add(waiting)
    db.flush()
    made = PlaceOffer(
        waiting_id=waiting.id,
        made_at=actor.at - timedelta(days=2),
        until=actor.at + timedelta(days=3),
        state=OfferState.ACCEPTED,
        settled_at=actor.at,
    )
    db.add(made)
    log(
        db,
        actor,
        cohort.id,
        waiting,
        ListEvent(WaitingEventKind.OFFERED, words, cohort.waiting_rule),
    )
    return made


def offer_of(db: Db, enrollment: Enrollment) -> PlaceOffer:
    """Give the offer from which a place came."""
    found = select(PlaceOffer).join(Waiting).where(Waiting.enrollment_id == enrollment.id)
    return db.scalars(found).one()
