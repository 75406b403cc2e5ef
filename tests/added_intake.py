"""What is settled with each client of a furnished clinic before the group begins."""

from collections.abc import Callable
from dataclasses import replace

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.people.contacts import EmergencyContact
from clinic.domain.people.screenings import PointAnswer, PointKind, ScreeningOutcome, TalkPoint
from clinic.lookups.people.contacts import contact_facts_of
from clinic.models.clients import Client
from clinic.models.consents import text_in_force
from clinic.models.enrollments import Enrollment
from clinic.operations.people.consents import note_signature, take_back
from clinic.operations.people.contacts import note_contact_facts
from clinic.operations.people.endings import hold_record, lift_hold
from clinic.operations.people.screenings import note_screening


def add_intake(db: Db, actor: Actor, place: Enrollment, canary: Callable[[str], str]) -> None:
    """Note whom to call, a first talk, and consent that was given, taken back and given again."""
    note = canary("found")
    points = [TalkPoint(PointKind.INCLUSION, "Is an adult", PointAnswer.NOT_SURE, note)]
    suitable = ScreeningOutcome.SUITABLE
    client = db.get_one(Client, place.client_id)
    called = EmergencyContact(canary("kin"), "friend", "555 0199")
    known = replace(
        contact_facts_of(db, client),
        is_emergency_asked=True,
        emergency=called,
        is_access_asked=True,
        access_needs=canary("access"),
    )
    note_contact_facts(db, actor, client, known, seen=known.seen)
    text = db.scalars(text_in_force()).one()
    note_signature(db, actor, place, text, actor.at.date())
    take_back(db, actor, place, canary("unwilling"))
    note_signature(db, actor, place, text, actor.at.date())
    hold_record(db, actor, place, canary("held"))
    lift_hold(db, actor, place)
    note_screening(db, actor, place, points, suitable, canary("decided"), seen="")
