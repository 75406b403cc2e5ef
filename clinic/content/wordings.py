"""A clinic's own wording for a scoring key: read from a table, from YAML or from plain lines.

Only words come in. Numbers, codes and rules stay those of the key, and must fit it.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from clinic.content.documents import is_plain
from clinic.content.faults import FaultReport
from clinic.content.sections import FileSection, parse_yaml
from clinic.domain.horizon import read_day
from clinic.domain.measures.instruments import Instrument, Item, Option, Source
from clinic.domain.measures.rights import License, WordingMedium

_NUMBERED = re.compile(r"^\s*(\d{1,3})\s*[.):]\s+(.*\S)\s*$")
_YAML = re.compile(r"^(items|options|lead_in|extra|language)\s*:", re.MULTILINE)
_CODED = re.compile(r"^(\d{1,3})\s*[=:]\s*(.*\S)$")
_COLUMNS = ("item", "text", "heading")
LONGEST = 500


@dataclass(frozen=True)
class Wording:
    """Words for an instrument: its questions in their order, its answers, what stands before."""

    items: tuple[Item, ...]
    labels: Mapping[int, str] = field(default_factory=dict)
    """Words of the answers by their code."""
    lead_in: str = ""
    language: str = ""


@dataclass(frozen=True)
class BroughtWording:
    """Words with the permission for them, as they were typed."""

    text: str
    labels: str
    lead_in: str
    language: str
    by: str
    reference: str
    until: str
    media: frozenset[WordingMedium]


def brought_wording(
    instrument: Instrument, brought: BroughtWording, today: date, report: FaultReport
) -> Instrument | None:
    """Put a clinic's own words to a key, or report what does not fit it or is not allowed."""
    wording = read_wording(brought.text, instrument, report)
    if wording is None or report.faults:
        return None
    labels = read_labels(brought.labels, instrument, report)
    wording = replace(
        wording,
        labels={**wording.labels, **labels},
        lead_in=brought.lead_in or wording.lead_in,
        language=brought.language or wording.language,
    )
    check_wording(wording, instrument, report)
    until = _until(brought.until, today, report)
    if not brought.media:
        report.add(1, "expected at least one medium that the permission covers")
    license_ = License(brought.by, brought.reference, brought.media, until)
    if wording.language != instrument.language and WordingMedium.TRANSLATION not in brought.media:
        refusal = worded(replace(instrument, license=license_), wording).why_not(
            WordingMedium.TRANSLATION, today
        )
        report.add(1, str(refusal))
    if report.faults:
        return None
    source = Source(f"{brought.by}; {brought.reference}"[:300], is_verified=False)
    return replace(worded(instrument, wording), license=license_, wording_source=source)


def _until(text: str, today: date, report: FaultReport) -> date | None:
    if not text:
        return None
    try:
        until = read_day(text)
    except ValueError:
        report.add(1, "expected the last day of the permission as 2027-03-31")
        return None
    if until < today:
        report.add(1, "expected a permission that has not ended yet")
    return until


def read_wording(text: str, instrument: Instrument, report: FaultReport) -> Wording | None:
    """Read a wording in whichever form it was brought; faults name the line."""
    if not is_plain(text, report):
        return None
    if not text.strip():
        report.add(1, "expected the questions")
        return None
    if _YAML.search(text):
        wording = _from_yaml(text, instrument, report)
    elif _is_table(text):
        wording = Wording(_numbered(_from_table(text, report), report))
    else:
        wording = Wording(_numbered(_from_lines(text), report))
    return wording


def worded(instrument: Instrument, wording: Wording) -> Instrument:
    """Put words to a key; its numbers stay as they are."""
    items = _merged(instrument.items, wording.items)
    extra = _merged(instrument.extra, wording.items[len(instrument.items) :])
    options = tuple(
        Option(option.value, wording.labels.get(option.value, option.label))
        for option in instrument.options
    )
    return replace(
        instrument,
        items=items,
        extra=extra,
        options=options,
        lead_in=wording.lead_in or instrument.lead_in,
        language=wording.language or instrument.language,
    )


def _merged(own: Sequence[Item], brought: Sequence[Item]) -> tuple[Item, ...]:
    return tuple(
        replace(item, text=words.text, heading=words.heading)
        for item, words in zip(own, brought, strict=False)
    )


Line = tuple[int, str, str, str]
"""The line of the text, the number that was written, the words, and the heading before them."""


def _from_yaml(text: str, instrument: Instrument, report: FaultReport) -> Wording | None:
    section = parse_yaml(text, 0, report)
    if section is None:
        return None
    given = [*section.words_or_sections("items"), *section.words_or_sections("extra")]
    items = tuple(_yaml_item(number, each) for number, each in enumerate(given, start=1))
    labels = _labels(section, instrument)
    wording = Wording(
        items, labels, section.text("lead_in", 600, ""), section.text("language", 10, "")
    )
    section.done()
    return wording


