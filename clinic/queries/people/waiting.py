"""Reading waiting lists: who waits and in which order, the places, the offers and the log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.enrollments import HOLDING, CohortStatus, EnrollmentStatus, Medium
from clinic.domain.people.waiting import (
    ANNOUNCED,
    OfferState,
    WaitingEnd,
    WaitingEventKind,
    WaitingRule,
    in_order,
    last_day_of,
    next_in_line,
)
from clinic.lookups.people.names import Names, names_in
from clinic.lookups.people.waiting import joins_until, note_of
from clinic.models.accounts import Account
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.sealed import read_sealed
from clinic.models.waiting import PlaceOffer, Waiting, WaitingEvent, on_list, waiter_of
from clinic.queries.groups.cohorts import get_cohort
from clinic.queries.scope import is_open_place

LOG_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Held:
    """An offer that may still be answered, or whose answer may still be taken back."""

    public_id: str
    state: OfferState
    last_day: date


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """One person who waits, at her place in the list."""

    public_id: str
    client_id: str
    name: str
    is_on_paper: bool
    has_page: bool
    listed_at: datetime
    referred_on: date
    note: str | None
    is_next: bool
    passed_at: datetime | None
    offer: Held | None
    """The newest, as long as its last day is not over."""


@dataclass(frozen=True, slots=True)
class Given:
    """Somebody who said yes, as long as that may be taken back."""

    client_id: str
    name: str
    offer: Held


@dataclass(frozen=True, slots=True)
class Former:
    """Somebody who left the list without a place."""

    client_id: str
    name: str
    left_at: datetime
    ending: WaitingEnd


@dataclass(frozen=True, slots=True)
class WaitingLogLine:
    """One thing that happened to a list, the program's own deeds without an author."""

    at: datetime
    kind: WaitingEventKind
    name: str | None
    author: str | None
    rule: WaitingRule | None
    last_day: date | None
    """Of the offer that it tells of."""
    is_out_of_turn: bool
    words: str | None


@dataclass(frozen=True, slots=True)
class WaitingList:
    """Everything on the page of a waiting list."""

    cohort: Cohort
    taken: int
    lines: tuple[WaitingLine, ...]
    given: tuple[Given, ...]
    former: tuple[Former, ...]
    log: tuple[WaitingLogLine, ...]
    joins_until: datetime | None
    """When the last session ends after which the program takes nobody new."""
    now: datetime

    @property
    def held(self) -> int:
        """How many places are held by an offer."""
        offers = (line.offer for line in self.lines)
        return sum(offer is not None and offer.state is OfferState.OPEN for offer in offers)

    @property
    def free(self) -> int:
        """How many places can be offered."""
        return max(0, self.cohort.capacity - self.taken - self.held)

    @property
    def is_open(self) -> bool:
        """Whether the group still runs."""
        return self.cohort.status is CohortStatus.OPEN

    @property
    def is_too_late(self) -> bool:
        """Whether the program takes nobody new any more."""
        return self.joins_until is not None and self.joins_until < self.now

    @property
    def may_offer(self) -> bool:
        """Whether a place can be offered to somebody now."""
        return self.is_open and self.free > 0 and not self.is_too_late

    @property
    def rule(self) -> WaitingRule:
        """By which rule the list is led."""
        return self.cohort.waiting_rule

    @property
    def announced(self) -> str:
        """The rule as it is told to whoever waits."""
        return ANNOUNCED[self.rule]

    @property
    def next_name(self) -> str | None:
        """Whose turn it is."""
        return next((line.name for line in self.lines if line.is_next), None)


def waiting_list(db: Db, reader: Reader, cohort_id: str, now: datetime) -> WaitingList:
    """Give the waiting list of one of the reader's cohorts."""
    cohort = get_cohort(db, reader, cohort_id)
    taken = db.scalar(
        select(func.count()).where(
            Enrollment.cohort_id == cohort.id, Enrollment.status.in_(HOLDING)
        )
    )
    names = names_in(db, [cohort.id])
    return WaitingList(
        cohort=cohort,
        taken=taken or 0,
        lines=_lines(db, cohort, now, names),
        given=_given(db, cohort, now, names),
        former=_former(db, cohort, names),
        log=_log(db, cohort, names),
        joins_until=joins_until(db, cohort),
        now=now,
    )


def get_waiting(db: Db, reader: Reader, public_id: str) -> Waiting:
    """Give one stay on the list of a cohort that the reader leads or supervises."""
    found = select(Waiting).join(Waiting.enrollment).where(Waiting.public_id == public_id)
    return db.scalars(
        found.where(is_open_place(reader)).options(
            joinedload(Waiting.enrollment).joinedload(Enrollment.client),
            joinedload(Waiting.enrollment).joinedload(Enrollment.cohort).joinedload(Cohort.program),
        )
    ).one()


