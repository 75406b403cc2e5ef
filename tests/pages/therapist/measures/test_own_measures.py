"""Making a questionnaire on the page: rows, the trial, the source, and its versions."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.lookups.programs.content import instrument_of
from clinic.models.programs import InstrumentRow, ProgramRow
from tests.cast import Cast
from tests.client import Page, Person
from tests.measures import fields, newest, rows

As = Callable[[str], Person]


def send(as_: As, deed: str, **changed: Any) -> Page:
    return as_("theresa").post(
        "therapist.own_measures.create", fields(rows(**changed)) | {"deed": deed}
    )


def test_a_measure_is_made_from_rows_and_has_a_page_with_its_key(as_: As, db: Db) -> None:
    page = send(as_, "save")
    assert page.status == 303
    made = newest(db)
    assert made.is_own
    shown = as_("theresa").open(page.location)
    assert "Evening check, three questions" in shown.text
    assert "Weighted sum of the answers" in shown.text
    assert "question 3, from 1 on" in shown.text
    assert "A worked example" in shown.text
    listed = as_("sam").get("therapist.measures.index").text
    # Where it stands in the alphabet, beside what ships.
    assert listed.index("ECR-S ") < listed.index("Evening check ") < listed.index("GAD-7 ")


def test_rows_come_and_go_without_a_script_and_keep_what_was_typed(as_: As, db: Db) -> None:
    more = send(as_, "add-question")
    assert more.status == 200
    names = [one["name"] for one in more.parts(name=True)]
    assert sum(name.startswith("questions-") for name in names) > len(fields(rows())) / 4
    assert "questions-3-text" in names
    assert more.has_value("I was hard on myself.")
    fewer = send(as_, "remove-question-0")
    assert "I felt at ease." not in fewer.html
    assert "questions-2-text" not in fewer.html
    moved = send(as_, "up-question-1")
    assert moved.html.index("I was hard on myself.") < moved.html.index("I felt at ease.")
    assert send(as_, "add-answer").has_value("4")
    assert "scales-0-bands-2-low" in send(as_, "add-band-0").html
    assert "scales-2-title" in send(as_, "add-scale").html
    assert not db.scalars(select(InstrumentRow).where(InstrumentRow.is_own)).all()


def test_the_trial_shows_the_steps_and_the_risk_case(as_: As) -> None:
    data = rows()
    for question, answer in zip(data["questions"], ("1", "0", "2"), strict=True):
        question["answer"] = answer
    told = as_("theresa").post("therapist.own_measures.trial", fields(data)).answer.get_json()
    page = as_("theresa").post("therapist.own_measures.create", fields(data) | {"deed": "try"})
    for html in (" ".join(shown.split()) for shown in (told["html"], page.html)):
        assert "Burden: 12" in html
        assert "Question 2 is reversed: 0 counts as 3." in html
        assert "1 + 3 + 2 = 6" in html
        assert "Times 2." in html
        assert "much" in html
        assert "Opens a risk case" in html


def test_faults_stand_beside_their_rows_and_nothing_is_saved(as_: As, db: Db) -> None:
    data = rows()
    data["scales"][0]["bands"][1]["low"] = "5"
    data["questions"][0]["text"] = ""
    page = as_("theresa").post("therapist.own_measures.create", fields(data))
    assert page.status == 422
    assert "Expected ranges that rise from 0 to 18 without overlap" in page.text
    assert "Expected words under items" in page.text
    assert not db.scalars(select(InstrumentRow).where(InstrumentRow.is_own)).all()


def test_the_source_says_the_same_and_goes_back_to_rows(as_: As, db: Db) -> None:
    page = send(as_, "source")
    assert "key: own-evening-check" in page.html
    send(as_, "save")
    text = newest(db).source
    again = as_("theresa").post("therapist.own_measures.create", {"text": text, "deed": "rows"})
    assert "I was hard on myself." in again.html
    assert "scales-1-title" in again.html
    changed = text.replace("Tone", "Color").replace("own-evening-check", "own-second")
    saved = as_("theresa").post("therapist.own_measures.create", {"text": changed, "deed": "save"})
    assert saved.status == 303
    assert newest(db, "own-second").key == "own-second"
    broken = as_("theresa").post("therapist.own_measures.create", {"text": text[:200]})
    assert broken.status == 422
    assert "expected" in broken.text


def test_rows_in_which_nothing_was_changed_are_no_version(as_: As, db: Db) -> None:
    send(as_, "save")
    first = newest(db)
    data = fields(rows()) | {"deed": "save"}
    page = as_("theresa").post("therapist.own_measures.update", data, instrument_id=first.public_id)
    assert page.status == 422
    assert "Nothing was changed, so there is no new version." in page.text
    assert newest(db).id == first.id


def test_a_change_is_the_next_version_and_shows_its_difference(as_: As, db: Db) -> None:
    send(as_, "save")
    first = newest(db)
    place = {"instrument_id": first.public_id}
    data = rows(purpose="How the evening went.", note="clearer")
    saved = as_("theresa").post(
        "therapist.own_measures.update", fields(data) | {"deed": "save"}, **place
    )
    assert saved.status == 303
    second = newest(db)
    assert second.based_on_id == first.id
    page = as_("theresa").open(saved.location)
    assert "Version 2" in page.text
    assert "clearer" in page.text
    changes = as_("theresa").get("therapist.measures.changes", instrument_id=second.public_id)
    assert "+ added purpose: How the evening went." in changes.text
    stale = as_("theresa").post(
        "therapist.own_measures.update", fields(rows(recall="today")) | {"deed": "save"}, **place
    )
    assert stale.status == 409
    assert "Somebody saved another version" in stale.text
    assert stale.has_value("today")
    assert stale.has_value("How the evening went.")
    assert stale.leads_to(f"/measures/{second.public_id}/edit")
    both = fields(rows(recall="today", purpose="How the evening went.")) | {"deed": "save"}
    place = {"instrument_id": second.public_id}
    assert as_("theresa").post("therapist.own_measures.update", both, **place).status == 303
    assert newest(db).based_on_id == second.id


@pytest.mark.parametrize("deed", ["edit", "update"])
def test_what_ships_with_hearth_is_not_edited_here(as_: As, db: Db, deed: str) -> None:
    shipped = newest(db, "gad-7")
    person = as_("theresa")
    ask = person.get if deed == "edit" else person.post
    assert ask(f"therapist.own_measures.{deed}", instrument_id=shipped.public_id).status == 404


def test_an_own_program_asks_it_on_the_occasions_that_were_ticked(
    as_: As, db: Db, cast: Cast
) -> None:
    send(as_, "save")
    made = newest(db)
    theresa = as_("theresa")
    place = {"instrument_id": made.public_id}
    assert "No program of your own yet" in theresa.get("therapist.measure_uses.new", **place).text
    shipped = db.get_one(ProgramRow, cast.cohort.program_id)
    theresa.post("therapist.programs.copy", {"title": "Ours"}, program_id=shipped.public_id)
    db.commit()
    copied = db.scalars(select(ProgramRow).where(ProgramRow.is_own)).one()
    assert "Does not know it yet" in theresa.get("therapist.measure_uses.new", **place).text
    empty = theresa.post("therapist.measure_uses.create", {"program": copied.slug}, **place)
    assert (empty.status, "Choose on which occasion" in empty.text) == (422, True)
    data = {"program": copied.slug, "occasions": ["baseline", "post"]}
    used = theresa.post("therapist.measure_uses.create", data, **place)
    assert used.status == 303
    page = theresa.open(used.location)
    asks = "- {instrument: own-evening-check, occasion: baseline, opens: start - 7d, closes: start}"
    assert asks in page.text
    assert page.text.count("own-evening-check, occasion:") == 2
    db.commit()
    program = db.scalars(select(ProgramRow).order_by(ProgramRow.id.desc()).limit(1)).one()
    assert program.based_on_id == copied.id
    again = theresa.post("therapist.measure_uses.create", data, **place)
    assert again.status == 422
    assert instrument_of(made).main.key == "total"