def _yaml_item(number: int, given: str | FileSection) -> Item:
    if isinstance(given, str):
        return Item(number, given)
    item = Item(number, given.text("text", LONGEST), (), given.text("heading", 600, ""))
    given.done()
    return item


def _labels(section: FileSection, instrument: Instrument) -> dict[int, str]:
    """Read the words of the answers: all in their order, or some, each beside its code."""
    given = section.words_or_sections("options") if section.has("options") else []
    codes = [option.value for option in instrument.options]
    words = [each for each in given if isinstance(each, str)]
    if words and len(words) == len(given):
        if len(words) != len(codes):
            section.fault("options", f"words for {len(codes)} answers, found {len(words)}")
        return dict(zip(codes, words, strict=False))
    labels = {}
    for each in given:
        if isinstance(each, str):
            section.fault("options", "words alone, or each beside its value")
            continue
        value = each.whole("value", 0, 100)
        if value not in codes:
            each.fault("value", f"one of the codes {codes[0]} to {codes[-1]}")
        labels[value] = each.text("label", 120)
        each.done()
    return labels


def read_labels(text: str, instrument: Instrument, report: FaultReport) -> dict[int, str]:
    """Read the words of the answers, one a line: all in their order, or as `0 = Never`."""
    lines = [(n, line.strip()) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    codes = [option.value for option in instrument.options]
    labels = {}
    for place, (line, words) in enumerate(lines):
        coded = _CODED.match(words)
        if coded and int(coded[1]) in codes:
            labels[int(coded[1])] = coded[2]
        elif coded:
            report.add(line, f"expected one of the codes {codes[0]} to {codes[-1]}")
        elif len(lines) == len(codes):
            labels[codes[place]] = words
        else:
            report.add(line, f"expected {len(codes)} lines, or each as {codes[0]} = words")
    return labels


def _is_table(text: str) -> bool:
    head = text.lstrip().partition("\n")[0].lower()
    cells = [cell.strip().strip('"') for cell in re.split(r"[,;\t]", head)]
    return {"item", "text"} <= set(cells)


def _from_table(text: str, report: FaultReport) -> list[Line]:
    head = text.lstrip().partition("\n")[0]
    separator = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text.lstrip()), delimiter=separator, strict=True)
    found: list[Line] = []
    try:
        columns = [name.strip().lower() for name in next(reader)]
        for name in columns:
            if name not in _COLUMNS or columns.count(name) > 1:
                report.add(1, f"expected the columns item, text and heading, found {name[:40]!r}")
                return []
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(columns):
                report.add(reader.line_num, f"expected {len(columns)} cells, found {len(cells)}")
                continue
            row = dict(zip(columns, (" ".join(cell.split()) for cell in cells), strict=True))
            found.append((reader.line_num, row["item"], row["text"], row.get("heading", "")))
    except csv.Error as error:
        report.add(max(reader.line_num, 1), f"expected a CSV table ({error})")
    return found


def _from_lines(text: str) -> list[Line]:
    found = []
    for line, words in enumerate(text.splitlines(), start=1):
        if not words.strip():
            continue
        numbered = _NUMBERED.match(words)
        number, question = numbered.groups() if numbered else ("", words.strip())
        found.append((line, number, " ".join(question.split()), ""))
    return found


def _numbered(lines: Sequence[Line], report: FaultReport) -> tuple[Item, ...]:
    """Take the questions in their order; a number that is written must be the one due."""
    items = []
    for due, (line, number, words, heading) in enumerate(lines, start=1):
        if number and number != str(due):
            report.add(line, f"expected question {due}, found {number[:20]!r}")
        if not words:
            report.add(line, f"expected the words of question {due}")
        if len(words) > LONGEST:
            report.add(line, f"expected at most {LONGEST} characters")
        items.append(Item(due, words, (), heading))
    return tuple(items)


def check_wording(wording: Wording, instrument: Instrument, report: FaultReport) -> None:
    """Hold a wording against the key: as many questions, and words at both ends of the answers."""
    wanted = len(instrument.asked)
    if len(wording.items) != wanted:
        report.add(1, f"expected {wanted} questions, found {len(wording.items)}")
    labels = {option.value: option.label for option in instrument.options} | dict(wording.labels)
    ends = (instrument.options[0].value, instrument.options[-1].value)
    if not all(labels[code] for code in ends):
        report.add(1, f"expected the words of the answers, at least of {ends[0]} and {ends[1]}")