def _lines(db: Db, cohort: Cohort, now: datetime, names: Names) -> tuple[WaitingLine, ...]:
    rows = db.execute(
        on_list(cohort.id, now).join(Client, Enrollment.client_id == Client.id).add_columns(Client)
    ).all()
    waiters = [waiter_of(waiting, passed_at, held) for waiting, passed_at, held, _ in rows]
    found = {waiting.id: (waiting, client) for waiting, _, _, client in rows}
    offers = _newest_offers(db, cohort, list(found), now)
    following = next_in_line(cohort.waiting_rule, waiters)
    lines = []
    for one in in_order(cohort.waiting_rule, waiters):
        waiting, client = found[one.key]
        lines.append(
            WaitingLine(
                public_id=waiting.public_id,
                client_id=client.public_id,
                name=names.of(cohort.id, client.id),
                is_on_paper=client.medium is Medium.PAPER,
                has_page=client.account_id is not None,
                listed_at=one.listed_at,
                referred_on=one.referred_on,
                note=note_of(db, waiting),
                is_next=one is following,
                passed_at=one.passed_at,
                offer=offers.get(one.key),
            )
        )
    return tuple(lines)


def _newest_offers(
    db: Db, cohort: Cohort, waitings: Sequence[int], now: datetime
) -> dict[int, Held]:
    rows = db.scalars(
        select(PlaceOffer)
        .where(
            PlaceOffer.waiting_id.in_(waitings),
            PlaceOffer.until > now,
            PlaceOffer.state.in_((OfferState.OPEN, OfferState.DECLINED)),
        )
        .order_by(PlaceOffer.made_at, PlaceOffer.id)
    )
    # The newest comes last and so stands.
    return {row.waiting_id: _held(row, cohort.time_zone) for row in rows}


def _given(db: Db, cohort: Cohort, now: datetime, names: Names) -> tuple[Given, ...]:
    rows = db.execute(
        select(PlaceOffer, Client)
        .join(PlaceOffer.waiting)
        .join(Waiting.enrollment)
        .join(Enrollment.client)
        .where(
            Enrollment.cohort_id == cohort.id,
            PlaceOffer.state == OfferState.ACCEPTED,
            PlaceOffer.until > now,
        )
        .order_by(PlaceOffer.settled_at.desc(), PlaceOffer.id)
    )
    return tuple(
        Given(client.public_id, names.of(cohort.id, client.id), _held(row, cohort.time_zone))
        for row, client in rows
    )


def _former(db: Db, cohort: Cohort, names: Names) -> tuple[Former, ...]:
    rows = db.execute(
        select(Waiting, Client)
        .join(Waiting.enrollment)
        .join(Enrollment.client)
        .where(
            Enrollment.cohort_id == cohort.id,
            Enrollment.status.in_((EnrollmentStatus.REFERRED, EnrollmentStatus.SCREENED)),
            Waiting.left_at.is_not(None),
            Waiting.ending != WaitingEnd.PLACE_GIVEN,
        )
        .order_by(Waiting.left_at.desc(), Waiting.id)
    )
    found: dict[str, Former] = {}
    for waiting, client in rows:
        if waiting.left_at is not None and waiting.ending is not None:
            name = names.of(cohort.id, client.id)
            line = Former(client.public_id, name, waiting.left_at, waiting.ending)
            found.setdefault(client.public_id, line)
    return tuple(found.values())


def _log(db: Db, cohort: Cohort, names: Names) -> tuple[WaitingLogLine, ...]:
    rows = db.execute(
        select(WaitingEvent, Client, Account.name)
        .outerjoin(Waiting, WaitingEvent.waiting_id == Waiting.id)
        .outerjoin(Enrollment, Waiting.enrollment_id == Enrollment.id)
        .outerjoin(Client, Enrollment.client_id == Client.id)
        .outerjoin(Account, WaitingEvent.account_id == Account.id)
        .where(WaitingEvent.cohort_id == cohort.id)
        .order_by(WaitingEvent.at.desc(), WaitingEvent.id.desc())
        .limit(LOG_SHOWN)
    )
    return tuple(
        WaitingLogLine(
            at=event.at,
            kind=event.kind,
            name=names.of(cohort.id, client.id) if client else None,
            author=author,
            rule=event.rule,
            last_day=last_day_of(event.until, cohort.time_zone) if event.until else None,
            is_out_of_turn=event.is_out_of_turn,
            words=read_sealed(db.keys, event, "words"),
        )
        for event, client, author in rows
    )


def _held(row: PlaceOffer, zone: str) -> Held:
    return Held(row.public_id, row.state, last_day_of(row.until, zone))
