"""Questionnaires in the shapes that others publish, with words of our own: each comes in whole."""

import json
from collections.abc import Sequence
from typing import Any

import pytest

from clinic.content.fhir_import import ImportedQuestionnaire, import_questionnaire
from clinic.domain.measures.instruments import Instrument
from tests.content.questionnaires import HL7, WORDS, Json, back, foreign, question, weight

SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
LOINC = "http://loinc.org"


def told(questionnaire: object) -> tuple[Instrument, ImportedQuestionnaire]:
    imported = import_questionnaire(json.dumps(questionnaire).encode())
    return back(questionnaire)[0], imported


def total(link: str) -> Json:
    formula = {"url": f"{SDC}calculatedExpression", "valueExpression": {"expression": "sum"}}
    code = {"system": LOINC, "code": "99999-9"}
    named = {"linkId": link, "type": "quantity", "text": "Sum"}
    return {**named, "extension": [formula], "code": [code]}


def whole(items: list[Json], **more: Any) -> Json:
    return {"resourceType": "Questionnaire", "title": "Evening", "item": items, **more}


def concepts(name: str = "ordinalValue", values: Sequence[object] = (0, 1, 2, 3)) -> list[Json]:
    return [
        {"code": f"c{place}", "display": word, "extension": [weight(value, name)]}
        for place, (word, value) in enumerate(zip(WORDS, values, strict=True))
    ]


def in_set(**parts: Any) -> Json:
    return {"resourceType": "ValueSet", "id": "VS", "url": "http://example.org/vs", **parts}


SYSTEM = "http://example.org/cs"
CODES = [{"code": f"c{n}", "display": word} for n, word in enumerate(WORDS)]
WEIGHED = [
    {**code, "property": [{"code": "itemWeight", "valueDecimal": n}]}
    for n, code in enumerate(CODES)
]
LISTED = {"resourceType": "CodeSystem", "url": SYSTEM}
CONTAINED = {
    "composed, as in the guide's example": [
        in_set(compose={"include": [{"system": SYSTEM, "concept": concepts()}]})
    ],
    "expanded, as LHC-Forms tests": [in_set(expansion={"contains": concepts("itemWeight")})],
    "expanded, as Argonaut wrote": [
        in_set(expansion={"contains": concepts("valueset-ordinalValue")})
    ],
    "expanded with properties, R5": [in_set(expansion={"contains": WEIGHED})],
    "a code system with properties": [
        in_set(compose={"include": [{"system": SYSTEM, "concept": CODES}]}),
        {**LISTED, "concept": WEIGHED},
    ],
    "a whole code system": [
        in_set(compose={"include": [{"system": SYSTEM}]}),
        {**LISTED, "concept": concepts("codesystem-ordinalValue")},
    ],
}


@pytest.mark.parametrize("contained", CONTAINED.values(), ids=list(CONTAINED))
@pytest.mark.parametrize("address", ["#VS", "http://example.org/vs", "http://example.org/vs|1.0"])
def test_answers_in_a_value_set_of_the_file_come_in(contained: list[Json], address: str) -> None:
    group = {
        "linkId": "H1",
        "type": "group",
        "text": "Over the last days:",
        "item": [*(question(f"H1/{n}", answerValueSet=address) for n in range(1, 10)), total("TS")],
    }
    one, imported = told(whole([group], contained=contained))
    assert [(option.value, option.label) for option in one.options] == list(enumerate(WORDS))
    assert (len(one.items), one.main.minimum, one.main.maximum) == (9, 0, 27)
    assert one.lead_in == "Over the last days:"
    assert imported.read[0] == "9 questions with the values 0, 1, 2, 3"
    assert imported.lost == (
        "question TS: a score that the file computes by a formula, in whose place the sum stands",
        "question TS: the extension " + f"{SDC}calculatedExpression"[:80],
    )


def lhc(link: str, code: str, *, has_weights: bool = True) -> Json:
    """Make a question as LHC-Forms writes it: weight and prefix on the option, LOINC codes."""
    options: list[Json] = []
    for n, word in enumerate(WORDS):
        prefix = {"url": f"{HL7}questionnaire-optionPrefix", "valueString": str(n)}
        coding = {"system": LOINC, "code": f"LA{n}-{n}", "display": word}
        told = [prefix, weight(n)] if has_weights else []
        options.append({"extension": told, "valueCoding": coding})
    control = {"url": f"{HL7}questionnaire-itemControl", "valueCodeableConcept": {"text": "x"}}
    codes = [{"system": LOINC, "code": code}]
    return question(link, code=codes, extension=[control], required=True, answerOption=options)


