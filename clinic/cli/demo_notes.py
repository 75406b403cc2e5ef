"""Notes in the demo: those of one evening are signed, those of the next are drafts."""

from datetime import timedelta

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.notes.session_notes import AdditionKind, NoteFormat
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.notes import SessionNote
from clinic.models.sessions import GroupSession
from clinic.operations.notes.additions import add_to_note
from clinic.operations.notes.session_notes import GROUP, DraftNote, Signing, save_notes, sign_notes

_SIGNED = {
    GROUP: {
        "data": "Breathing, then the three circles on paper. Warm and lively; long talk in pairs.",
        "assessment": "The picture of three systems was taken up at once.",
        "plan": "Begin the next evening with the breathing again; more time for the round.",
    },
    "Mia": {
        "data": "Drew threat as the largest circle. Spoke of the hours after work.",
        "assessment": "Sees the pattern without blaming herself for it.",
        "plan": "Three-breath pause before she answers her sister.",
    },
}
_DRAFTS = {
    GROUP: {"data": "Four columns on a mild pattern, then the safe place."},
    "Max": {"data": "Quiet tonight. Could picture the lake for some minutes."},
}


def write_notes(db: Db, therapist: Actor, cohort: Cohort) -> None:
    """Sign the notes of session 2 that evening, add to one, and begin those of session 3."""
    second, third = (
        db.scalars(
            select(GroupSession).where(
                GroupSession.cohort_id == cohort.id, GroupSession.number == number
            )
        ).one()
        for number in (2, 3)
    )
    places = dict(
        db.execute(
            select(Client.preferred_name, Enrollment.public_id)
            .join(Enrollment, Enrollment.client_id == Client.id)
            .where(Enrollment.cohort_id == cohort.id)
        ).all()
    ) | {GROUP: GROUP}
    by = Actor(therapist.account_id, second.ends_at + timedelta(minutes=20), therapist.role)
    save_notes(db, by, second, _drafts(_SIGNED, places))
    notes = db.scalars(select(SessionNote).order_by(SessionNote.id)).all()
    signed = sign_notes(db, by, second, Signing({note.public_id: note.version for note in notes}))
    later = Actor(by.account_id, by.at + timedelta(days=1), by.role)
    told = {"reason": "She wrote to us this morning.", "words": "Slept well after the evening."}
    add_to_note(db, later, signed[-1], AdditionKind.ADDENDUM, told)
    by = Actor(therapist.account_id, third.ends_at + timedelta(minutes=15), therapist.role)
    save_notes(db, by, third, _drafts(_DRAFTS, places))


def _drafts(words: dict[str, dict[str, str]], places: dict[str, str]) -> dict[str, DraftNote]:
    return {places[name]: DraftNote(NoteFormat.DAP, parts) for name, parts in words.items()}
