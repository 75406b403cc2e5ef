"""A FHIR Questionnaire of R4, R4B or R5 as the text of an instrument file, with all that was lost.

What other programs wrote has no scoring key: their questions come with a plain sum, to be looked
over before anything is saved. What Hearth wrote itself reads back as the same instrument. Only the
parts that an instrument is made of are held against a shape: models of the whole resource refuse a
questionnaire for the address of a telephone, and each version of FHIR has models of its own.
"""

import json
from dataclasses import dataclass
from typing import NoReturn

from clinic.content.documents import UNTYPED
from clinic.content.faults import ContentError, FaultReport
from clinic.content.fhir_answers import LOINC, Json, Origin, ValueSets, dicts, words
from clinic.content.fhir_export import EXTENSION
from clinic.content.fhir_items import FoundItems, Question, walk
from clinic.content.fhir_keys import KEY_PARTS, ScoringKey, plain_key, read_key
from clinic.content.fhir_told import told_new, told_read
from clinic.content.instrument_scales import MOST_ITEMS
from clinic.content.instrument_writing import Document, OneLineList, Quoted, write_document
from clinic.content.worksheets import LANGUAGE

LARGEST_JSON = 1024 * 1024
DEEPEST_JSON = 64

_READ = {
    *("resourceType", "id", "meta", "extension", "url", "identifier", "version", "name"),
    *("title", "status", "subjectType", "language", "description", "copyright", "code"),
    *("item", "experimental", "date", "publisher", "contained", "text", "copyrightLabel"),
}
"""What is read, or says nothing that a questionnaire of ours would lose."""
_MOST_REASONS = 5
_LONGEST_CODE = 20
_LONGEST_LANGUAGE = 5


@dataclass(frozen=True)
class ImportedQuestionnaire:
    """The text that a Questionnaire becomes; what was read, what is new here, what was lost."""

    text: str
    key: str
    read: tuple[str, ...]
    new: tuple[str, ...]
    lost: tuple[str, ...]
    is_ours: bool


class _Refused(Exception):
    """The JSON is no Questionnaire that can be scored; the text says what was expected."""


def import_questionnaire(raw: bytes, file: str = "questionnaire.json") -> ImportedQuestionnaire:
    """Read a Questionnaire, or raise every fault that is in it."""
    report = FaultReport(file)
    try:
        return _read(_parsed(raw))
    except _Refused as refused:
        report.add(1, f"expected {refused}")
    except json.JSONDecodeError as error:
        report.add(error.lineno, f"expected JSON ({error.msg})")
    except (UnicodeDecodeError, RecursionError):
        report.add(1, "expected JSON in UTF-8, nested no deeper than a form")
    raise ContentError(tuple(report.faults))


def _parsed(raw: bytes) -> Json:
    if len(raw) > LARGEST_JSON:
        _refuse("a file of at most 1 MB")
    text = raw.decode("utf-8-sig")
    read = json.loads(text, object_pairs_hook=_each_key_once, parse_constant=_no_constant)
    _check_depth(read, "")
    if isinstance(read, dict) and read.get("resourceType") == "Bundle":
        return _of_bundle(read)
    if not isinstance(read, dict) or read.get("resourceType") != "Questionnaire":
        found = read.get("resourceType") if isinstance(read, dict) else None
        _refuse(f"a Questionnaire, found {str(found)[:40]!r}" if found else "a Questionnaire")
    return read


def _of_bundle(bundle: Json) -> Json:
    """Take the one Questionnaire of a bundle, with the value sets that come beside it."""
    entries = [each.get("resource") for each in dicts(bundle.get("entry"))]
    resources = list(dicts(entries))
    found = [each for each in resources if each.get("resourceType") == "Questionnaire"]
    if len(found) != 1:
        _refuse(f"a bundle with one Questionnaire, found {len(found)}")
    beside = [each for each in resources if each is not found[0]]
    return {**found[0], "contained": [*dicts(found[0].get("contained")), *beside]}


def _read(questionnaire: Json) -> ImportedQuestionnaire:
    if "modifierExtension" in questionnaire or "implicitRules" in questionnaire:
        _refuse(
            "a Questionnaire without modifierExtension or implicitRules, which turn its meaning"
        )
    contained = questionnaire.get("contained")
    found = FoundItems(ValueSets(contained if isinstance(contained, list) else []))
    walk(questionnaire.get("item"), found)
    found.keep_worded()
    lost = [*found.lost, *found.odd_parts()]
    if not found.questions:
        reasons = "; ".join(lost[:_MOST_REASONS])
        told = f": {reasons}" if reasons else ""
        _refuse(f"at least one question with answers that can be scored{told}")
    if found.has_weights and all(each.origin is not Origin.WEIGHT for each in found.questions):
        _refuse(f"weights of answers that can be added up: {'; '.join(lost[:_MOST_REASONS])}")
    if len(found.questions) > MOST_ITEMS:
        _refuse(f"at most {MOST_ITEMS} questions")
    lost = [*_unread(questionnaire), *lost]
    own = _ours(questionnaire)
    key = read_key(own, _reversed(found.questions)) if own else None
    if own and key is None:
        lost.append("the scoring key of the file, which could not be read")
    questions, extra = (found.questions, key.extra) if key else _scored_first(found.questions)
    split = len(questions) - extra
    new = told_new(questions, split, found.turned) if key is None else []
    document = _document(
        questionnaire, found, questions, key or plain_key(questionnaire, extra, new), lost
    )
    return ImportedQuestionnaire(
        text=write_document(document),
        key=str(document["key"]),
        read=tuple(told_read(questions, split, found.lead_in, has_loinc="loinc" in document)),
        new=tuple(new),
        lost=tuple(lost),
        is_ours=key is not None,
    )


