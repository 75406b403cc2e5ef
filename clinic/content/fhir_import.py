"""A FHIR R4 Questionnaire as the text of an instrument file, and a list of what was lost.

What other programs wrote has no scoring key: their questions come with a plain sum, to be looked
over before anything is saved. What Hearth wrote itself reads back as the same instrument.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from clinic.content.documents import UNTYPED
from clinic.content.faults import ContentError, Report
from clinic.content.fhir_export import EXTENSION, LOINC, ORDINAL, validate
from clinic.content.fhir_keys import KEY_PARTS, ScoringKey, plain_key, read_key
from clinic.content.instrument_scales import MOST_ITEMS
from clinic.content.instrument_writing import Document, Flow, Quoted, write_document

LARGEST_JSON = 1024 * 1024
DEEPEST_JSON = 16
LONGEST_TEXT = 500

_READ = {
    "": {
        *("resourceType", "id", "meta", "extension", "url", "identifier", "version", "name"),
        *("title", "status", "subjectType", "language", "description", "copyright", "code"),
        *("item", "experimental", "date", "publisher"),
    },
    "item": {
        *("linkId", "extension", "code", "prefix", "text", "type", "required", "answerOption"),
        *("item", "maxLength", "id"),
    },
}
"""What is read, or says nothing that a questionnaire of ours would lose."""
_ASKED = {"choice", "open-choice", "boolean", "integer"}
_QUIET = {"display", "group"}


@dataclass(frozen=True)
class Imported:
    """The text that a Questionnaire becomes, and what of it could not be taken."""

    text: str
    key: str
    lost: tuple[str, ...]
    is_ours: bool


@dataclass
class _Found:
    """What has been gathered on the way through the items."""

    items: list[Document] = field(default_factory=list)
    options: list[tuple[tuple[int, str], ...]] = field(default_factory=list)
    loinc: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    reversed_items: list[int] = field(default_factory=list)
    lead_in: str = ""
    heading: str = ""
    link_ids: set[str] = field(default_factory=set)
    lost: list[str] = field(default_factory=list)


class _Refused(Exception):
    """The JSON is no Questionnaire of R4; the text says where and what was expected."""


def import_questionnaire(raw: bytes, file: str = "questionnaire.json") -> Imported:
    """Read a Questionnaire, or raise every fault that is in it."""
    report = Report(file)
    try:
        return _read(_parsed(raw))
    except _Refused as refused:
        report.add(1, f"expected {refused}")
    except json.JSONDecodeError as error:
        report.add(error.lineno, f"expected JSON ({error.msg})")
    except (UnicodeDecodeError, RecursionError):
        report.add(1, "expected JSON in UTF-8, nested no deeper than a form")
    raise ContentError(tuple(report.faults))


def _parsed(raw: bytes) -> dict[str, Any]:
    if len(raw) > LARGEST_JSON:
        _refuse("a file of at most 1 MB")
    text = raw.decode("utf-8-sig")
    read = json.loads(text, object_pairs_hook=_each_key_once, parse_constant=_no_constant)
    if not isinstance(read, dict) or read.get("resourceType") != "Questionnaire":
        found = read.get("resourceType") if isinstance(read, dict) else None
        _refuse(f"a Questionnaire, found {str(found)[:40]!r}" if found else "a Questionnaire")
    _check_depth(read, "")
    try:
        validate(read)
    except ValueError as error:
        _refuse(f"a Questionnaire of FHIR R4: {_first_fault(error)}")
    return read


def _read(questionnaire: dict[str, Any]) -> Imported:
    found = _Found()
    _note_unread(questionnaire, "", "the questionnaire", found)
    _walk(questionnaire.get("item") or [], "item", found)
    if not found.items:
        _refuse("at least one question with answers that can be scored")
    if len(found.items) > MOST_ITEMS:
        _refuse(f"at most {MOST_ITEMS} questions")
    own = _ours(questionnaire)
    key = read_key(own, found.reversed_items) if own else None
    if own and key is None:
        found.lost.append("the scoring key of the file, which could not be read")
    document = _document(questionnaire, found, key or plain_key(questionnaire, found.lost))
    text = write_document(document)
    return Imported(text, str(document["key"]), tuple(found.lost), key is not None)


def _walk(items: list[dict[str, Any]], path: str, found: _Found) -> None:
    for place, item in enumerate(items):
        at = f"{path}[{place}]"
        link = str(item.get("linkId", ""))
        if link in found.link_ids:
            _refuse(f"each linkId once, found {link[:40]!r} again at {at}")
        found.link_ids.add(link)
        kind = item.get("type")
        _note_unread(item, "item", f"question {link[:40]}", found)
        text = " ".join(str(item.get("text") or "").split())
        if len(text) > LONGEST_TEXT:
            _refuse(f"at most {LONGEST_TEXT} characters of text at {at}")
        if UNTYPED.search(text):
            _refuse(f"text that can be printed at {at}")
        if kind in _QUIET:
            _take_words(text, found)
        elif kind in _ASKED:
            _take_question(item, text, at, found)
        else:
            found.lost.append(f"question {link[:40]}: answers of the type {kind} have no score")
        _walk(item.get("item") or [], f"{at}.item", found)


def _take_words(text: str, found: _Found) -> None:
    """Words before the first question lead in; words further on stand before the next one."""
    if not text:
        return
    if not found.items and not found.lead_in:
        found.lead_in = text
    else:
        found.heading = f"{found.heading} {text}".strip()


def _take_question(item: Mapping[str, Any], text: str, at: str, found: _Found) -> None:
    options = tuple(_options(item, at, found))
    if len(options) < 2:
        found.lost.append(f"question {item['linkId'][:40]}: fewer than two answers with codes")
        return
    values = [value for value, _label in options]
    if values != sorted(set(values)):
        _refuse(f"answers whose values rise at {at}")
    number = len(found.items) + 1
    found.items.append({"heading": found.heading, "text": text or None})
    found.heading = ""
    found.options.append(options)
    if any(e.get("url") == f"{EXTENSION}reversed" for e in item.get("extension") or []):
        found.reversed_items.append(number)
    codes = [c.get("code") for c in item.get("code") or [] if c.get("system") == LOINC]
    found.loinc.append(str(codes[0]) if codes else "")


def _options(item: Mapping[str, Any], at: str, found: _Found) -> Iterator[tuple[int, str]]:
    kind = item["type"]
    if kind == "boolean":
        found.lost.append(
            f"question {item['linkId'][:40]}: yes and no were given the codes 1 and 0"
        )
        yield from ((0, "No"), (1, "Yes"))
        return
    if kind == "integer":
        yield from _integers(item, at)
        return
    if kind == "open-choice":
        found.lost.append(f"question {item['linkId'][:40]}: an answer in one’s own words")
    codes = []
    for place, option in enumerate(item.get("answerOption") or []):
        value, label, code = _option(option, place, f"{at}.answerOption[{place}]", found)
        codes.append(code)
        yield value, label
    if codes and all(codes) and not found.answers:
        found.answers = codes


def _option(option: Mapping[str, Any], place: int, at: str, found: _Found) -> tuple[int, str, str]:
    if "valueInteger" in option:
        return _code(option["valueInteger"], at), str(option["valueInteger"]), ""
    coding = option.get("valueCoding")
    if not isinstance(coding, dict):
        label = str(option.get("valueString") or option.get("valueDate") or "")
        found.lost.append(f"{at}: no value, so it was given its place, {place}")
        return place, label[:120], ""
    extensions = [*(coding.get("extension") or []), *(option.get("extension") or [])]
    ordinals = [e.get("valueDecimal") for e in extensions if e.get("url") == ORDINAL]
    label = " ".join(str(coding.get("display") or "").split())[:120]
    code = str(coding.get("code") or "")
    is_loinc = coding.get("system") == LOINC
    if ordinals:
        return _code(ordinals[0], at), label, code if is_loinc else ""
    if code.isdecimal() and len(code) < 4:
        return int(code), label, ""
    found.lost.append(f"{at}: no ordinal value, so it was given its place, {place}")
    return place, label or code[:120], code if is_loinc else ""


def _integers(item: Mapping[str, Any], at: str) -> Iterator[tuple[int, str]]:
    ends = {}
    for extension in item.get("extension") or []:
        name = str(extension.get("url", "")).rpartition("/")[2]
        if name in {"minValue", "maxValue"} and "valueInteger" in extension:
            ends[name] = _code(extension["valueInteger"], at)
    if len(ends) < 2:
        _refuse(f"the lowest and the highest value of the number at {at}")
    yield from ((value, "") for value in range(ends["minValue"], ends["maxValue"] + 1))


def _code(value: Any, at: str) -> int:
    if isinstance(value, bool) or value != int(value) or not 0 <= value <= 100:
        _refuse(f"values that are whole numbers from 0 to 100 at {at}")
    return int(value)


def _document(questionnaire: dict[str, Any], found: _Found, key: ScoringKey) -> Document:
    split = len(found.items) - key.extra
    shared = found.options[0]
    items = [
        {**item, "options": None if options == shared else _written(options)}
        for item, options in zip(found.items, found.options, strict=True)
    ]
    is_worded = any(item["text"] for item in items)
    head = {
        "key": key.key,
        "form": key.form,
        "key_version": Quoted(str(questionnaire.get("version") or "1")[:20]),
        "name": str(questionnaire.get("title") or questionnaire.get("name") or "")[:120],
        "short_name": key.short_name,
        "purpose": str(questionnaire.get("description") or "")[:300] or key.purpose,
        "recall": key.recall,
        "language": str(questionnaire.get("language") or "en"),
        "lead_in": found.lead_in,
        "options": _written(shared),
        "items": [_plain(item) for item in items[:split]] if is_worded else None,
        "item_count": None if is_worded else split,
        "extra": [_whole(item) for item in items[split:]],
    }
    return {**head, **key.parts, "loinc": _loinc(questionnaire, found, key, split)}


def _written(options: tuple[tuple[int, str], ...]) -> object:
    if not any(label for _value, label in options):
        return {"low": options[0][0], "high": options[-1][0]}
    return [{"value": value, "label": label} for value, label in options]


def _plain(item: Document) -> object:
    return item["text"] if not item["options"] and not item["heading"] else _whole(item)


def _whole(item: Document) -> Document:
    return {name: item[name] for name in ("heading", "text", "options")}


def _loinc(
    questionnaire: dict[str, Any], found: _Found, key: ScoringKey, split: int
) -> Document | None:
    codes = [c for c in questionnaire.get("code") or [] if c.get("system") == LOINC]
    items = found.loinc[:split]
    if not codes or not all(items):
        if codes or any(items):
            found.lost.append("LOINC codes, which stand at some places and not at all")
        return None
    return {
        "panel": str(codes[0].get("code", ""))[:20],
        "total": key.loinc_total or str(codes[0].get("code", ""))[:20],
        "items": Flow(items),
        "answers": Flow(found.answers),
    }


def _ours(questionnaire: dict[str, Any]) -> str:
    return next(
        (
            str(extension.get("valueString", ""))
            for extension in questionnaire.get("extension") or []
            if extension.get("url") == f"{EXTENSION}scoring-key"
        ),
        "",
    )


def _note_unread(values: Mapping[str, Any], kind: str, where: str, found: _Found) -> None:
    for name in sorted(set(values) - _READ[kind]):
        found.lost.append(f"{where}: {name[:40]}")
    for extension in values.get("extension") or []:
        url = str(extension.get("url", ""))
        known = url.startswith(EXTENSION) or url.endswith(("/minValue", "/maxValue"))
        if not known:
            found.lost.append(f"{where}: the extension {url[:80]}")


def _check_depth(value: object, path: str, depth: int = 0) -> None:
    if depth > DEEPEST_JSON:
        _refuse(f"at most {DEEPEST_JSON} levels of nesting, at {path[:80]}")
    if isinstance(value, dict):
        for name, each in value.items():
            _check_depth(each, f"{path}.{name}".lstrip("."), depth + 1)
    elif isinstance(value, list):
        for place, each in enumerate(value):
            _check_depth(each, f"{path}[{place}]", depth + 1)


def _first_fault(error: ValueError) -> str:
    """Give the first fault that the models found, with its place."""
    faults = error.errors() if hasattr(error, "errors") else []
    if not faults:
        return "its parts do not fit together"
    place = ".".join(str(part) for part in faults[0].get("loc", ()))
    return f"{place[:120]}: {str(faults[0].get('msg', ''))[:160]}"


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


__all__ = ["KEY_PARTS", "Imported", "import_questionnaire"]
