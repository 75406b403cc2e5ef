"""From the first words after a session to a signed note that somebody adds to."""

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.enrollments import AttendanceMark
from clinic.forms.notes.session_notes import reason_name
from clinic.models.notes import ProcessNote, SessionNote
from clinic.operations.groups.attendance import PersonMark, mark_attendance
from clinic.operations.groups.stand_ins import let_stand_in
from tests.cast import Cast
from tests.client import Page, Person
from tests.conftest import Clock

As = Callable[[str], Person]


@pytest.fixture(autouse=True)
def _after_session_3(clock: Clock, cast: Cast) -> None:
    clock.at = cast.sessions[3].ends_at + timedelta(minutes=10)


def desk(person: Person, cast: Cast, **more: str) -> Page:
    address = {"session_id": cast.sessions[3].public_id, **more}
    return person.get("therapist.session_notes.edit", **address)


def save(person: Person, cast: Cast, words: Mapping[str, str], **more: str) -> Page:
    data = {
        f"words_{cast.enrollments[name].public_id if name != 'group' else name}_text": text
        for name, text in words.items()
    }
    address = {"session_id": cast.sessions[3].public_id}
    return person.post("therapist.session_notes.update", data | more, **address)


def signing(person: Person, cast: Cast) -> Page:
    return person.get("therapist.signed_notes.new", session_id=cast.sessions[3].public_id)


def sign(person: Person, cast: Cast, data: Mapping[str, str]) -> Page:
    address = {"session_id": cast.sessions[3].public_id}
    return person.post("therapist.signed_notes.create", dict(data), **address)


def notes(db: Db) -> dict[int | None, SessionNote]:
    db.commit()
    db.expire_all()
    return {note.enrollment_id: note for note in db.scalars(select(SessionNote))}


def all_of(db: Db) -> dict[str, str]:
    found = notes(db).values()
    return {
        name: value
        for note in found
        for name, value in (
            (f"chosen_{note.public_id}", "y"),
            (f"seen_{note.public_id}", str(note.version)),
            ("was_there", "y"),
        )
    }


def test_before_the_session_nothing_can_be_written(as_: As, clock: Clock, cast: Cast) -> None:
    clock.at = cast.sessions[3].starts_at - timedelta(hours=1)
    page = desk(as_("theresa"), cast)
    assert "Notes can be written from" in page.text
    assert page.parts("textarea") == []


def test_drafts_are_kept_and_named_so(as_: As, db: Db, cast: Cast) -> None:
    theresa = as_("theresa")
    assert save(theresa, cast, {"group": "Breathing.", "mia": "Tired."}).status == 303
    mia = cast.enrollments["mia"].id
    assert {key: note.parts(db.keys) for key, note in notes(db).items()} == {
        None: {"text": "Breathing."},
        mia: {"text": "Tired."},
    }
    assert "Tired." in desk(theresa, cast).text
    client = theresa.get("therapist.clients.show", client_id=cast.clients["mia"].public_id)
    assert "draft" in client.text
    assert "Tired." not in client.text


def test_what_a_note_begins_with_is_no_draft_until_somebody_writes(
    as_: As, db: Db, cast: Cast
) -> None:
    theresa, mia = as_("theresa"), cast.enrollments["mia"]
    marks = {mia.public_id: PersonMark(AttendanceMark.LATE, 10)}
    mark_attendance(db, Actor(None, cast.sessions[3].ends_at), cast.sessions[3], marks)
    begins = desk(theresa, cast).field(f"words_{mia.public_id}_text")
    assert begins.strip().startswith("Came 10 minutes late.")
    save(theresa, cast, {"group": "Breathing.", "mia": begins.strip().replace("\n", "\r\n")})
    assert set(notes(db)) == {None}
    save(theresa, cast, {"mia": f"{begins.strip()} Tired."})
    assert set(notes(db)) == {None, mia.id}


def test_whoever_stands_in_finds_no_notes(as_: As, db: Db, cast: Cast, clock: Clock) -> None:
    theresa = as_("theresa")
    save(theresa, cast, {"mia": "Tired."})
    sign(theresa, cast, all_of(db))
    let_stand_in(db, Actor(None, clock.at), cast.sessions[4], cast.accounts["sam"])
    clock.at = cast.sessions[4].starts_at
    sam, note = as_("sam"), next(iter(notes(db).values()))
    page = sam.get("therapist.clients.show", client_id=cast.clients["mia"].public_id)
    assert page.status == 200
    assert "signed by" not in page.text
    assert note.public_id not in page.html
    assert sam.get("therapist.signed_notes.show", session_note_id=note.public_id).status == 404
    assert desk(sam, cast).status == 404


def test_a_format_divides_a_note_into_parts(as_: As, cast: Cast) -> None:
    page = desk(as_("theresa"), cast, format="soap")
    mia = cast.enrollments["mia"].public_id
    names = {one["name"] for one in page.parts("textarea") if mia in one["name"]}
    parts = ("subjective", "objective", "assessment", "plan")
    assert names == {f"words_{mia}_{part}" for part in parts}


def test_somebody_else_is_marked_and_keeps_a_note_from_being_signed(
    as_: As, db: Db, cast: Cast
) -> None:
    theresa = as_("theresa")
    save(theresa, cast, {"mia": "Talked about Max."})
    page = signing(theresa, cast)
    assert [one.text for one in page.parts("mark")][:1] == ["Max"]
    refused = sign(theresa, cast, all_of(db))
    assert refused.status == 422
    assert "Somebody else can be found in a note" in refused.text
    sign_of = f"{cast.enrollments['max'].public_id}:max"
    done = sign(theresa, cast, all_of(db) | {reason_name(sign_of): "Her cat is called so."})
    assert done.status == 303
    (note,) = notes(db).values()
    assert note.signed_by_id == cast.accounts["theresa"].id


def test_what_changed_after_it_was_looked_at_is_not_signed(as_: As, db: Db, cast: Cast) -> None:
    save(as_("theresa"), cast, {"group": "Breathing."})
    looked_at = all_of(db)
    save(as_("tom"), cast, {"group": "Breathing, and a long talk."})
    refused = sign(as_("theresa"), cast, looked_at)
    assert refused.status == 409
    assert "Look at them again" in refused.text


def test_a_signed_note_is_read_by_staff_and_added_to(as_: As, db: Db, cast: Cast) -> None:
    theresa = as_("theresa")
    save(theresa, cast, {"mia": "Tired."})
    sign(theresa, cast, all_of(db))
    address = {"session_note_id": next(iter(notes(db).values())).public_id}
    assert "Tired." in as_("sigrid").get("therapist.signed_notes.show", **address).text
    data = {"kind": "amendment", "reason": "A slip.", "words": "Not tired: sad."}
    assert theresa.post("therapist.signed_notes.add", data, **address).status == 303
    page = theresa.get("therapist.signed_notes.show", **address)
    assert "Something in it is wrong" in page.text
    assert "Not tired: sad." in page.text
    assert "not the words that were signed" not in page.text


def test_what_somebody_keeps_for_herself_is_hers(as_: As, db: Db, cast: Cast) -> None:
    address = {"session_id": cast.sessions[3].public_id}
    theresa, tom = as_("theresa"), as_("tom")
    words = {"words": "I was too fast."}
    assert theresa.post("therapist.process_notes.update", words, **address).status == 303
    assert "I was too fast." in theresa.get("therapist.process_notes.edit", **address).text
    assert "I was too fast." not in tom.get("therapist.process_notes.edit", **address).text
    assert len(db.scalars(select(ProcessNote)).all()) == 1