def _scored_first(questions: list[Question]) -> tuple[list[Question], int]:
    """Put questions without values behind those with weights, and count them.

    Where some answers have weights, a sum of the file counts no others.
    """
    best = min(each.origin for each in questions)
    if best.value > 0:
        return questions, 0
    scored = [each for each in questions if each.origin is best]
    others = [each for each in questions if each.origin is not best]
    return [*scored, *others], len(others)


def _reversed(questions: list[Question]) -> list[int]:
    return [number for number, each in enumerate(questions, start=1) if each.is_reversed]


def _document(
    questionnaire: Json,
    found: FoundItems,
    questions: list[Question],
    key: ScoringKey,
    lost: list[str],
) -> Document:
    split = len(questions) - key.extra
    shared = questions[0].options
    items = [
        {
            "heading": each.heading,
            "text": each.text or None,
            "options": None if each.options == shared else _written(each.options),
        }
        for each in questions
    ]
    is_worded = any(item["text"] for item in items)
    head = {
        "key": key.key,
        "form": key.form,
        "key_version": Quoted(_said(questionnaire, "version", 20) or "1"),
        "name": _said(questionnaire, "title", 120, lost)
        or _said(questionnaire, "name", 120)
        or "Measure",
        "short_name": key.short_name,
        "purpose": _said(questionnaire, "description", 300, lost) or key.purpose,
        "recall": key.recall,
        "language": _language(questionnaire),
        "lead_in": found.lead_in,
        "options": _written(shared),
        "items": [_plain(item) for item in items[:split]] if is_worded else None,
        "item_count": None if is_worded else split,
        "extra": [_whole(item) for item in items[split:]],
    }
    loinc = _loinc(questionnaire, questions[:split], key.loinc_total or found.total, lost)
    return {**head, **key.parts, **({"loinc": loinc} if loinc else {})}


def _said(questionnaire: Json, name: str, most: int, lost: list[str] | None = None) -> str:
    text = UNTYPED.sub("", words(questionnaire.get(name)))
    if lost is not None and len(text) > most:
        lost.append(f"the questionnaire: the end of its {name}, after {most} characters")
    return text[:most]


def _language(questionnaire: Json) -> str:
    given = words(questionnaire.get("language"))
    return given if LANGUAGE.fullmatch(given) and len(given) <= _LONGEST_LANGUAGE else "en"


def _written(options: tuple[tuple[int, str], ...]) -> object:
    values = [value for value, _ in options]
    is_row = values == list(range(values[0], values[-1] + 1))
    if is_row and not any(label for _value, label in options):
        return {"low": values[0], "high": values[-1]}
    return [{"value": value, "label": label} for value, label in options]


def _plain(item: Document) -> object:
    return item["text"] if not item["options"] and not item["heading"] else _whole(item)


def _whole(item: Document) -> Document:
    return {name: item[name] for name in ("heading", "text", "options")}


def _loinc(
    questionnaire: Json, scored: list[Question], total: str, lost: list[str]
) -> Document | None:
    codes = [c for c in dicts(questionnaire.get("code")) if c.get("system") == LOINC]
    items = [each.loinc[:_LONGEST_CODE] for each in scored]
    if not codes or not all(items):
        if codes or any(items):
            lost.append("LOINC codes, which stand at some places and not at all")
        return None
    answers = scored[0].answer_codes
    panel = str(codes[0].get("code", ""))[:_LONGEST_CODE]
    return {
        "panel": panel,
        "total": total[:_LONGEST_CODE] or panel,
        "items": OneLineList(items),
        "answers": OneLineList(answers if all(answers) else ()),
    }


def _ours(questionnaire: Json) -> str:
    return next(
        (
            str(extension.get("valueString", ""))
            for extension in dicts(questionnaire.get("extension"))
            if extension.get("url") == f"{EXTENSION}scoring-key"
        ),
        "",
    )


def _unread(questionnaire: Json) -> list[str]:
    """Name the parts of the whole that are not read, on one line, and each extension."""
    names = sorted(n for n in set(questionnaire) - _READ if not n.startswith("_"))
    found = [f"the questionnaire: {', '.join(name[:40] for name in names)}"] if names else []
    urls = {str(each.get("url", "")) for each in dicts(questionnaire.get("extension"))}
    others = sorted(url for url in urls if not url.startswith(EXTENSION))
    return [*found, *(f"the questionnaire: the extension {url[:80]}" for url in others)]


def _check_depth(value: object, path: str, depth: int = 0) -> None:
    if depth > DEEPEST_JSON:
        _refuse(f"at most {DEEPEST_JSON} levels of nesting, at {path[:80]}")
    if isinstance(value, dict):
        for name, each in value.items():
            _check_depth(each, f"{path}.{name}".lstrip("."), depth + 1)
    elif isinstance(value, list):
        for place, each in enumerate(value):
            _check_depth(each, f"{path}[{place}]", depth + 1)


def _each_key_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            _refuse(f"each name once, found {name[:40]!r} again")
        found[name] = value
    return found


def _no_constant(name: str) -> NoReturn:
    _refuse(f"numbers, found {name}")


def _refuse(expected: str) -> NoReturn:
    raise _Refused(expected)


__all__ = ["KEY_PARTS", "ImportedQuestionnaire", "import_questionnaire"]
