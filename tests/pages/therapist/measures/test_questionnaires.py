"""Instruments as FHIR Questionnaires on the page: what leaves, what comes in, what is refused."""

import io
import json
from collections.abc import Callable

from sqlalchemy import select

from clinic.content.fhir_export import export_questionnaire
from clinic.content.instrument_files import load_instruments
from clinic.db import Db
from clinic.models.programs import InstrumentRow
from tests.client import Page, Person
from tests.content.questionnaires import foreign
from tests.measures import fields, rows

As = Callable[[str], Person]


def row(db: Db, key: str) -> InstrumentRow:
    db.commit()
    return db.scalars(select(InstrumentRow).where(InstrumentRow.key == key)).one()


def test_the_page_says_what_only_hearth_reads_and_gives_the_file(as_: As, db: Db) -> None:
    place = {"instrument_id": row(db, "phq-9").public_id}
    page = as_("theresa").get("therapist.questionnaires.show", **place)
    assert "what is done when answers are missing" in page.text
    assert "LOINC codes that nobody has verified" in page.text
    file = as_("theresa").get("therapist.questionnaires.download", **place).answer
    assert file.mimetype == "application/fhir+json"
    assert file.get_json(force=True)["resourceType"] == "Questionnaire"


def test_words_that_may_not_be_passed_on_stay_here_with_a_sentence(as_: As, db: Db) -> None:
    theresa = as_("theresa")
    theresa.post("therapist.own_measures.create", fields(rows()) | {"deed": "save"})
    place = {"instrument_id": row(db, "own-evening-check").public_id}
    for deed in ("show", "download"):
        refused = theresa.get(f"therapist.questionnaires.{deed}", **place)
        assert refused.status == 303
        page = theresa.open(refused.location)
        sentence = "The rights of Evening check do not allow its wording in a file for others."
        assert sentence in page.text


def send(as_: As, text: str) -> Page:
    data = {"file": (io.BytesIO(text.encode()), "form.json")}
    return as_("theresa").post("therapist.questionnaires.create", data)


def test_a_questionnaire_becomes_a_draft_with_its_losses_and_is_saved_from_there(
    as_: As, db: Db
) -> None:
    page = send(as_, json.dumps(foreign()))
    assert page.status == 200
    assert "FHIR does not say how the answers are scored" in page.text
    assert "key: own-two-things" in page.html
    db.commit()
    assert not db.scalars(select(InstrumentRow).where(InstrumentRow.is_own)).all()


def test_what_hearth_wrote_comes_back_with_its_key(as_: As) -> None:
    one = load_instruments().instruments["wsas"]
    page = send(as_, export_questionnaire(one).text)
    assert "The scoring key is the one that Hearth wrote" in page.text


def test_a_file_that_is_none_is_answered_with_a_sentence(as_: As) -> None:
    page = send(as_, '{"resourceType": "Patient"}')
    assert page.status == 422
    assert "expected a Questionnaire, found" in page.text
