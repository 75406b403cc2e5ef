"""Reading people: the list of everybody a reader works with, and one person with a place."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.clinic.credentials import masked
from clinic.domain.enrollments import NOT_YET, EnrollmentStatus, Medium
from clinic.domain.name_order import folded
from clinic.lookups.people.names import full_name
from clinic.models.accounts import Account, Invitation, is_open_invitation
from clinic.models.assignments import Assignment
from clinic.models.clients import Client, comes_here, known_address_in
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.names import by_letters, by_name
from clinic.models.practice import PracticeEntry
from clinic.queries.scope import client_ids, is_open_place

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class ClientPlace:
    """A person's place in one of the reader's cohorts."""

    enrollment_id: str
    cohort_id: str
    cohort_name: str
    status: EnrollmentStatus


@dataclass(frozen=True, slots=True)
class ClientLine:
    """One line of the list of people."""

    public_id: str
    name: str
    code: str
    is_on_paper: bool
    places: tuple[ClientPlace, ...]
    last_practiced_on: date | None


@dataclass(frozen=True, slots=True)
class ClientList:
    """One page of the people who were looked for."""

    lines: tuple[ClientLine, ...]
    looked_for: str
    found: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Access:
    """Whether a person can come in by phone or computer."""

    sign_in_name: str | None
    has_passphrase: bool
    is_active: bool
    invited_until: datetime | None
    link_goes_to: str | None = None
    """Her own address, masked, where a new link can be mailed to her alone."""


def list_clients(db: Db, reader: Reader, looked_for: str, page: int) -> ClientList:
    """List the people of the reader's cohorts whose name or code holds every word looked for."""
    words = map(_holds, looked_for.split()[:6])
    wanted = and_(Client.id.in_(client_ids(reader)), comes_here(), *words)
    found = db.scalar(select(func.count()).select_from(Client).where(wanted)) or 0
    pages = max(1, -(-found // PAGE_SIZE))
    page = min(max(page, 1), pages)
    people = db.scalars(
        select(Client)
        .where(wanted)
        .order_by(*by_name())
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    ).all()
    places = _places(db, reader, people)
    practiced = _last_practice(db, reader, people)
    lines = tuple(
        ClientLine(
            public_id=person.public_id,
            name=full_name(person),
            code=person.code,
            is_on_paper=person.medium is Medium.PAPER,
            places=tuple(places[person.id]),
            last_practiced_on=practiced.get(person.id),
        )
        for person in people
    )
    return ClientList(lines, looked_for, found, page, pages)


def get_client(db: Db, reader: Reader, public_id: str) -> Client:
    """Give one of the reader's people."""
    return db.scalars(
        select(Client).where(Client.public_id == public_id, Client.id.in_(client_ids(reader)))
    ).one()


def places_of(db: Db, reader: Reader, client: Client) -> list[Enrollment]:
    """List a person's places in the reader's cohorts, the newest first."""
    return list(
        db.scalars(
            select(Enrollment)
            .where(
                Enrollment.client_id == client.id,
                is_open_place(reader),
            )
            .options(joinedload(Enrollment.cohort).joinedload(Cohort.program))
            .order_by(
                # Where she takes part comes before where she waits.
                Enrollment.status.in_(NOT_YET),
                Enrollment.enrolled_at.desc(),
                Enrollment.id.desc(),
            )
        )
    )


def access_of(db: Db, reader: Reader, client: Client, now: datetime) -> Access:
    """Say whether a person has been invited, and whether she can sign in."""
    account = db.scalar(
        select(Account)
        .join(Client, Client.account_id == Account.id)
        .where(Client.id == client.id, Client.id.in_(client_ids(reader)))
    )
    if account is None:
        return Access(None, has_passphrase=False, is_active=True, invited_until=None)
    known = known_address_in(account, client.email, client.email_changed_at)
    invited_until = db.scalar(
        select(func.max(Invitation.expires_at)).where(
            Invitation.account_id == account.id,
            is_open_invitation(now),
        )
    )
    return Access(
        account.sign_in_name,
        account.passphrase_hash is not None,
        account.is_active,
        invited_until,
        masked(known.address) if known.address and known.is_owners(now) else None,
    )


def _holds(word: str) -> ColumnElement[bool]:
    # `contains` with autoescape: a percent sign that somebody types is a percent sign.
    return or_(
        *(
            by_letters(column).contains(folded(word), autoescape=True)
            for column in (Client.preferred_name, Client.family_name, Client.code)
        )
    )


def _places(db: Db, reader: Reader, people: Sequence[Client]) -> dict[int, list[ClientPlace]]:
    rows = db.execute(
        select(
            Enrollment.client_id,
            Enrollment.public_id,
            Cohort.public_id,
            Cohort.name,
            Enrollment.status,
        )
        .join(Cohort, Enrollment.cohort_id == Cohort.id)
        .where(
            Enrollment.client_id.in_([person.id for person in people]),
            is_open_place(reader),
        )
        .order_by(Enrollment.enrolled_at.desc(), Enrollment.id.desc())
    )
    found: dict[int, list[ClientPlace]] = defaultdict(list)
    for client_id, enrollment_id, cohort_id, name, status in rows:
        found[client_id].append(ClientPlace(enrollment_id, cohort_id, name, status))
    return found


def _last_practice(db: Db, reader: Reader, people: Sequence[Client]) -> dict[int, date]:
    rows = db.execute(
        select(Enrollment.client_id, func.max(PracticeEntry.practiced_on))
        .join(Assignment, PracticeEntry.assignment_id == Assignment.id)
        .join(Enrollment, Assignment.enrollment_id == Enrollment.id)
        .where(
            Enrollment.client_id.in_([person.id for person in people]),
            is_open_place(reader),
        )
        .group_by(Enrollment.client_id)
    )
    return dict(rows.all())
