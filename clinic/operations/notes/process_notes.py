"""What a therapist keeps of a meeting for herself."""

from sqlalchemy import select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.errors import Refused
from clinic.domain.notes.session_notes import LONGEST_PART
from clinic.domain.text import N_
from clinic.models.notes import ProcessNote
from clinic.models.sealed import write_sealed
from clinic.models.sessions import GroupSession


@operation
def save_process_note(
    db: Db, actor: Actor, group_session: GroupSession, words: str
) -> GroupSession:
    """Keep one's own words on a meeting; without words, nothing of them stays."""
    lock(db, group_session)
    if actor.account_id is None:
        raise Refused(N_("Only a person can write a note."))
    if len(words) > LONGEST_PART:
        raise Refused(
            N_("A note of your own holds up to %(most)s characters."),
            {"most": LONGEST_PART},
            "words",
        )
    note = db.scalars(
        select(ProcessNote).where(
            ProcessNote.group_session_id == group_session.id,
            ProcessNote.account_id == actor.account_id,
        )
    ).one_or_none()
    if not words.strip():
        if note is not None:
            db.delete(note)
        return group_session
    if note is None:
        note = ProcessNote(group_session_id=group_session.id, account_id=actor.account_id)
        db.add(note)
    write_sealed(db.keys, note, "words", words)
    note.saved_at = actor.at
    return group_session