def test_a_form_of_lhc_comes_in_with_its_codes_and_its_question_without_a_score() -> None:
    items = [lhc(f"/{n}", f"1111{n}-{n}") for n in range(1, 10)]
    items += [total("/sum"), lhc("/11112-2", "22222-2", has_weights=False)]
    code = [{"system": LOINC, "code": "33333-3"}]
    one, imported = told(whole(items, code=code))
    assert (len(one.items), len(one.extra), one.main.maximum) == (9, 1, 27)
    assert one.loinc is not None
    assert (one.loinc.panel, one.loinc.total) == ("33333-3", "99999-9")
    assert [code for _, code in one.loinc.answers] == ["LA0-0", "LA1-1", "LA2-2", "LA3-3"]
    assert "1 question that no score rests on" in imported.read
    assert any(each.startswith("question /11112-2: no score rests on it") for each in imported.new)


@pytest.mark.parametrize("name", ["itemWeight", "ordinalValue", "questionnaire-ordinalValue"])
@pytest.mark.parametrize("where", ["option", "coding"])
def test_a_weight_counts_before_a_code_that_is_a_number(name: str, where: str) -> None:
    options: list[Json] = []
    for value, word in enumerate(WORDS):
        coding: Json = {"code": str(value + 1), "display": word}
        holder: Json = {"valueCoding": coding}
        (holder if where == "option" else coding)["extension"] = [weight(value, name)]
        options.append(holder)
    one, imported = told(whole([question(f"{n}", answerOption=options) for n in range(7)]))
    assert (one.main.minimum, one.main.maximum) == (0, 21), "and not 7 to 28"
    assert imported.lost == ()


def test_without_weights_codes_prefixes_or_places_are_the_values_and_that_is_said() -> None:
    code = [{"valueCoding": {"code": str(n + 1), "display": w}} for n, w in enumerate(WORDS)]
    prefix = {"url": f"{HL7}questionnaire-optionPrefix"}
    prefixed = [
        {"valueString": w, "extension": [{**prefix, "valueString": f"{n + 2}."}]}
        for n, w in enumerate(WORDS)
    ]
    place = [{"valueString": word} for word in WORDS]
    answers = {"a": code, "b": prefixed, "c": place}
    one, imported = told(whole([question(name, answerOption=answers[name]) for name in answers]))
    firsts = [one.options_of(item)[0].value for item in one.items]
    assert firsts == [1, 2, 0]
    assert imported.new[:3] == (
        "question a: the values of the answers are their codes",
        "question b: the values of the answers are the numbers before them",
        "question c: the answers have no values, so each was given its place from 0",
    )


def test_the_best_answer_may_stand_first() -> None:
    falling = [
        {"valueCoding": {"code": f"c{n}", "display": word, "extension": [weight(3 - n)]}}
        for n, word in enumerate(WORDS)
    ]
    one, imported = told(whole([question("a", answerOption=falling)]))
    assert [(o.value, o.label) for o in one.options] == list(enumerate(reversed(WORDS)))
    assert any("from the lowest value to the highest here" in each for each in imported.new)


def test_r5_and_r3_are_read_beside_r4() -> None:
    r4 = foreign()
    r5 = json.loads(json.dumps(r4).replace('"type": "choice"', '"type": "coding"'))
    r5 |= {"versionAlgorithmString": "semver", "copyrightLabel": "Ours"}
    for item in r5["item"]:
        item |= {"answerConstraint": "optionsOnly", "disabledDisplay": "hidden"}
        item["answerOption"][0]["initialSelected"] = True
    r3 = json.loads(json.dumps(r4).replace('"answerOption"', '"option"'))
    read = [back(each)[0] for each in (r4, r5, r3)]
    assert [each.options for each in read] == [read[0].options] * 3
    assert [each.items for each in read] == [read[0].items] * 3

    texts = json.loads(json.dumps(r4).replace('"type": "choice"', '"type": "string"'))
    assert back(texts)[0].items == read[0].items

    r5["item"][0]["answerConstraint"] = "optionsOrString"
    assert "question a: an answer in one’s own words" in back(r5)[1]


def test_a_bundle_brings_its_value_sets() -> None:
    (sets, system) = CONTAINED["a code system with properties"]
    asked = whole([question("a", answerValueSet="http://example.org/vs")])
    entries = [{"resource": each} for each in (asked, sets, system)]
    bundle = {"resourceType": "Bundle", "entry": entries}
    assert back(bundle)[0].main.maximum == 3
