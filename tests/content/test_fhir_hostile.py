"""Hostile and broken Questionnaires: each is answered with a sentence and its place."""

import json
from typing import Any

import pytest

from clinic.content.fhir_export import EXTENSION
from clinic.content.fhir_import import import_questionnaire
from clinic.content.instrument_files import load_instruments
from tests.content.questionnaires import back, faults, foreign, ordinal, written

SHIPPED = load_instruments().instruments


def nested(depth: int) -> bytes:
    return b'{"resourceType": "Questionnaire", "item": ' + b"[" * depth + b"]" * depth + b"}"


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "expected JSON"),
        (b"{", "questionnaire.json:1: expected JSON"),
        (b"\xff\xfe", "expected JSON in UTF-8"),
        (b"[]", "expected a Questionnaire"),
        (b'{"resourceType": "Patient"}', "expected a Questionnaire, found 'Patient'"),
        (b'{"resourceType": "Questionnaire"}', "at least one question"),
        (b'{"resourceType": "Bundle", "entry": [7]}', "a bundle with one Questionnaire, found 0"),
        (b'{"resourceType": "Questionnaire", "status": NaN}', "expected numbers, found NaN"),
        (b'{"a": 1, "a": 2}', "expected each name once, found 'a' again"),
        (nested(80), "expected at most 64 levels of nesting, at item[0][0]"),
        (nested(200_000), "nested no deeper than a form"),
        (b" " * (1024 * 1024 + 1), "expected a file of at most 1 MB"),
    ],
)
def test_hostile_json_is_answered_with_a_sentence(raw: bytes, told: str) -> None:
    assert told in faults(raw)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"item": []}, "at least one question"),
        ({"item": [{"linkId": "a", "type": "riddle"}]}, "at least one question"),
        ({"item": [{"linkId": "a"}]}, "type"),
        ({"item": {"linkId": "a"}}, "item: a list of questions was expected"),
        ({"item": [7]}, "item[0]: a question was expected"),
        ({"modifierExtension": []}, "a Questionnaire without modifierExtension"),
        ({"status": "odd"}, "at least one question"),
    ],
)
def test_a_wrong_questionnaire_is_answered_with_its_place(
    changed: dict[str, Any], told: str
) -> None:
    raw = json.dumps(foreign() | {"item": []} | changed).encode()
    assert told in faults(raw)


@pytest.mark.parametrize("value", [1.5, -1, 101, 1e300, "1", True, [1], {}])
def test_a_value_that_is_no_code_is_refused_with_its_place(value: object) -> None:
    questionnaire = foreign()
    option = questionnaire["item"][0]["answerOption"][0]["valueCoding"]
    option["extension"] = [ordinal(value)]
    assert "from 0 to 100 at item[0].answerOption[0]" in faults(json.dumps(questionnaire).encode())


@pytest.mark.parametrize("odd", [None, 7, "x", [], {}, [7], [[]], {"a": []}, True])
@pytest.mark.parametrize(
    "name",
    [
        "item",
        "answerOption",
        "answerValueSet",
        "extension",
        "code",
        "text",
        "type",
        "linkId",
        "options",
        "repeats",
        "enableWhen",
        "prefix",
        "initial",
        "answerConstraint",
    ],
)
def test_a_slip_in_one_question_keeps_no_other_from_coming_in(name: str, odd: object) -> None:
    questionnaire = foreign()
    questionnaire["item"].append({**questionnaire["item"][0], "linkId": "c", name: odd})
    one, _ = back(questionnaire)
    assert [item.text for item in one.items][:2] == ["Is it?", "Was it?"]


@pytest.mark.parametrize("odd", [None, 7, "x", [], {}, [7], [{"x": 1}], {"a": []}, True])
@pytest.mark.parametrize(
    "name",
    [
        "contained",
        "meta",
        "extension",
        "code",
        "title",
        "name",
        "version",
        "language",
        "date",
        "publisher",
        "copyright",
        "description",
        "url",
        "contact",
        "status",
        "subjectType",
        "text",
        "effectivePeriod",
        "identifier",
        "experimental",
    ],
)
def test_a_slip_in_the_whole_keeps_no_question_from_coming_in(name: str, odd: object) -> None:
    one, _ = back(foreign(**{name: odd}))
    assert [item.text for item in one.items] == ["Is it?", "Was it?"]


def test_a_key_with_tags_or_anchors_is_not_read() -> None:
    questionnaire = written(SHIPPED["core-10"])
    key = questionnaire["extension"][0]
    assert key["url"] == f"{EXTENSION}scoring-key"
    for bad in ("!!python/object:os.system {}", "a: &x 1\nb: *x", "- 1", "key: [", "rights: 7"):
        key["valueString"] = bad
        imported = import_questionnaire(json.dumps(questionnaire).encode())
        assert imported.key.startswith("own-") or bad == "rights: 7"
