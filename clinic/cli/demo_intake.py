"""What the people of the demo clinic settled before their groups began."""

from dataclasses import replace

from sqlalchemy import select

from clinic.db import Db, operation
from clinic.domain.access import Actor, Role
from clinic.domain.people.contacts import EmergencyContact
from clinic.domain.people.screenings import (
    PointAnswer,
    PointKind,
    ScreeningOutcome,
    TalkPoint,
    points_of,
)
from clinic.lookups.people.contacts import contact_facts_of
from clinic.lookups.programs.content import program_of
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.consents import text_in_force
from clinic.models.enrollments import Enrollment
from clinic.models.programs import ProgramRow
from clinic.operations.people.consents import agree, note_signature
from clinic.operations.people.contacts import note_contact_facts
from clinic.operations.people.screenings import note_screening

HAD_DOUBTS = "Noor"
DOUBT = "Some years ago. Has a plan, and a sister who knows of it."
FOUND = "Wants a kinder voice inside, and to stay when it gets close. One goal is written down."
UNDECIDED, NOT_ASKED = "Priya", "Wanda"
NEVER_ASKED, NOT_ASKED_FOR_ACCESS, NAMED_NOBODY = ("Wanda",), ("Priya",), ("Arthur",)
KIN = (
    ("Anna Berg", "sister", "555 0181"),
    ("Karim Saleh", "partner", "555 0182"),
    ("Joan Ellis", "friend", "555 0183"),
)
LANGUAGES = {"Noor": "Arabic; reads English well", "Ines": "Portuguese"}
NEEDS = {"Noor": "Large print, and a seat near the door.", "Lena": "A step-free way in."}
NOT_AGREED = ("Samira", "Priya", "Wanda")


def talk_first(db: Db, actor: Actor, names: list[str]) -> None:
    """Note a first talk with each of these people."""
    for name in names:
        if name == NOT_ASKED:
            continue
        client = db.scalars(select(Client).where(Client.preferred_name == name)).one()
        place = db.scalars(select(Enrollment).where(Enrollment.client_id == client.id)).one()
        outcome = None if name == UNDECIDED else ScreeningOutcome.SUITABLE
        note_screening(db, actor, place, _points(db, place, name), outcome, FOUND, seen="")


def _points(db: Db, place: Enrollment, name: str) -> list[TalkPoint]:
    cohort = db.get_one(Cohort, place.cohort_id)
    asked = points_of(program_of(db.get_one(ProgramRow, cohort.program_id)))
    found = [TalkPoint(it.kind, it.text, _answer(it.kind)) for it in asked]
    first = next(n for n, it in enumerate(found) if it.kind is PointKind.EXCLUSION)
    if name == HAD_DOUBTS:
        found[first] = TalkPoint(
            PointKind.EXCLUSION, found[first].text, PointAnswer.NOT_SURE, DOUBT
        )
    if name == UNDECIDED:
        found[first:] = asked[first:]
    return found


def _answer(kind: PointKind) -> PointAnswer:
    return PointAnswer.YES if kind is PointKind.INCLUSION else PointAnswer.NO


@operation
def have_text_long_since(db: Db, actor: Actor) -> None:
    """Let the clinic have had its text before its groups began, though it was made just now."""
    db.scalars(text_in_force()).one().written_at = actor.at


def let_agree(db: Db, actor: Actor, names: list[str]) -> None:
    """Let these people agree to the text in force: on their own pages, or with a pen."""
    text = db.scalars(text_in_force()).one()
    for name in names:
        if name in NOT_AGREED:
            continue
        client = db.scalars(select(Client).where(Client.preferred_name == name)).one()
        place = db.scalars(select(Enrollment).where(Enrollment.client_id == client.id)).one()
        if client.account_id is None:
            note_signature(db, actor, place, text, actor.at.date())
        else:
            agree(db, Actor(client.account_id, actor.at, Role.CLIENT), place, text.public_id)


def tell_contacts(db: Db, actor: Actor, names: list[str]) -> None:
    """Note how these people are reached, whom to call for them and what they need."""
    for number, name in enumerate(names):
        if name in NEVER_ASKED:
            continue
        client = db.scalars(select(Client).where(Client.preferred_name == name)).one()
        kin = None if name in NAMED_NOBODY else EmergencyContact(*KIN[number % len(KIN)])
        facts = replace(
            contact_facts_of(db, client),
            phone=f"555 01{number + 20}",
            language=LANGUAGES.get(name, "English"),
            is_emergency_asked=True,
            emergency=kin,
            is_access_asked=name not in NOT_ASKED_FOR_ACCESS,
            access_needs=NEEDS.get(name, ""),
        )
        note_contact_facts(db, actor, client, facts, seen=facts.seen)
