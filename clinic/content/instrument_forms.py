"""A questionnaire between the rows of a form and the text of a file, in both directions.

The text is the one that counts: a form is written as text and read by the parser of files, and an
instrument that says more than the rows can hold is edited as text alone.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from clinic.content.faults import ContentFault, FaultReport
from clinic.content.instrument_files import read_instrument
from clinic.content.instrument_writing import (
    Document,
    OneLineList,
    Quoted,
    WrittenNumber,
    write_document,
    write_instrument,
)
from clinic.domain.measures.instrument_versions import OWN, next_key_version, scoring_key
from clinic.domain.measures.instruments import Example, Instrument, RuleKind, Scale, ScoringRule
from clinic.domain.measures.rights import RightsClass, WordingMedium
from clinic.domain.measures.scoring import AlgorithmOutcome, Score, score
from clinic.domain.text import N_

FormData = Mapping[str, Any]
OURS, LICENSED = "ours", "licensed"
_RANGE = re.compile(r"(\d{1,3})(?:\s*[-–]\s*(\d{1,3}))?")
_PAIR = re.compile(r"(-?\d{1,6})\s*[=:]\s*(-?\d{1,6}(?:\.\d{1,3})?)")
_COUNTED = re.compile(r"(one question|\d+ questions) of our own")
_EMPTY = Quoted("")
"""What is missing in the form keeps its place in the text, so that its fault has one."""
_NUMBER = re.compile(r"-?\d{1,6}(\.\d{1,3})?")


@dataclass(frozen=True)
class Draft:
    """A text with the instrument that was read from it, or the faults that it has."""

    text: str
    instrument: Instrument | None
    faults: tuple[ContentFault, ...]
    places: tuple[str, ...] = ()
    """Where each fault stands, as the dotted path of its key."""


def read_draft(text: str, key: str) -> Draft:
    """Read a text as a file of this key would be read."""
    report = FaultReport(f"{key}.yaml")
    instrument = read_instrument(text, report)
    faults = tuple(sorted(report.faults))
    places = tuple(report.place(fault.line) for fault in faults)
    return Draft(text, None if faults else instrument, faults, places)


def draft_of(data: FormData, key: str, today: date, base: Instrument | None) -> Draft:
    """Write a form as text and read it; the example and the key's version are worked out here."""
    document = _document(data, key, today, base)
    draft = read_draft(write_document(document), key)
    if draft.instrument is None:
        return draft
    instrument = draft.instrument
    if base is not None:
        changed = scoring_key(base) != scoring_key(instrument)
        version = next_key_version(base.key_version) if changed else base.key_version
        instrument = replace(instrument, key_version=version)
    return read_draft(write_instrument(with_example(instrument)), key)


def with_example(instrument: Instrument) -> Instrument:
    """Work an example out, so that every later reading is held against it."""
    codes = [instrument.codes[item.number] for item in instrument.items]
    answers = tuple(each[place % len(each)] for place, each in enumerate(codes))
    result = score(instrument, answers)
    scores = tuple((key, one.value) for key, one in result.scales.items() if isinstance(one, Score))
    findings = tuple(
        (key, one.finding.key)
        for key, one in result.outcomes.items()
        if isinstance(one, AlgorithmOutcome)
    )
    rounded = tuple((key, round(value, 3)) for key, value in scores)
    return replace(instrument, example=Example(answers, rounded, findings))


