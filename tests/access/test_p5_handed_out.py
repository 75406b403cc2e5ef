"""P5: the copy that staff hands out is complete for the person, and has not one word of another."""

import json

import pytest
from sqlalchemy import select

from clinic.domain.access import Actor
from clinic.domain.notes.session_notes import NoteFormat
from clinic.models.audit import AuditEntry
from clinic.models.belongings import BELONGINGS, OWN_SCREEN
from clinic.models.reports import RecordCopy
from clinic.operations.notes.session_notes import DraftNote, save_notes
from tests.access.words import KINDS, names_in, planted, read, texts
from tests.cast import Cast
from tests.client import Page
from tests.furniture import AT
from tests.markup import Part
from tests.scenes import World

ALONE = {"private"}
"""What she wrote for herself alone."""


def place_of(world: World) -> str:
    return world.furniture["mia"].enrollment.public_id


def ticks(page: Page) -> list[Part]:
    return page.parts("input", name="words")


def make(world: World, keys: list[str], who: str = "theresa") -> str:
    """Make a copy with words that were looked at, and give the address of its page."""
    sent = {"asked_on": str(AT.date()), "words": keys, "once": "k" * 20}
    answer = world.people[who].post(
        "therapist.record_copies.create", sent, enrollment_id=place_of(world)
    )
    assert answer.status == 303
    return answer.location.rpartition("/")[2]


def all_looked_at(world: World) -> str:
    index = world.people["theresa"].get(
        "therapist.record_copies.index", enrollment_id=place_of(world)
    )
    return make(world, [str(tick["value"]) for tick in ticks(index)])


def file(world: World, copy_id: str, form: str = "json", who: str = "theresa") -> Page:
    return world.people[who].post("therapist.record_copies.file", {"form": form}, copy_id=copy_id)


def test_p5_every_word_is_in_it_but_what_she_keeps_to_herself(world: World) -> None:
    copy_id = all_looked_at(world)
    told = "\n".join(texts(json.loads(file(world, copy_id).answer.get_data())))
    assert planted(told, "mia") == set(KINDS) - ALONE
    assert names_in(told) == {"mia"}


def test_p5_the_paper_says_the_same(world: World) -> None:
    copy_id = all_looked_at(world)
    text = read(file(world, copy_id, "pdf").answer.get_data()).replace("\n", "")
    assert planted(text, "mia") == set(KINDS) - ALONE
    assert names_in(text) == {"mia"}


def test_p5_what_nobody_looked_at_is_left_out_and_said_to_be(world: World) -> None:
    copy_id = make(world, [])
    told = file(world, copy_id).answer.get_data(as_text=True)
    assert not planted(told, "mia") & {"charted", "action", "waited"}
    assert "[left out of this copy]" in told
    assert "left out of this copy" in read(file(world, copy_id, "pdf").answer.get_data())


def test_p3_how_she_uses_her_own_screen_is_told_to_no_staff(world: World) -> None:
    record = json.loads(file(world, all_looked_at(world)).answer.get_data())["record"]
    assert record.keys() == BELONGINGS.keys() - OWN_SCREEN
    assert "private_note" not in record["practice_entries"][0]


def test_it_is_logged_and_noted_once_as_handed_out(world: World) -> None:
    theresa, copy_id = world.people["theresa"], all_looked_at(world)
    early = theresa.post("therapist.record_copies.hand", {"way": "post"}, copy_id=copy_id)
    assert "No file of this copy has been taken yet" in early.text
    file(world, copy_id)
    done = theresa.post("therapist.record_copies.hand", {"way": "post"}, copy_id=copy_id)
    assert done.status == 303
    again = theresa.post("therapist.record_copies.hand", {"way": "other"}, copy_id=copy_id)
    assert "noted already" in again.text
    world.db.commit()
    copy = world.db.scalars(select(RecordCopy).where(RecordCopy.public_id == copy_id)).one()
    assert str(copy.way) == "post"
    deeds = world.db.scalars(select(AuditEntry.deed).order_by(AuditEntry.id.desc()).limit(9))
    assert {"record_copies.make_copy", "record_copies.take_file"} <= set(deeds)


def test_she_reads_in_her_own_copy_that_one_was_handed_out(world: World) -> None:
    file(world, all_looked_at(world))
    own = world.people["mia"].post("portal.own_records.create", {"form": "json"}).answer
    assert json.loads(own.get_data())["record"]["record_copies"][-1]["taken_at"]


@pytest.mark.parametrize("who", ["sigrid", "ada", "mia", "sam"])
def test_whoever_does_not_lead_her_group_makes_none(world: World, who: str) -> None:
    answer = world.people[who].post(
        "therapist.record_copies.create", {"asked_on": "2026-02-24"}, enrollment_id=place_of(world)
    )
    assert answer.status in (403, 404)


def test_p5_a_draft_of_staff_is_in_no_copy(world: World, cast: Cast) -> None:
    mia = world.furniture["mia"].enrollment
    lead = Actor(cast.accounts["theresa"].id, AT)
    draft = {mia.public_id: DraftNote(NoteFormat.FREE, {"text": "Not yet looked through."})}
    save_notes(world.db, lead, cast.sessions[7], draft)
    index = world.people["theresa"].get(
        "therapist.record_copies.index", enrollment_id=place_of(world)
    )
    assert "Not yet looked through" not in index.text
    copied = json.loads(file(world, all_looked_at(world)).answer.get_data())["record"]
    assert len(copied["session_notes"]) == 1
