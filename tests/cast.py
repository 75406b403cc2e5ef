"""The cast, which never changes: who they are, and the two cohorts they are in."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from argon2 import PasswordHasher
from sqlalchemy import select

from clinic.content.instrument_files import load_instruments
from clinic.content.library import load_library
from clinic.db import Db, operation
from clinic.domain.access import Actor, Role
from clinic.domain.clinic.settings import ClinicSettings
from clinic.domain.enrollments import Medium
from clinic.domain.groups.cohorts import CohortPlan
from clinic.models.accounts import Account
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.programs import ProgramRow
from clinic.models.sessions import GroupSession
from clinic.operations.clinic.settings import change_settings
from clinic.operations.groups.cohorts import open_cohort
from clinic.operations.people.clients import add_client
from clinic.operations.people.consents import adopt_consent_text
from clinic.operations.people.enrollments import enroll
from clinic.operations.programs.programs import adopt_library

ROOT = Path(__file__).resolve().parent.parent
BEFORE = datetime(2026, 2, 1, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 2, 25, 12, 0, tzinfo=UTC)
"""Wednesday; sessions 1 to 3 of Theresa's cohort lie behind, session 4 is on March 3."""

PASSPHRASE = "seven quiet herons"
STAFF = {
    "theresa": ("Theresa Lind", Role.THERAPIST),
    "tom": ("Tom Adeyemi", Role.THERAPIST),
    "sam": ("Sam Whitlock", Role.THERAPIST),
    "sigrid": ("Sigrid Aune", Role.SUPERVISOR),
    "ada": ("Ada Moreau", Role.ADMINISTRATOR),
}
CLIENTS = {
    "mia": ("Mia", "Rossi", Medium.PORTAL),
    "max": ("Max", "Dubois", Medium.PORTAL),
    "noor": ("Noor", "Haddad", Medium.PAPER),
    "olga": ("Olga", "Petrenko", Medium.PORTAL),
}
PLAN = CohortPlan(
    name="Tuesday evening group",
    discreet_name="Tuesdays",
    first_on=date(2026, 2, 10),
    begins_at=time(18, 0),
    duration_minutes=120,
    time_zone="Europe/London",
    capacity=8,
    place="Room 2",
)
OTHER_PLAN = CohortPlan(
    name="Thursday noon group",
    discreet_name="Thursdays",
    first_on=date(2026, 2, 12),
    begins_at=time(12, 0),
    duration_minutes=120,
    time_zone="America/New_York",
    capacity=6,
)


@dataclass(frozen=True)
class Cast:
    """Everybody and their cohorts, as rows of the test's own database session."""

    accounts: dict[str, Account]
    clients: dict[str, Client]
    enrollments: dict[str, Enrollment]
    cohort: Cohort
    other_cohort: Cohort
    sessions: dict[int, GroupSession]
    other_sessions: dict[int, GroupSession]


def build(db: Db) -> None:
    """Fill a migrated database with the shipped content and the cast."""
    system = Actor(None, BEFORE)
    shelf = load_instruments()
    library = load_library(ROOT / "worksheets", frozenset(shelf.instruments))
    adopt_library(db, system, library, shelf)
    adopt_consent_text(db, system)
    settings = ClinicSettings(
        clinic_name="Riverside Clinic",
        discreet_name="Riverside",
        crisis_line="555 0100, day and night",
        crisis_text="If you may be in danger, call 555 0100 now.",
        contact_text="Leave a message at 555 0111.",
        asks_second_factor=False,
    )
    change_settings(db, system, settings)
    people = _accounts(db, system)
    row = db.scalars(select(ProgramRow).where(ProgramRow.slug == "safe-connections")).one()
    theresa, tom, sam, sigrid = (people[n] for n in ("theresa", "tom", "sam", "sigrid"))
    mine = open_cohort(db, system, PLAN, row, [theresa, tom], [sigrid])
    other = open_cohort(db, system, OTHER_PLAN, row, [sam])
    for name, cohort in (("mia", mine), ("max", mine), ("noor", mine), ("olga", other)):
        client = db.scalars(select(Client).where(Client.preferred_name == name.title())).one()
        enroll(db, system, cohort, client)


def load(db: Db) -> Cast:
    """Read the cast back, also where people and groups were renamed or have joined since."""
    staying = {f"{key}@example.org": key for key in (*STAFF, *CLIENTS)}
    accounts = {staying.get(row.sign_in_name): row for row in db.scalars(select(Account))}
    clients = dict(zip(CLIENTS, db.scalars(select(Client).order_by(Client.id)), strict=False))
    names = {row.id: name for name, row in clients.items()}
    cohort, other = db.scalars(select(Cohort).order_by(Cohort.id).limit(2))
    sessions = list(db.scalars(select(GroupSession)))
    places = (
        select(Enrollment).where(Enrollment.client_id.in_(names)).order_by(Enrollment.id.desc())
    )
    return Cast(
        accounts={name: row for name, row in accounts.items() if name},
        clients=clients,
        # The first place of each: a test that gives somebody a second one holds it itself.
        enrollments={names[row.client_id]: row for row in db.scalars(places)},
        cohort=cohort,
        other_cohort=other,
        sessions={row.number: row for row in sessions if row.cohort_id == cohort.id},
        other_sessions={row.number: row for row in sessions if row.cohort_id == other.id},
    )


def join_another(db: Db, cast: Cast, name: str) -> Enrollment:
    """Give somebody of Theresa's cohort a place in Sam's as well, from its beginning."""
    system = Actor(None, BEFORE)
    cohort, client = cast.other_cohort, cast.clients[name]
    return enroll(db, system, cohort, client)


@operation
def _accounts(db: Db, actor: Actor) -> dict[str, Account]:
    # Cheap on purpose: what is tested here is not how slowly a passphrase is hashed.
    hashed = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSPHRASE)
    made = {}
    roles = {key: (name, role) for key, (name, role) in STAFF.items()}
    roles |= {
        key: (f"{first} {family}", Role.CLIENT)
        for key, (first, family, medium) in CLIENTS.items()
        if medium is Medium.PORTAL
    }
    for key, (name, role) in roles.items():
        made[key] = Account(
            sign_in_name=f"{key}@example.org",
            name=name,
            role=role,
            passphrase_hash=hashed,
            is_active=True,
            created_at=actor.at,
        )
        db.add(made[key])
    db.flush()
    for key, (first, family, medium) in CLIENTS.items():
        client = add_client(
            db,
            actor,
            preferred_name=first,
            family_name=family,
            email=f"{key}@example.org" if medium is Medium.PORTAL else None,
            phone=None,
            medium=medium,
        )
        if key in made:
            client.account_id = made[key].id
    return made