def own_key(name: str) -> str:
    """Make the key of a questionnaire of one's own from its short name."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:30].strip("-")
    return f"{OWN}{plain or 'measure'}"


def beyond_form(instrument: Instrument) -> list[str]:
    """Name what an instrument says and no row can hold; with any of it, the text is edited."""
    found = {
        N_("algorithms"): bool(instrument.algorithms),
        N_("marks on lines"): instrument.marks is not None,
        N_("questions outside the score with answers of their own"): bool(instrument.extra),
        N_("answers or headings of single questions"): any(
            item.options or item.heading for item in instrument.items
        ),
        N_("codes for exchange"): instrument.loinc is not None,
        N_("norms"): any(scale.norms for scale in instrument.scales),
        N_("a reliable change"): any(scale.reliable_change for scale in instrument.scales),
        N_("subscale means"): any(
            scale.rule.kind is RuleKind.GRAND_MEAN for scale in instrument.scales
        ),
        N_("questions that may be left open"): any(scale.without for scale in instrument.scales),
        N_("reversed questions that count as given"): any(
            not scale.reverses for scale in instrument.scales
        ),
        N_("several sources"): len(_sources(instrument)) > 1,
        N_("questions without words"): not instrument.has_wording,
    }
    return [words for words, is_there in found.items() if is_there]


def form_data(instrument: Instrument) -> dict[str, Any]:
    """Give the rows of an instrument that the form can hold."""
    rights, license_ = instrument.rights, instrument.license
    sources = list(_sources(instrument))
    risks = {risk.item: str(risk.at_least) for risk in instrument.risk_items}
    media = license_.media if license_ else rights.media if rights else frozenset()
    return {
        "key": instrument.key,
        "name": instrument.name,
        "short_name": instrument.short_name,
        "purpose": instrument.purpose,
        "recall": instrument.recall,
        "lead_in": instrument.lead_in,
        "answers": [{"value": str(o.value), "label": o.label} for o in instrument.options],
        "questions": [
            {
                "text": item.text or "",
                "is_reversed": item.number in instrument.reversed_items,
                "risk_from": risks.get(item.number, ""),
            }
            for item in instrument.items
        ],
        "scales": [_scale_row(scale, len(instrument.items)) for scale in instrument.scales],
        "source": sources[0][0] if sources else "",
        "is_verified": bool(sources and sources[0][1]),
        "origin": LICENSED if license_ else OURS,
        "holder": rights.holder if rights else "",
        "notice": rights.notice if rights else "",
        "reference": license_.reference if license_ else "",
        "until": license_.until.isoformat() if license_ and license_.until else "",
        "media": [medium.value for medium in WordingMedium if medium in media],
    }


def _document(data: FormData, key: str, today: date, base: Instrument | None) -> Document:
    questions = data["questions"]
    return {
        "key": key,
        "form": _form_name(base, len(questions)),
        "key_version": Quoted(base.key_version if base else "1"),
        **{name: data[name] or _EMPTY for name in ("name", "short_name", "purpose", "recall")},
        "language": base.language if base else "en",
        "lead_in": data["lead_in"],
        "key_source": _source(data),
        "options": [
            {"value": _number(row["value"]), "label": row["label"]} for row in data["answers"]
        ],
        "items": [row["text"] or "" for row in questions],
        "reversed_items": OneLineList(
            n for n, row in enumerate(questions, 1) if row["is_reversed"]
        ),
        "risk_items": [
            {"item": number, "at_least": _number(row["risk_from"])}
            for number, row in enumerate(questions, 1)
            if row["risk_from"]
        ],
        "scales": list(_scales(data)),
        **_rights(data, today),
    }


def _form_name(base: Instrument | None, count: int) -> str:
    """Name the form after its questions, unless somebody named it in the source."""
    if base is None or _COUNTED.fullmatch(base.form):
        return "one question of our own" if count == 1 else f"{count} questions of our own"
    return base.form


def _source(data: FormData) -> Document:
    return {"source": data["source"] or _EMPTY, "verified": bool(data["is_verified"])}


def _rights(data: FormData, today: date) -> Document:
    is_ours = data["origin"] != LICENSED
    media = OneLineList(data["media"] or ())
    rights = {
        "class": (RightsClass.FREE if is_ours else RightsClass.KEY_ONLY).value,
        "holder": data["holder"] or _EMPTY,
        "terms": "Written by this clinic." if is_ours else "Used with the permission on record.",
        "source": "This clinic" if is_ours else data["reference"],
        "date": Quoted(today.isoformat()),
        "notice": data["notice"] or (f"© {data['holder']}" if data["holder"] else None),
        "media": media if is_ours else OneLineList(),
    }
    if is_ours:
        return {"rights": rights}
    license_ = {
        "by": data["holder"] or _EMPTY,
        "reference": data["reference"] or _EMPTY,
        "media": media,
        "until": Quoted(data["until"]) if data["until"] else None,
    }
    return {"rights": rights, "license": license_}


def _scales(data: FormData) -> Sequence[Document]:
    found, taken = [], set[str]()
    for place, row in enumerate(data["scales"]):
        title = row["title"] or ""
        is_whole = not row["questions"]
        new_key = "total" if place == 0 and is_whole else _scale_key(title, taken)
        key = row.get("key") or new_key
        taken.add(key)
        bands = [
            {
                "low": _number(band["low"]),
                "high": _number(band["high"]),
                "label": band["label"] or _EMPTY,
            }
            for band in row["bands"]
        ]
        missing = _number(row["missing"])
        found.append(
            {
                "key": key,
                "title": title or _EMPTY,
                "better": row["better"],
                "items": None if is_whole else _numbers(row["questions"]),
                "rule": _rule(row, len(data["questions"])),
                "missing": {"up_to": missing, **_source(data)} if missing else None,
                "bands": {"ranges": bands, **_source(data)} if bands else None,
                "cutoff": {"value": _number(row["cutoff"]), **_source(data)}
                if row["cutoff"]
                else None,
            }
        )
    return found


def _rule(row: FormData, question_count: int) -> Document:
    kind = row["kind"]
    pairs = {first: WrittenNumber(second) for first, second in _PAIR.findall(row["details"] or "")}
    if kind == RuleKind.WEIGHTED and not row["questions"]:
        # What is not named counts once.
        pairs = {str(n): WrittenNumber("1") for n in range(1, question_count + 1)} | pairs
    return {
        "kind": kind,
        "factor": _number(row["factor"]),
        "weights": pairs if kind == RuleKind.WEIGHTED else None,
        "table": pairs if kind == RuleKind.LOOKUP else None,
    }


def _numbers(text: str) -> object:
    """Read “1-5, 8” as numbers; what is no such list goes on as it is, for the parser to refuse."""
    found: list[int] = []
    for part in re.split(r"[,;\s]+(?![-–])", text.strip()):
        match = _RANGE.fullmatch(part)
        if match is None:
            return OneLineList([text])
        first, last = int(match[1]), int(match[2] or match[1])
        found += range(first, last + 1)
    return OneLineList(found)


def _number(text: str | None) -> object:
    written = (text or "").strip()
    return WrittenNumber(written) if _NUMBER.fullmatch(written) else written


def _scale_key(title: str, taken: set[str]) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:32].strip("-") or "score"
    key, number = plain, 2
    while key in taken:
        key, number = f"{plain}-{number}", number + 1
    return key


def _scale_row(scale: Scale, question_count: int) -> dict[str, Any]:
    is_whole = scale.items == tuple(range(1, question_count + 1))
    return {
        "key": scale.key,
        "title": scale.title,
        "questions": "" if is_whole else ", ".join(map(str, scale.items)),
        "kind": scale.rule.kind.value,
        "factor": "" if scale.rule.factor == 1 else f"{scale.rule.factor:g}",
        "better": scale.better.value,
        "missing": str(scale.missing_rule.up_to or ""),
        "details": _details(scale.rule),
        "cutoff": f"{scale.cutoff.value:g}" if scale.cutoff else "",
        "bands": [
            {"low": f"{band.low:g}", "high": f"{band.high:g}", "label": band.label}
            for band in scale.bands
        ],
    }


def _details(rule: ScoringRule) -> str:
    return ", ".join(f"{first} = {second:g}" for first, second in (*rule.weights, *rule.table))


def _sources(instrument: Instrument) -> dict[tuple[str, bool], None]:
    given = [instrument.key_source]
    for scale in instrument.scales:
        given += [scale.missing_rule.source, scale.bands_source]
        given += [scale.cutoff.source if scale.cutoff else None]
    return {(source.text, source.is_verified): None for source in given if source is not None}
