"""An instrument as a FHIR R4 Questionnaire, and a list of what other programs will not read in it.

What FHIR has a place for stands there: questions, answers with their codes as ordinal values, LOINC
codes, copyright, language. The scoring key has none; it travels in extensions of ours, of which
docs/content-format.md tells the meaning, and which other programs pass over.
"""

import json
from dataclasses import dataclass

from clinic.content.instrument_writing import (
    license_of,
    rights_of,
    scoring_of,
    write_document,
)
from clinic.domain.measures.instruments import Instrument, Item, Option
from clinic.domain.text import N_

EXTENSION = "urn:hearth:fhir:"
"""Begins the name of each extension of ours."""
ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
LOINC = "http://loinc.org"
CODES = "urn:hearth:fhir:answers:"
"""The system of the answer codes of an instrument that has no other; its key follows."""

Json = dict[str, object]


@dataclass(frozen=True)
class Exported:
    """A Questionnaire as text, and what is in it that only Hearth reads."""

    text: str
    ours_alone: tuple[str, ...]
    left_out: tuple[str, ...]


def export_questionnaire(instrument: Instrument) -> Exported:
    """Write an instrument as a Questionnaire that the R4 models accept."""
    questionnaire = _questionnaire(instrument)
    _validate(questionnaire)
    text = json.dumps(questionnaire, ensure_ascii=False, indent=2) + "\n"
    return Exported(text, tuple(_ours_alone(instrument)), tuple(_left_out(instrument)))


def _validate(questionnaire: Json) -> None:
    """Hold a Questionnaire against the models; raises `ValueError` with their sentences."""
    # Takes half a second to import, which no command but these should wait for.
    from fhir.resources.R4B.questionnaire import Questionnaire

    # FHIR R4B left the Questionnaire of R4 as it was.
    Questionnaire.model_validate(questionnaire)


def _questionnaire(instrument: Instrument) -> Json:
    loinc = instrument.loinc
    rights = instrument.rights
    found: Json = {
        "resourceType": "Questionnaire",
        "extension": [_extension("scoring-key", valueString=_scoring_text(instrument))],
        "url": f"urn:hearth:instrument:{instrument.key}",
        "version": instrument.key_version,
        "name": "".join(part.title() for part in instrument.key.replace("@", "-").split("-")),
        "title": instrument.name,
        "status": "active",
        "subjectType": ["Patient"],
        "language": instrument.language,
        "description": instrument.purpose,
        "identifier": [{"system": "urn:hearth:instrument", "value": instrument.key}],
    }
    if rights is not None and (rights.notice or rights.holder):
        found["copyright"] = rights.notice or f"© {rights.holder}"
    if loinc is not None and loinc.panel not in loinc.unverified:
        found["code"] = [{"system": LOINC, "code": loinc.panel}]
    found["item"] = _items(instrument)
    return {key: value for key, value in found.items() if value not in ("", [])}


def _items(instrument: Instrument) -> list[Json]:
    items: list[Json] = []
    if instrument.lead_in:
        items.append({"linkId": "lead-in", "text": instrument.lead_in, "type": "display"})
    for item in instrument.asked:
        if item.heading:
            heading = {"linkId": f"heading-{item.number}", "text": item.heading, "type": "display"}
            items.append(dict(heading))
        items.append(_question(instrument, item))
    return items


def _question(instrument: Instrument, item: Item) -> Json:
    question: Json = {"linkId": str(item.number)}
    extensions = []
    if item.number in instrument.reversed_items:
        extensions.append(_extension("reversed", valueBoolean=True))
    if item.number not in instrument.scored_items:
        extensions.append(_extension("not-scored", valueBoolean=True))
    if extensions:
        question["extension"] = extensions
    loinc = instrument.loinc
    code = dict(loinc.items).get(item.number) if loinc else None
    if loinc is not None and code and code not in loinc.unverified:
        question["code"] = [{"system": LOINC, "code": code}]
    question |= {"prefix": f"{item.number}.", "type": "choice", "required": False}
    if item.text:
        question["text"] = item.text
    shared = {} if item.options else dict(loinc.answers) if loinc else {}
    question["answerOption"] = [
        _answer(instrument, option, shared.get(option.value))
        for option in instrument.options_of(item)
    ]
    return question


def _answer(instrument: Instrument, option: Option, loinc_code: str | None) -> Json:
    unverified = instrument.loinc.unverified if instrument.loinc else frozenset[str]()
    is_loinc = loinc_code is not None and loinc_code not in unverified
    coding: Json = {
        "extension": [{"url": ORDINAL, "valueDecimal": option.value}],
        "system": LOINC if is_loinc else f"{CODES}{instrument.key}",
        "code": loinc_code if is_loinc else str(option.value),
    }
    if option.label:
        coding["display"] = option.label
    return {"valueCoding": coding}


def _extension(name: str, **value: object) -> Json:
    return {"url": f"{EXTENSION}{name}", **value}


def _scoring_text(instrument: Instrument) -> str:
    """Write what FHIR has no place for as the YAML of an instrument file."""
    loinc = instrument.loinc
    return write_document(
        {
            "key": instrument.key,
            "form": instrument.form,
            "short_name": instrument.short_name,
            "recall": instrument.recall,
            "extra": len(instrument.extra),
            **scoring_of(instrument),
            "wording_source": instrument.wording_source
            and {
                "source": instrument.wording_source.text,
                "verified": instrument.wording_source.mark,
            },
            "rights": instrument.rights and rights_of(instrument.rights),
            "license": instrument.license and license_of(instrument.license),
            "loinc_total": loinc.total if loinc else None,
        }
    )


def _ours_alone(instrument: Instrument) -> list[str]:
    parts = {
        N_("which questions are reversed"): bool(instrument.reversed_items),
        N_("the scores, their rules and their questions"): True,
        N_("what is done when answers are missing"): any(
            scale.missing_rule.up_to for scale in instrument.scales
        ),
        N_("the ranges with their names"): any(scale.bands for scale in instrument.scales),
        N_("cut-offs, norms and reliable change"): any(
            scale.cutoff or scale.norms or scale.reliable_change for scale in instrument.scales
        ),
        N_("the algorithms"): bool(instrument.algorithms),
        N_("the questions that open a risk case"): bool(instrument.risk_items),
        N_("where each figure comes from and whether it was verified"): True,
        N_("the rights record"): instrument.rights is not None,
        N_("the worked example"): instrument.example is not None,
    }
    return [words for words, is_there in parts.items() if is_there]


def _left_out(instrument: Instrument) -> list[str]:
    loinc = instrument.loinc
    parts = {
        N_("LOINC codes that nobody has verified"): bool(loinc and loinc.unverified),
        N_("the words of the questions, which are not here"): not instrument.has_wording,
    }
    return [words for words, is_there in parts.items() if is_there]
