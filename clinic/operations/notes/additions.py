"""Adding to a note that was signed."""

from collections.abc import Mapping

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.errors import Refused
from clinic.domain.notes.session_notes import LONGEST_PART, AdditionKind, digest_of
from clinic.domain.text import N_
from clinic.models.notes import NoteAddition, SessionNote
from clinic.models.sealed import write_sealed
from clinic.operations.notes.session_notes import let_names_stand


@operation
def add_to_note(
    db: Db,
    actor: Actor,
    note: SessionNote,
    kind: AdditionKind,
    words: Mapping[str, str],
    overruled: str = "",
) -> NoteAddition:
    """Add to a signed note, under one's own name; the note itself stays as it was.

    Args:
        words: by `reason`, why something is added, and by `words`, what.
        overruled: why a name of somebody else that stands in it is let stand.
    """
    lock(db, note)
    if note.signed_at is None or actor.account_id is None:
        raise Refused(N_("This note is not signed yet: change it instead."))
    told = {name: words.get(name, "").strip() for name in ("reason", "words")}
    for name, text in told.items():
        if not text:
            raise Refused(N_("Say what is added, and why."), field=name)
        if len(text) > LONGEST_PART:
            raise Refused(
                N_("A part of a note holds up to %(most)s characters."),
                {"most": LONGEST_PART},
                name,
            )
    let_names_stand(db, actor, note, told.values(), lambda _sign: overruled)
    addition = NoteAddition(
        note_id=note.id,
        kind=kind,
        signed_at=actor.at,
        signed_by_id=actor.account_id,
        digest=digest_of(note.public_id, "", kind.value, told.items()),
    )
    for name, text in told.items():
        write_sealed(db.keys, addition, name, text)
    db.add(addition)
    return addition
