"""The answers of a Questionnaire's question with their values: options, value sets, code systems.

A value is the weight that R5 calls `itemWeight` and R4 `ordinalValue`, wherever it is allowed to
stand: on the option, on its coding, on a concept of a contained value set or code system.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

Json = Mapping[str, Any]

LOINC = "http://loinc.org"
LONGEST_LABEL = 120
_WEIGHTS = (
    "itemWeight",
    "ordinalValue",
    "questionnaire-ordinalValue",
    "valueset-ordinalValue",
    "codesystem-ordinalValue",
    "iso21090-CO-value",
)
"""The last part of the extension's address, the newest first."""
_PROPERTIES = {"itemWeight", "ordinalValue", "weight", "ordinal"}
_PREFIX = "questionnaire-optionPrefix"
_VALUES = ("valueCoding", "valueInteger", "valueString", "valueDate", "valueTime")
_DEEPEST = 6


class Origin(IntEnum):
    """Where the value of an answer comes from, the surest first."""

    WEIGHT = 0
    CODE = 1
    PREFIX = 2
    PLACE = 3


@dataclass(frozen=True)
class FhirAnswer:
    """One answer as the file has it; the value is as it was written, whatever it may be."""

    label: str
    value: Any
    origin: Origin
    loinc: str = ""


class ValueSets:
    """The value sets and code systems that a file holds, by their id and their address."""

    def __init__(self, resources: Sequence[Any]) -> None:
        self._sets: dict[str, Json] = {}
        self._systems: dict[str, Json] = {}
        for each in dicts(resources):
            kind = each.get("resourceType")
            found = {"ValueSet": self._sets, "CodeSystem": self._systems}.get(str(kind))
            if found is not None:
                found[f"#{each.get('id')}"] = each
                found[str(each.get("url"))] = each

    def concepts(self, address: str) -> list[Json] | None:
        """List the codings of a value set, or `None` where the file does not hold it."""
        plain = address.partition("|")[0]
        found = self._sets.get(plain)
        if found is None:
            return None
        expanded = list(_flat(_part(found, "expansion").get("contains"), "contains"))
        return expanded or list(self._composed(_part(found, "compose")))

    def weight(self, coding: Json) -> Any:
        """Find the value of a code in its code system."""
        system = self._systems.get(str(coding.get("system")))
        for concept in _flat((system or {}).get("concept"), "concept"):
            if concept.get("code") == coding.get("code"):
                return weight_of(concept)
        return None

    def _composed(self, compose: Json) -> Iterator[Json]:
        for include in dicts(compose.get("include")):
            system = str(include.get("system", ""))
            listed = list(dicts(include.get("concept")))
            if not listed and "filter" not in include:
                listed = list(_flat(self._systems.get(system, {}).get("concept"), "concept"))
            for concept in listed:
                yield {"system": system, **concept}


def answers_of(item: Json, sets: ValueSets) -> list[FhirAnswer] | str:
    """List the answers of a question, or say in words why there are none."""
    address = item.get("answerValueSet") or _part(item, "options").get("reference")
    options = [*dicts(item.get("answerOption") or item.get("option"))]
    if options:
        return [_answer(option, place, sets) for place, option in enumerate(options)]
    if not isinstance(address, str):
        return "no answers to choose from"
    concepts = sets.concepts(address)
    if concepts is None:
        return f"its answers stand in {address[:80]}, which is not in the file"
    found = [_coded(concept, concept, place, sets) for place, concept in enumerate(concepts)]
    return found or f"no answers stand in {address[:80]}"


def weight_of(*parts: Json) -> Any:
    """Find the weight in the extensions or the properties of an answer; the newest name counts."""
    named = {
        str(each.get("url", "")).rpartition("/")[2]: each
        for part in parts
        for each in dicts(part.get("extension"))
    }
    for name in _WEIGHTS:
        if name in named:
            return _number(named[name])
    for part in parts:
        for each in dicts(part.get("property")):
            if each.get("code") in _PROPERTIES:
                return _number(each)
    return None


def dicts(value: Any) -> Iterator[Json]:
    """Give the objects of a list; what is no list or no object is passed over."""
    return (
        (each for each in value if isinstance(each, dict)) if isinstance(value, list) else iter(())
    )


def words(value: Any) -> str:
    """Give a text on one line."""
    return " ".join(value.split()) if isinstance(value, str) else ""


def _answer(option: Json, place: int, sets: ValueSets) -> FhirAnswer:
    name = next((name for name in _VALUES if name in option), "")
    value = option.get(name)
    if isinstance(value, dict):
        return _coded(value, option, place, sets)
    label = words(value) if isinstance(value, str) else "" if value is None else str(value)
    weight = weight_of(option, _part(option, f"_{name}"))
    if weight is not None:
        return FhirAnswer(label, weight, Origin.WEIGHT)
    if name == "valueInteger":
        return FhirAnswer(label, value, Origin.CODE)
    return _by_prefix(label, option, place, "")


def _coded(coding: Json, option: Json, place: int, sets: ValueSets) -> FhirAnswer:
    code = str(coding.get("code") or "")
    label = words(coding.get("display")) or code
    loinc = code if coding.get("system") == LOINC else ""
    weight = weight_of(option, coding)
    if weight is None:
        weight = sets.weight(coding)
    if weight is not None:
        return FhirAnswer(label if coding.get("display") else "", weight, Origin.WEIGHT, loinc)
    if code.isascii() and code.isdecimal() and len(code) < 4:
        return FhirAnswer(words(coding.get("display")), int(code), Origin.CODE)
    return _by_prefix(label, option, place, loinc)


def _by_prefix(label: str, option: Json, place: int, loinc: str) -> FhirAnswer:
    for each in dicts(option.get("extension")):
        text = str(each.get("valueString", ""))
        if str(each.get("url", "")).endswith(f"/{_PREFIX}") and text.strip(". )").isdecimal():
            return FhirAnswer(label, int(text.strip(". )")), Origin.PREFIX, loinc)
    return FhirAnswer(label, place, Origin.PLACE, loinc)


def _number(holder: Json) -> Any:
    return next((holder[n] for n in ("valueDecimal", "valueInteger") if n in holder), None)


def _part(value: Json, name: str) -> Json:
    found = value.get(name)
    return found if isinstance(found, dict) else {}


def _flat(value: Any, below: str, depth: int = 0) -> Iterator[Json]:
    for each in dicts(value):
        if "code" in each and not each.get("abstract"):
            yield each
        if depth < _DEEPEST:
            yield from _flat(each.get(below), below, depth + 1)
