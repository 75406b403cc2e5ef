"""Instrument files into instruments, and all instruments of a folder."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path, PurePath

from clinic.content.documents import is_plain, read_text
from clinic.content.faults import ContentError, ContentFault, FaultReport
from clinic.content.instrument_algorithms import read_algorithms
from clinic.content.instrument_examples import check_example, read_example
from clinic.content.instrument_rights import read_license, read_loinc, read_rights
from clinic.content.instrument_scales import MOST_ITEMS, read_scales, read_source
from clinic.content.library import SourceText
from clinic.content.sections import FileSection, parse_yaml
from clinic.content.worksheets import read_language
from clinic.domain.measures.instruments import (
    Instrument,
    Item,
    Option,
    RiskItem,
    Source,
)
from clinic.domain.measures.line_marks import MarkUnit
from clinic.domain.measures.rights import RightsClass

SHIPPED = Path(__file__).parent / "instruments"
"""The instruments that come with the program."""

_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(@[a-z0-9-]+)?")


@dataclass(frozen=True, slots=True)
class InstrumentShelf:
    """The instruments of a folder by key, and the texts from which each was read."""

    instruments: Mapping[str, Instrument]
    sources: Mapping[str, SourceText]


def parse_instrument(text: str, file: str) -> Instrument:
    """Read an instrument, or raise every fault that is in it."""
    report = FaultReport(file)
    instrument = read_instrument(text, report)
    report.close()
    assert instrument is not None  # noqa: S101 - no instrument without a fault
    return instrument


def load_instruments(folder: Path = SHIPPED) -> InstrumentShelf:
    """Read every instrument of a folder, or raise all faults at once."""
    instruments: dict[str, Instrument] = {}
    sources: dict[str, SourceText] = {}
    faults: list[ContentFault] = []
    for path in sorted(folder.glob("*.yaml")):
        report = FaultReport(path.name)
        text = read_text(path, report)
        instrument = read_instrument(text, report) if text is not None else None
        faults += report.faults
        if text is not None and instrument is not None:
            instruments[instrument.key] = instrument
            sources[instrument.key] = SourceText(text)
    if faults:
        raise ContentError(tuple(sorted(faults)))
    return InstrumentShelf(instruments, sources)


def shipped_keys() -> list[str]:
    """Name the instruments that come with the program."""
    return sorted(path.stem for path in SHIPPED.glob("*.yaml"))


def shipped(key: str) -> Instrument:
    """Read one instrument that comes with the program, by a key that exists."""
    path = SHIPPED / f"{key}.yaml"
    return parse_instrument(path.read_text(encoding="utf-8"), path.name)


def read_instrument(text: str, report: FaultReport) -> Instrument | None:
    """Read an instrument and report what is wrong in it."""
    section = parse_yaml(text, 0, report) if is_plain(text, report) else None
    if section is None:
        return None
    options = _options(section)
    items = _items(section)
    reversed_items = section.wholes("reversed_items", 1, MOST_ITEMS)
    instrument = Instrument(
        key=_key(section),
        form=section.text("form", 80),
        key_version=section.text("key_version", 20),
        name=section.text("name", 120),
        short_name=section.text("short_name", 30),
        purpose=section.text("purpose", 300),
        recall=section.text("recall", 120),
        lead_in=section.text("lead_in", 600, default=""),
        language=read_language(section),
        options=options,
        marks=_marks(section, options),
        items=items,
        extra=_extra(section, len(items)),
        reversed_items=frozenset(reversed_items),
        scales=read_scales(section, items, options),
        risk_items=_risk_items(section),
        algorithms=read_algorithms(section, len(items)),
        key_source=_source(section, "key_source"),
        wording_source=_source(section, "wording_source"),
        example=read_example(section),
        rights=read_rights(section),
        license=read_license(section),
        loinc=read_loinc(section, items, options),
    )
    section.done()
    _check(instrument, section)
    if not report.faults:
        check_example(instrument, section)
    return instrument


def _key(section: FileSection) -> str:
    key = section.text("key", 40)
    stem = PurePath(section.report.file).stem
    if key != stem or not _KEY.fullmatch(key):
        section.fault("key", f"key to be the name of the file, {stem}, in lower case")
    return key


def _options(section: FileSection, key: str = "options") -> tuple[Option, ...]:
    """Read the answers as a list, or as the lowest and the highest code where none has words."""
    if section.has(key) and not section.is_list(key):
        codes = section.section(key)
        if codes is None:
            return (Option(0, ""), Option(1, ""))
        low = codes.whole("low", 0, 100)
        high = codes.whole("high", low + 1, 100)
        codes.done()
        return tuple(Option(value, "") for value in range(low, high + 1))
    options = tuple(_option(each) for each in section.sections(key))
    if len(options) < 2 or any(left.value >= right.value for left, right in pairwise(options)):
        section.fault(key, f"{key}, at least two, with rising values")
        return (Option(0, ""), Option(1, ""))
    return options


def _option(section: FileSection) -> Option:
    option = Option(section.whole("value", 0, 100), section.text("label", 120, default=""))
    section.done()
    return option


def _marks(section: FileSection, options: tuple[Option, ...]) -> MarkUnit | None:
    """Read in which unit marks on lines are written; their codes are millimeters."""
    if not section.has("marks"):
        return None
    if tuple(option.value for option in options) != tuple(range(101)):
        section.fault("marks", "marks only where the options are from 0 to 100, millimeters")
    return section.word("marks", MarkUnit)


def _items(section: FileSection) -> tuple[Item, ...]:
    """Read the wording in its order; where it may not ship, the file only counts the items."""
    if section.has("items"):
        if section.has("item_count"):
            section.fault("item_count", "either the items or their count")
        found = section.words_or_sections("items")
        if not found or len(found) > MOST_ITEMS:
            section.fault("items", f"from one to {MOST_ITEMS} items")
        return tuple(_item(number, each) for number, each in enumerate(found, start=1)) or (
            Item(1),
        )
    count = section.whole("item_count", 1, MOST_ITEMS)
    return tuple(Item(number) for number in range(1, count + 1))


def _item(number: int, given: str | FileSection) -> Item:
    """Read one question: its words, or its words with answers of its own or a heading before it."""
    if isinstance(given, str):
        return Item(number, given)
    options = _options(given) if given.has("options") else ()
    heading = given.text("heading", 600, default="")
    item = Item(number, given.text("text", 500, default="") or None, options, heading)
    given.done()
    return item


def _extra(section: FileSection, scored: int) -> tuple[Item, ...]:
    found = []
    for number, each in enumerate(section.sections("extra"), start=scored + 1):
        found.append(_item(number, each))
    return tuple(found)


def _source(section: FileSection, key: str) -> Source | None:
    found = section.section(key)
    if found is None:
        return None
    source = read_source(found)
    found.done()
    return source


def _risk_items(section: FileSection) -> tuple[RiskItem, ...]:
    found = []
    for each in section.sections("risk_items"):
        found.append(RiskItem(each.whole("item", 1, MOST_ITEMS), each.whole("at_least", 0, 100)))
        each.done()
    return tuple(found)


def _check(instrument: Instrument, section: FileSection) -> None:
    """Hold the parts against each other: numbers that exist, and wording that may ship."""
    known = {item.number for item in instrument.items}
    asked = {item.number for item in instrument.asked}
    if not instrument.reversed_items <= known:
        section.fault("reversed_items", f"items from 1 to {len(known)}")
    if any(risk.item not in asked for risk in instrument.risk_items):
        section.fault("risk_items", f"items from 1 to {len(asked)}")
    rights = instrument.rights
    if rights is None:
        return
    if not instrument.has_wording and any(item.text for item in instrument.asked):
        section.fault("items", "the complete wording or none of it")
    is_closed = rights.class_ is RightsClass.KEY_ONLY and instrument.license is None
    if is_closed and any(item.text for item in instrument.asked):
        section.fault("items", "no wording, which class C allows to a license alone")
    if rights.class_ is not RightsClass.KEY_ONLY and not rights.notice:
        section.fault("rights", "the notice that stands with the wording")
