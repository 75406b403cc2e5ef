"""The scoring key that travels in an extension of ours, and a plain one where there is none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

from clinic.content.documents import UNTYPED
from clinic.content.faults import FaultReport
from clinic.content.instrument_forms import own_key
from clinic.content.instrument_writing import Document, OneLineList, Quoted
from clinic.content.sections import parse_yaml

KEY_PARTS = (
    *("key_source", "marks", "reversed_items", "risk_items", "scales", "algorithms", "example"),
    *("wording_source", "rights", "license"),
)
"""The parts of a file that the extension holds as they are."""


@dataclass(frozen=True)
class ScoringKey:
    """What a Questionnaire of FHIR does not say of an instrument."""

    key: str
    form: str
    short_name: str
    recall: str
    purpose: str = ""
    extra: int = 0
    loinc_total: str = ""
    parts: Mapping[str, object] = field(default_factory=dict)


def read_key(text: str, reversed_items: Sequence[int]) -> ScoringKey | None:
    """Read a key that Hearth wrote; `None` where it is no such thing or contradicts the items."""
    report = FaultReport("key.yaml")
    section = parse_yaml(text, 0, report)
    if section is None or report.faults:
        return None
    # The text was composed without anchors, tags or depth, so it holds plain values alone.
    read = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader makes text alone
    if sorted(int(item) for item in read.get("reversed_items", [])) != list(reversed_items):
        return None
    words = {name: str(read.get(name, "")) for name in ("key", "form", "short_name", "recall")}
    extra = str(read.get("extra", "0"))
    return ScoringKey(
        **words,
        extra=int(extra) if extra.isdecimal() and len(extra) < 4 else 0,
        loinc_total=str(read.get("loinc_total", "")),
        parts={name: _flat(read[name]) for name in KEY_PARTS if name in read},
    )


def plain_key(questionnaire: Mapping[str, Any], extra: int, new: list[str]) -> ScoringKey:
    """Make a key of a plain sum, and say that it has to be checked."""
    title = _said(questionnaire, "title") or _said(questionnaire, "name") or "Measure"
    new.append(
        "FHIR does not say how the answers are scored: a plain sum was set, lower being better;"
        " look it over before you save"
    )
    new.append("the rights, which allow no medium until somebody has looked them up")
    holder = _said(questionnaire, "publisher")[:200] or "Not said in the file"
    notice = _said(questionnaire, "copyright")[:600]
    day = _said(questionnaire, "date")[:10]
    source = "Not said in the file that was imported"
    parts: Document = {
        "key_source": {"source": source, "verified": False},
        "scales": [
            {"key": "total", "title": title[:80], "better": "lower", "rule": {"kind": "sum"}}
        ],
        "rights": {
            "class": "A",
            "holder": holder,
            "terms": "Not said in the file that was imported; look them up before you use it.",
            "source": source,
            "date": Quoted(day if _is_day(day) else "2026-01-01"),
            "notice": notice or f"© {holder}",
            "media": OneLineList(),
        },
    }
    return ScoringKey(
        key=own_key(title[:30]),
        form="as imported",
        short_name=title[:30],
        recall="not said",
        purpose="Imported from a FHIR Questionnaire.",
        extra=extra,
        parts=parts,
    )


def _said(questionnaire: Mapping[str, Any], name: str) -> str:
    value = questionnaire.get(name)
    return UNTYPED.sub("", " ".join(value.split())) if isinstance(value, str) else ""


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _flat(value: object) -> object:
    """Write lists of plain values on one line again, as they stood."""
    if isinstance(value, dict):
        return {name: _flat(each) for name, each in value.items()}
    if isinstance(value, list):
        is_plain = all(isinstance(each, str) for each in value)
        return OneLineList(value) if is_plain else [_flat(each) for each in value]
    return value
