"""What a therapist keeps of a meeting for herself."""

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.models.notes import ProcessNote
from clinic.models.sealed import read_sealed
from clinic.operations.notes.process_notes import save_process_note
from tests.cast import NOW, Cast


def test_each_keeps_her_own_and_none_without_words(db: Db, cast: Cast) -> None:
    theresa, tom = (Actor(cast.accounts[name].id, NOW) for name in ("theresa", "tom"))
    save_process_note(db, theresa, cast.sessions[3], "I was tired.")
    save_process_note(db, tom, cast.sessions[3], "Too fast for me.")
    save_process_note(db, theresa, cast.sessions[3], "I was tired, and it showed.")
    rows = db.scalars(select(ProcessNote).order_by(ProcessNote.id)).all()
    assert [(row.account_id, read_sealed(db.keys, row, "words")) for row in rows] == [
        (theresa.account_id, "I was tired, and it showed."),
        (tom.account_id, "Too fast for me."),
    ]
    assert "tired" not in (rows[0].words or "")
    save_process_note(db, theresa, cast.sessions[3], " ")
    assert [row.account_id for row in db.scalars(select(ProcessNote))] == [tom.account_id]
