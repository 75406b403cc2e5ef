"""Notes of a session: kept as drafts, signed once, held as they were signed."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.errors import Refused, Stale
from clinic.domain.notes.name_leaks import find_leaks
from clinic.domain.notes.session_notes import AdditionKind, NoteFormat
from clinic.lookups.notes.members import members_of, overruled_in
from clinic.models.notes import NoteAddition, SessionNote
from clinic.models.sealed import read_sealed
from clinic.operations.notes.additions import add_to_note
from clinic.operations.notes.session_notes import GROUP, DraftNote, Signing, save_notes, sign_notes
from tests.cast import NOW, Cast

SOAP = {"subjective": "Tired.", "plan": "Call on Friday."}


@pytest.fixture(name="doer")
def _doer(cast: Cast) -> Actor:
    return Actor(cast.accounts["theresa"].id, cast.sessions[3].ends_at + timedelta(hours=1))


def save(db: Db, cast: Cast, doer: Actor, words: Mapping[str, Mapping[str, str]]) -> None:
    drafts = {subject: DraftNote(NoteFormat.SOAP, parts) for subject, parts in words.items()}
    save_notes(db, doer, cast.sessions[3], drafts)


def notes(db: Db) -> list[SessionNote]:
    return list(db.scalars(select(SessionNote).order_by(SessionNote.id)))


def seen(*chosen: SessionNote) -> dict[str, int]:
    return {note.public_id: note.version for note in chosen}


def test_only_what_has_words_is_begun(db: Db, cast: Cast, doer: Actor) -> None:
    mia, max_ = (cast.enrollments[name].public_id for name in ("mia", "max"))
    save(db, cast, doer, {GROUP: {"plan": "Safe place."}, mia: SOAP, max_: {"plan": " \n"}})
    assert [(note.enrollment_id, note.parts(db.keys)) for note in notes(db)] == [
        (None, {"plan": "Safe place."}),
        (cast.enrollments["mia"].id, SOAP),
    ]
    save(db, cast, doer, {mia: {}})
    assert notes(db)[1].parts(db.keys) == {}


def test_nothing_is_written_before_the_session_or_about_strangers(db: Db, cast: Cast) -> None:
    before = Actor(cast.accounts["theresa"].id, cast.sessions[3].starts_at - timedelta(seconds=1))
    with pytest.raises(Refused, match="once the session has begun"):
        save(db, cast, before, {GROUP: SOAP})
    after = Actor(cast.accounts["theresa"].id, cast.sessions[3].ends_at)
    with pytest.raises(Refused, match="1 of these notes"):
        save(db, cast, after, {cast.enrollments["olga"].public_id: SOAP})
    with pytest.raises(Refused, match="up to 20000 characters"):
        save(db, cast, after, {GROUP: {"plan": "x" * 20_001}})
    assert notes(db) == []


def test_a_signed_note_is_held_by_rules_and_database(db: Db, cast: Cast, doer: Actor) -> None:
    mia = cast.enrollments["mia"].public_id
    save(db, cast, doer, {mia: SOAP})
    (note,) = sign_notes(db, doer, cast.sessions[3], Signing(seen(*notes(db))))
    assert (note.signed_by_id, note.signed_at) == (doer.account_id, doer.at)
    assert note.digest == note.digest_now(db.keys)
    with pytest.raises(Stale, match="was signed in the meantime"):
        save(db, cast, doer, {mia: {"plan": "Another one."}})
    with pytest.raises(Stale):
        sign_notes(db, doer, cast.sessions[3], Signing(seen(note)))
    db.rollback()
    for statement in (
        update(SessionNote).values(words=f"{note.words}A"),
        update(SessionNote).values(words=None),
        update(SessionNote).values(digest="0" * 64),
        update(SessionNote).values(signed_at=NOW, form=NoteFormat.DAP),
        update(SessionNote).values(enrollment_id=cast.enrollments["max"].id),
        update(SessionNote).values(signed_at=None, signed_by_id=None, digest=None),
        delete(SessionNote),
    ):
        with pytest.raises(DatabaseError, match="a signed note"), db.transaction():
            db.execute(statement.execution_options(synchronize_session=False))


def test_a_seal_under_another_key_is_no_change(db: Db, cast: Cast, doer: Actor) -> None:
    save(db, cast, doer, {GROUP: SOAP})
    sign_notes(db, doer, cast.sessions[3], Signing(seen(*notes(db))))
    with db.transaction():
        db.execute(update(SessionNote).values(words="another-key:sealed"))
    db.expire_all()
    assert notes(db)[0].words == "another-key:sealed"


def test_what_was_looked_at_is_what_is_signed(db: Db, cast: Cast, doer: Actor) -> None:
    save(db, cast, doer, {GROUP: SOAP})
    looked_at = seen(*notes(db))
    save(db, cast, doer, {GROUP: {"plan": "Another one."}})
    with pytest.raises(Stale, match="Look at them again"):
        sign_notes(db, doer, cast.sessions[3], Signing(looked_at))
    assert notes(db)[0].signed_at is None


@pytest.mark.parametrize(
    ("signing", "hours", "sentence"),
    [
        (Signing({}), 1, "Choose the notes"),
        (Signing({}, was_there=False), 1, "how you know what happened"),
        (Signing({}), 80, "why the notes come late"),
    ],
)
def test_what_signing_wants(
    db: Db, cast: Cast, signing: Signing, hours: int, sentence: str
) -> None:
    ended = cast.sessions[3].ends_at
    doer = Actor(cast.accounts["theresa"].id, ended + timedelta(hours=hours))
    save(db, cast, doer, {GROUP: SOAP})
    if "Choose" not in sentence:
        signing = Signing(seen(*notes(db)), signing.was_there)
    with pytest.raises(Refused, match=sentence):
        sign_notes(db, doer, cast.sessions[3], signing)
    db.rollback()
    remark = Signing(seen(*notes(db)), was_there=False, remark="Ill; from what Tom told me.")
    (note,) = sign_notes(db, doer, cast.sessions[3], remark)
    assert read_sealed(db.keys, note, "remark") == "Ill; from what Tom told me."


def test_nobody_else_is_named_without_a_reason(db: Db, cast: Cast, doer: Actor) -> None:
    mia, max_ = cast.enrollments["mia"], cast.enrollments["max"]
    save(db, cast, doer, {mia.public_id: {"plan": "Talk to Max about it."}})
    with pytest.raises(Refused, match="Somebody else can be found"):
        sign_notes(db, doer, cast.sessions[3], Signing(seen(*notes(db))))
    db.rollback()
    members = members_of(db, cast.sessions[3].cohort_id)
    (leak,) = find_leaks("Talk to Max about it.", members.values(), members[mia.id])
    assert leak.member == max_.public_id
    reasons = {leak.sign: "Her brother has the same name."}
    sign_notes(db, doer, cast.sessions[3], Signing(seen(*notes(db)), overruled=reasons))
    assert overruled_in(db, notes(db)[0]) == reasons


def test_what_is_added_stands_beside_the_note(db: Db, cast: Cast, doer: Actor) -> None:
    save(db, cast, doer, {GROUP: SOAP})
    (note,) = notes(db)
    words = {"reason": "Left out.", "words": "The fire alarm rang."}
    with pytest.raises(Refused, match="not signed yet"):
        add_to_note(db, doer, note, AdditionKind.ADDENDUM, words)
    db.rollback()
    sign_notes(db, doer, cast.sessions[3], Signing(seen(note)))
    with pytest.raises(Refused, match="what is added, and why"):
        add_to_note(db, doer, note, AdditionKind.ADDENDUM, {"words": "x"})
    with pytest.raises(Refused, match="Somebody else"):
        add_to_note(db, doer, note, AdditionKind.ADDENDUM, {**words, "words": "Mia left."})
    db.rollback()
    addition = add_to_note(db, doer, note, AdditionKind.AMENDMENT, words)
    assert read_sealed(db.keys, addition, "words") == "The fire alarm rang."
    assert note.parts(db.keys) == SOAP
    with pytest.raises(DatabaseError, match="a signed note"), db.transaction():
        db.execute(update(NoteAddition).values(kind=AdditionKind.ADDENDUM))
