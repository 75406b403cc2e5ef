"""FHIR Questionnaires for the tests: one that another program wrote, and the way out and back."""

import json
from typing import Any

import pytest

from clinic.content.faults import ContentError
from clinic.content.fhir_export import ORDINAL, export_questionnaire
from clinic.content.fhir_import import import_questionnaire
from clinic.content.instrument_forms import read_draft
from clinic.domain.measures.instruments import Instrument


def written(one: Instrument) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(export_questionnaire(one).text)
    return found


def back(questionnaire: object) -> tuple[Instrument, tuple[str, ...]]:
    imported = import_questionnaire(json.dumps(questionnaire).encode())
    draft = read_draft(imported.text, imported.key)
    assert draft.instrument is not None, draft.faults
    return draft.instrument, imported.lost


def faults(raw: bytes) -> str:
    with pytest.raises(ContentError) as caught:
        import_questionnaire(raw)
    return str(caught.value)


def foreign(**changed: Any) -> dict[str, Any]:
    options = [
        {"valueCoding": {"code": "n", "display": "No", "extension": [ordinal(0)]}},
        {"valueCoding": {"code": "y", "display": "Yes", "extension": [ordinal(2)]}},
    ]
    item = {"linkId": "a", "text": "Is it?", "type": "choice", "answerOption": options}
    other = item | {"linkId": "b", "text": "Was it?"}
    found = {
        "resourceType": "Questionnaire",
        "status": "active",
        "title": "Two things",
        "language": "en",
        "item": [item, other],
    }
    return found | changed


def ordinal(value: object) -> dict[str, object]:
    return {"url": ORDINAL, "valueDecimal": value}


HL7 = "http://hl7.org/fhir/StructureDefinition/"


WORDS = ("Never", "Now and then", "Often", "Nearly always")


Json = dict[str, Any]


def weight(value: object, name: str = "ordinalValue") -> Json:
    return {"url": f"{HL7}{name}", "valueDecimal": value}


def question(link: str, **more: Any) -> Json:
    return {"linkId": link, "text": f"How about {link}?", "type": "choice", **more}
