"""Notes on a session, for each client of a furnished clinic."""

from collections.abc import Callable

from sqlalchemy import select

from clinic.db import Db, operation
from clinic.domain.access import Actor
from clinic.domain.notes.session_notes import AdditionKind, NoteFormat
from clinic.models.enrollments import Enrollment
from clinic.models.notes import OverruledName, SessionNote
from clinic.models.sealed import write_sealed
from clinic.models.sessions import GroupSession
from clinic.operations.notes.additions import add_to_note
from clinic.operations.notes.process_notes import save_process_note
from clinic.operations.notes.session_notes import GROUP, DraftNote, Signing, save_notes, sign_notes
from tests.cast import Cast


def add_notes(
    db: Db, actor: Actor, session: GroupSession, cast: Cast, word: Callable[[str], str]
) -> None:
    """Begin the group's note, write one's own, and sign and add to one about each person."""
    places = {
        place: word(name)
        for name, place in cast.enrollments.items()
        if name in cast.clients and place.cohort_id == session.cohort_id
    }
    drafts = {place.public_id: {"text": words} for place, words in places.items()}
    drafts[GROUP] = {"text": "Breathing, then the plan."}
    written = {key: DraftNote(NoteFormat.FREE, parts) for key, parts in drafts.items()}
    save_notes(db, actor, session, written)
    of_people = SessionNote.enrollment_id.is_not(None)
    here = select(SessionNote).where(SessionNote.group_session_id == session.id, of_people)
    notes = db.scalars(here).all()
    sign_notes(
        db,
        actor,
        session,
        Signing({note.public_id: note.version for note in notes}, remark="The next day."),
    )
    for place, words in places.items():
        told = {"reason": "Left out.", "words": words}
        note = signed_note_of(db, place)
        add_to_note(db, actor, note, AdditionKind.ADDENDUM, told)
        let_a_name_stand(db, actor, note)
    save_process_note(db, actor, session, "Too fast for me tonight.")


@operation
def let_a_name_stand(db: Db, actor: Actor, note: SessionNote) -> OverruledName:
    """Overrule a finding, as if somebody's name had been a word."""
    row = OverruledName(note_id=note.id, overruled_at=actor.at, overruled_by_id=actor.account_id)
    write_sealed(db.keys, row, "sign", "place:hope")
    write_sealed(db.keys, row, "reason", "A word.")
    db.add(row)
    return row


def signed_note_of(db: Db, place: Enrollment) -> SessionNote:
    """Give the note about a place."""
    found = select(SessionNote).where(SessionNote.enrollment_id == place.id)
    return db.scalars(found).one()
