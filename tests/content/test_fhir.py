"""FHIR Questionnaires: out and back without a loss, and what others wrote with its losses told."""

import json
from dataclasses import replace

import pytest

from clinic.content.fhir_export import LOINC, ORDINAL, export_questionnaire
from clinic.content.fhir_import import import_questionnaire
from clinic.content.instrument_files import load_instruments, parse_instrument
from clinic.content.instrument_forms import draft_of
from clinic.domain.measures.instruments import Instrument, Loinc
from tests.content.questionnaires import back, foreign, written
from tests.measures import TODAY, rows

SHIPPED = load_instruments().instruments


def sendable(one: Instrument) -> Loinc | None:
    """Give the codes that leave: a panel of which some are unverified does not come back."""
    return None if one.loinc is None or one.loinc.unverified else one.loinc


@pytest.mark.parametrize("one", SHIPPED.values(), ids=list(SHIPPED))
def test_every_shipped_instrument_comes_back_as_it_went(one: Instrument) -> None:
    again, lost = back(written(one))
    assert replace(again, loinc=None) == replace(one, loinc=None)
    assert again.loinc == sendable(one)
    assert [each for each in lost if "LOINC" not in each] == []


def test_a_measure_of_ones_own_comes_back_as_it_went() -> None:
    one = draft_of(rows(), "own-evening", TODAY, None).instrument
    assert one is not None
    again, lost = back(written(one))
    assert again == one
    assert lost == ()


def test_codes_and_ordinal_values_stand_where_fhir_has_a_place_for_them() -> None:
    questionnaire = written(SHIPPED["gad-7"])
    assert questionnaire["code"] == [{"system": LOINC, "code": "69737-5"}]
    first = next(item for item in questionnaire["item"] if item["linkId"] == "1")
    assert first["code"] == [{"system": LOINC, "code": "69725-0"}]
    answer = first["answerOption"][3]["valueCoding"]
    assert answer["code"] == "LA6571-9"
    assert answer["extension"] == [{"url": ORDINAL, "valueDecimal": 3}]
    assert "No permission required" in questionnaire["copyright"]


def test_an_unverified_code_is_not_sent_and_the_page_says_so() -> None:
    exported = export_questionnaire(SHIPPED["phq-9"])
    assert "44260-8" not in exported.text.replace("loinc", "")
    assert "LOINC codes that nobody has verified" in exported.left_out
    assert "which questions are reversed" not in exported.ours_alone
    assert "which questions are reversed" in export_questionnaire(SHIPPED["rses"]).ours_alone


def test_what_others_wrote_gets_a_plain_sum_and_says_so() -> None:
    imported = import_questionnaire(json.dumps(foreign()).encode())
    one, _ = back(foreign())
    assert [item.text for item in one.items] == ["Is it?", "Was it?"]
    assert [option.value for option in one.options] == [0, 2]
    assert one.main.rule.name == "sum"
    assert (one.main.minimum, one.main.maximum) == (0, 4)
    assert one.rights is not None
    assert one.rights.media == frozenset()
    assert imported.read == ("2 questions with the values 0, 2",)
    assert any("FHIR does not say how the answers are scored" in each for each in imported.new)
    assert imported.lost == ()


def test_what_cannot_be_taken_is_named_with_its_question() -> None:
    items = foreign()["item"]
    group = {"linkId": "g", "type": "group", "text": "Part one", "item": items}
    free = {"linkId": "t", "type": "text", "text": "Anything else?"}
    switch = {
        "linkId": "i",
        "type": "integer",
        "text": "How many?",
        "enableWhen": [{"question": "a", "operator": "exists", "answerBoolean": True}],
        "extension": [
            {"url": "http://hl7.org/fhir/StructureDefinition/minValue", "valueInteger": 0},
            {"url": "http://hl7.org/fhir/StructureDefinition/maxValue", "valueInteger": 5},
            {"url": "http://example.org/odd", "valueString": "x"},
        ],
    }
    one, lost = back(
        foreign(item=[group, free, switch, {"linkId": "q", "type": "boolean", "text": "Well?"}])
    )
    assert one.lead_in == "Part one"
    assert [len(one.options_of(item)) for item in one.asked] == [2, 2, 6, 2]
    assert [item.number for item in one.extra] == [3, 4]
    told = "\n".join(lost)
    assert "question t: answers of the type text have no score" in told
    assert "question i: enableWhen" in told
    assert "question i: the extension http://example.org/odd" in told
    assert "question q: yes and no were given the codes 1 and 0" in told


def test_a_scoring_key_that_contradicts_the_questions_is_left_out() -> None:
    questionnaire = written(SHIPPED["core-10"])
    for item in questionnaire["item"]:
        item.pop("extension", None)
    one, lost = back(questionnaire)
    assert one.reversed_items == frozenset()
    assert "the scoring key of the file, which could not be read" in lost


def test_the_text_that_is_imported_is_a_file_that_can_be_read() -> None:
    imported = import_questionnaire(json.dumps(written(SHIPPED["wsas"])).encode())
    assert imported.is_ours
    assert parse_instrument(imported.text, "wsas.yaml") == SHIPPED["wsas"]
