"""Who is ready for a group to begin, and what is missing with whom."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, Subquery, func, select
from sqlalchemy.orm import contains_eager

from clinic.db import Db
from clinic.domain.enrollments import HOLDING, CohortStatus, SessionStatus
from clinic.domain.measures import rights
from clinic.domain.measures.instruments import Instrument
from clinic.domain.people.consents import ConsentState
from clinic.domain.people.readiness import (
    CONTACT,
    Baseline,
    Need,
    ReadinessStanding,
    State,
    TellingWay,
    is_watched,
    states_of,
    still_missing,
    way_to_tell,
)
from clinic.domain.post.messages import MessageKind
from clinic.domain.programs.programs import SessionKind
from clinic.lookups.people.consents import consent_states
from clinic.lookups.people.contacts import wants_large_print
from clinic.lookups.people.intake import Intake, intakes_of
from clinic.lookups.people.names import full_name, names_in
from clinic.lookups.programs.content import find_instrument
from clinic.lookups.statements import kept, rows_of
from clinic.models.accounts import Account, Invitation, is_open_invitation
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.measures import Administration
from clinic.models.messages import Message
from clinic.models.names import by_letters, by_name
from clinic.models.sessions import GroupSession

_ONCE_A_DAY = (TellingWay.MESSAGE, TellingWay.BY_HAND)


BASELINE = "baseline"
"""The occasion on which the questionnaires of the beginning are asked."""


@dataclass(frozen=True, slots=True)
class ReadinessLine:
    """One row of the board."""

    enrollment: Enrollment
    client: Client
    name: str
    standing: ReadinessStanding
    states: dict[Need, State]
    way: TellingWay | None
    """How she would be told now what is missing."""
    told_at: datetime | None
    """When she was last told."""

    @property
    def is_ready(self) -> bool:
        """Whether nobody has to do anything more."""
        return not any(state.is_missing for state in self.states.values())


@dataclass(frozen=True, slots=True)
class Board:
    """A group on its way to the first session."""

    cohort: Cohort
    first_starts_at: datetime | None
    people: tuple[ReadinessLine, ...]

    @property
    def ready(self) -> int:
        """Count who is ready."""
        return sum(person.is_ready for person in self.people)

    @property
    def to_tell(self) -> tuple[ReadinessLine, ...]:
        """Give who would be told now by a message, an invitation or by hand."""
        return tuple(one for one in self.people if one.way not in (None, TellingWay.PAPER))

    @property
    def to_print(self) -> tuple[ReadinessLine, ...]:
        """Give whose paper is missing."""
        return tuple(one for one in self.people if one.way is TellingWay.PAPER)

    @property
    def paper_people(self) -> list[tuple[str, str]]:
        """Give whose paper is missing by enrollment and name."""
        return [(one.enrollment.public_id, one.name) for one in self.to_print]

    @property
    def seen(self) -> str:
        """Name what would be sent, so that a page says what it showed."""
        told = [f"{one.enrollment.public_id}:{one.way}" for one in self.to_tell]
        return sha256(" ".join(told).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class NotReady:
    """A group in which something is missing with somebody, shortly before it begins."""

    cohort_id: str
    cohort_name: str
    people: int
    of: int
    first_starts_at: datetime
    time_zone: str


@dataclass(frozen=True, slots=True)
class Lacking:
    """Somebody in a group that has begun, with what was never settled."""

    name: str
    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class StillLacking:
    """A group that has begun while something was never settled with some of its people."""

    cohort_id: str
    cohort_name: str
    people: tuple[Lacking, ...]


@dataclass(frozen=True, slots=True)
class Unready:
    """What is missing before groups begin, and what is missing still after they have."""

    soon: tuple[NotReady, ...] = ()
    still: tuple[StillLacking, ...] = ()


def board_of(db: Db, cohort: Cohort, now: datetime) -> Board:
    """Give how far everybody of one group has come on the way to its first session."""
    first = _first_sessions([cohort.id])
    starts_at = db.scalar(select(first.c.starts_at))
    people = _people(db, Enrollment.cohort_id == cohort.id, now)
    return Board(cohort, starts_at, tuple(people))


def unready(db: Db, cohort_ids: Collection[int], now: datetime) -> Unready:
    """Give the groups, of those given, in which something is missing that is urged now.

    The caller has authorized the ids.
    """
    rows = rows_of(db, _holding(cohort_ids))
    watched: dict[int, datetime] = {}
    begun: list[tuple[Enrollment, Client, Cohort]] = []
    for place, client, cohort, starts_at, ends_at in rows:
        if is_watched(now, starts_at, ends_at, place.enrolled_at):
            watched[place.id] = starts_at
        elif now >= ends_at:
            begun.append((place, client, cohort))
    return Unready(_soon(db, watched, now), _still(db, begun))


@kept
def _holding(
    cohort_ids: Collection[int],
) -> Select[Enrollment, Client, Cohort, datetime, datetime]:
    first = _first_sessions(cohort_ids)
    return (
        select(Enrollment, Client, Cohort, first.c.starts_at, first.c.ends_at)
        .join(Enrollment.client)
        .join(Enrollment.cohort)
        .join(first, first.c.cohort_id == Enrollment.cohort_id)
        .where(Enrollment.status.in_(HOLDING))
        .order_by(by_letters(Cohort.name), Cohort.id, *by_name())
    )


def _still(db: Db, begun: Sequence[tuple[Enrollment, Client, Cohort]]) -> tuple[StillLacking, ...]:
    consents = consent_states(db, [place.id for place, _, _ in begun]) if begun else {}
    found: dict[int, list[Lacking]] = defaultdict(list)
    cohorts = {cohort.id: cohort for _, _, cohort in begun}
    names = names_in(db, cohorts)
    for place, client, cohort in begun:
        consent = consents.get(place.id, ConsentState.NONE)
        needs = still_missing(consent, is_emergency_asked=client.emergency_asked_at is not None)
        if needs:
            found[cohort.id].append(Lacking(names[place.id], needs))
    return tuple(
        StillLacking(cohorts[key].public_id, cohorts[key].name, tuple(people))
        for key, people in found.items()
    )


def _soon(db: Db, watched: Mapping[int, datetime], now: datetime) -> tuple[NotReady, ...]:
    if not watched:
        return ()
    people = _people(db, Enrollment.id.in_(watched), now)
    people.sort(key=lambda one: one.enrollment.cohort_id)
    found = []
    for _, group in groupby(people, lambda one: one.enrollment.cohort_id):
        members = tuple(group)
        cohort = members[0].enrollment.cohort
        missing = sum(not one.is_ready for one in members)
        if missing:
            starts_at = watched[members[0].enrollment.id]
            found.append(
                NotReady(
                    cohort.public_id,
                    cohort.name,
                    missing,
                    len(members),
                    starts_at,
                    cohort.time_zone,
                )
            )
    return tuple(found)


def _first_sessions(cohort_ids: Collection[int]) -> Subquery:
    return (
        select(
            GroupSession.cohort_id,
            func.min(GroupSession.starts_at).label("starts_at"),
            func.min(GroupSession.ends_at).label("ends_at"),
        )
        .where(
            GroupSession.cohort_id.in_(cohort_ids),
            GroupSession.kind == SessionKind.REGULAR,
            GroupSession.status != SessionStatus.CANCELLED,
        )
        .group_by(GroupSession.cohort_id)
        .subquery()
    )


def _people(db: Db, which: ColumnElement[bool], now: datetime) -> list[ReadinessLine]:
    rows = db.execute(
        select(Enrollment, Client, Account)
        .join(Enrollment.client)
        .join(Enrollment.cohort)
        .outerjoin(Account, Client.account_id == Account.id)
        .where(which, Enrollment.status.in_(HOLDING))
        .options(contains_eager(Enrollment.cohort), contains_eager(Enrollment.client))
        .order_by(*by_name())
    ).all()
    ids = [enrollment.id for enrollment, _, _ in rows]
    intakes, baselines = intakes_of(db, ids), _baselines(db, ids, now)
    invited, told = _invited(db, ids, now), _told(db, ids)
    found = []
    for enrollment, client, account in rows:
        standing = _standing(
            enrollment,
            account,
            intakes[enrollment.id],
            baselines.get(enrollment.id, Baseline()),
            enrollment.id in invited,
            now,
        )
        told_at = told.get(enrollment.id)
        way, cohort = way_to_tell(standing), enrollment.cohort
        is_told = way in _ONCE_A_DAY and _is_same_day(told_at, now, cohort.time_zone)
        if is_told or cohort.status is CohortStatus.CLOSED:
            way = None
        name, states = full_name(client), states_of(standing)
        found.append(ReadinessLine(enrollment, client, name, standing, states, way, told_at))
    return found


def _is_same_day(one: datetime | None, other: datetime, zone: str) -> bool:
    clock = ZoneInfo(zone)
    return one is not None and one.astimezone(clock).date() == other.astimezone(clock).date()


def _standing(
    enrollment: Enrollment,
    account: Account | None,
    intake: Intake,
    baseline: Baseline,
    is_invited: bool,
    now: datetime,
) -> ReadinessStanding:
    client = enrollment.client
    has_passphrase = account is not None and account.passphrase_hash is not None
    return ReadinessStanding(
        outcome=intake.outcome,
        is_talk_begun=intake.is_talk_begun,
        consent=intake.consent,
        is_emergency_asked=client.emergency_asked_at is not None,
        is_access_asked=client.access_asked_at is not None,
        has_language=bool(client.language),
        medium=client.medium,
        can_sign_in=has_passphrase and account is not None and account.is_active,
        is_invited=is_invited,
        has_email=bool(client.email),
        is_paused=enrollment.is_paused_at(now),
        baseline=baseline,
    )


def _baselines(db: Db, ids: Collection[int], now: datetime) -> dict[int, Baseline]:
    rows = db.execute(
        select(
            Administration.enrollment_id,
            Administration.opens_at,
            Administration.closes_at,
            Administration.finished_at,
            Administration.refused_at,
        ).where(Administration.enrollment_id.in_(ids), Administration.occasion == BASELINE)
    )
    counts: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for place, opens_at, closes_at, finished_at, refused_at in rows:
        is_settled = finished_at is not None or refused_at is not None
        counts[place][0] += 1
        counts[place][1] += is_settled
        counts[place][2] += not is_settled and opens_at <= now < closes_at
    return {place: Baseline(*three) for place, three in counts.items()}


def _invited(db: Db, ids: Collection[int], now: datetime) -> set[int]:
    """Find whose invitation still opens the door."""
    return set(
        db.scalars(
            select(Enrollment.id)
            .join(Enrollment.client)
            .join(Invitation, Invitation.account_id == Client.account_id)
            .where(
                Enrollment.id.in_(ids),
                is_open_invitation(now),
            )
        )
    )


def _told(db: Db, ids: Collection[int]) -> dict[int, datetime]:
    rows = db.execute(
        select(Message.enrollment_id, func.max(Message.queued_at))
        .where(Message.enrollment_id.in_(ids), Message.kind == MessageKind.READINESS)
        .group_by(Message.enrollment_id)
    )
    return {place: at for place, at in rows if place is not None}


@dataclass(frozen=True, slots=True)
class MissingPaper:
    """What one person still needs on paper."""

    person: ReadinessLine
    measures: tuple[tuple[Administration, Instrument], ...]
    """Of the beginning, open, unanswered and allowed to be printed."""
    lacks_consent: bool
    lacks_contact: bool


def large_print_of(db: Db, board: Board) -> frozenset[str]:
    """Name those of a board whose papers are to be in large print, as they told."""
    return frozenset(
        one.enrollment.public_id for one in board.to_print if wants_large_print(db, one.client)
    )


def missing_papers(db: Db, board: Board, now: datetime) -> tuple[MissingPaper, ...]:
    """Give the paper that is missing with those of a board who take part on paper."""
    places = {person.enrollment.id: person for person in board.to_print}
    asked = db.scalars(
        select(Administration)
        .join(Administration.instrument)
        .where(
            Administration.enrollment_id.in_(places),
            Administration.occasion == BASELINE,
            Administration.finished_at.is_(None),
            Administration.refused_at.is_(None),
            Administration.closes_at > now,
        )
        .options(contains_eager(Administration.instrument))
        .order_by(Administration.id)
    )
    forms: dict[int, list[tuple[Administration, Instrument]]] = defaultdict(list)
    for row in asked:
        instrument = find_instrument(row.instrument)
        if instrument and instrument.why_not(rights.WordingMedium.PAPER, now.date()) is None:
            forms[row.enrollment_id].append((row, instrument))
    return tuple(
        MissingPaper(
            person,
            tuple(forms[place]),
            person.states[Need.CONSENT].is_missing,
            any(person.states[need].is_missing for need in CONTACT),
        )
        for place, person in places.items()
    )
