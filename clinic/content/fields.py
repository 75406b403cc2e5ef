"""Field blocks into fields and figures: the kind, the key, and what each kind takes."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

from mdit_py_plugins.attrs.parse import ParseError, parse

from clinic.content.faults import FaultReport
from clinic.content.markdown import FieldSource
from clinic.content.risk_marks import read_risk, read_risk_from
from clinic.content.sections import FileSection, parse_yaml
from clinic.domain.homework.figures import Figure, FigureKind
from clinic.domain.homework.worksheets import Choice, Column, Field, FieldKind
from clinic.domain.risk import RiskSign

_INFO = re.compile(r"(?P<kind>[a-z-]+)\s*(?P<attributes>\{.*\})", re.DOTALL)
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
LONGEST_LABEL = 200
_FIGURE = "figure"
_LARGEST = 1_000_000
_SCALES = (10, 100)
_COLUMN_KINDS = (
    FieldKind.LINE,
    FieldKind.NUMBER,
    FieldKind.RATING,
    FieldKind.CHOICE,
    FieldKind.DATE,
)
_KEY_RULE = "a key of lower case letters, digits and underscores that starts with a letter"


def read_block(source: FieldSource, report: FaultReport) -> Field | Figure | None:
    """Read one block between colons, or report what was expected of it."""
    match = _INFO.fullmatch(source.info)
    if match is None:
        report.add(source.line, 'expected a kind, a key and a label, as line {#key label="…"}')
        return None
    if match["kind"] == _FIGURE:
        return _figure(match["attributes"], source, report)
    if match["kind"] not in set(FieldKind):
        report.add(source.line, f"expected a kind of {', '.join(FieldKind)}, {_FIGURE}")
        return None
    return _field(FieldKind(match["kind"]), match["attributes"], source, report)


def _field(kind: FieldKind, written: str, source: FieldSource, report: FaultReport) -> Field | None:
    attributes = _attributes(written, source.line, report, "label")
    section = parse_yaml(source.yaml, source.line, report, f"fields.{source.line}")
    if attributes is None or section is None:
        return None
    field = _READERS[kind](Field(*attributes, kind), section)
    section.done()
    return field


def _figure(written: str, source: FieldSource, report: FaultReport) -> Figure | None:
    attributes = _attributes(written, source.line, report, "kind")
    if source.yaml.strip():
        report.add(source.line + 1, "expected nothing inside a figure")
    if attributes is None:
        return None
    key, kind = attributes
    if kind not in set(FigureKind):
        report.add(source.line, f"expected a figure of kind {', '.join(FigureKind)}")
        return None
    return Figure(key, FigureKind(kind))


def _attributes(text: str, line: int, report: FaultReport, name: str) -> tuple[str, str] | None:
    """Read the key and the one attribute beside it."""
    shape = f'{{#key {name}="…"}}'
    try:
        end, found = parse(text)
    except ParseError as error:
        report.add(line, f"expected {shape} ({error})")
        return None
    key, words = found.get("id", ""), " ".join(found.get(name, "").split())
    words = re.sub(r'\\(["\\])', r"\1", words)
    faults = []
    if end + 1 != len(text) or set(found) - {"id", name}:
        faults.append(f"nothing but a key and a {name}, as {shape}")
    if not _KEY.fullmatch(key):
        faults.append(_KEY_RULE)
    if not 0 < len(words) <= LONGEST_LABEL:
        faults.append(f"a {name} of at most {LONGEST_LABEL} characters, as {shape}")
    for expected in faults:
        report.add(line, f"expected {expected}")
    return None if faults else (key, words)


def _line(field: Field, section: FileSection) -> Field:
    example = section.text("example", 500, "")
    return replace(_hinted(field, section), example=example, risk=read_risk(section))


def _lines(field: Field, section: FileSection) -> Field:
    return replace(_line(field, section), lines=section.whole("lines", 2, 20, 3))


def _number(field: Field, section: FileSection) -> Field:
    minimum, maximum = _bounds(section)
    risk, bound = read_risk_from(section, minimum, maximum)
    return replace(
        _hinted(field, section),
        minimum=minimum,
        maximum=maximum,
        unit=section.text("unit", 20, ""),
        risk=risk,
        risk_from=bound,
    )


def _rating(field: Field, section: FileSection) -> Field:
    maximum = _scale(section)
    risk, bound = read_risk_from(section, 0, maximum)
    return replace(
        _hinted(field, section),
        minimum=0,
        maximum=maximum,
        low=section.text("low", 60, ""),
        high=section.text("high", 60, ""),
        risk=risk,
        risk_from=bound,
    )


def _picked(field: Field, section: FileSection) -> Field:
    return replace(_hinted(field, section), options=_options(section))


def _hinted(field: Field, section: FileSection) -> Field:
    return replace(field, hint=section.text("hint", 500, ""))


def _table(field: Field, section: FileSection) -> Field:
    columns = tuple(_column(each) for each in section.sections("columns"))
    keys = [column.key for column in columns]
    if not columns:
        section.fault("columns", "columns, a list of {key: …, label: …, kind: …}")
    if len(set(keys)) < len(keys):
        section.fault("columns", "each column key once")
    if sum(column.width or 0 for column in columns) > 100:
        section.fault("columns", "widths of at most 100 percent together")
    rows = section.whole("rows", 1, 14, 5)
    return replace(field, columns=columns, rows=rows, example=_example_row(section, columns))


def _column(section: FileSection) -> Column:
    key, label = section.text("key", 40), section.text("label", 120)
    kind = section.word("kind", _COLUMN_KINDS)
    minimum = maximum = bound = None
    risk: RiskSign | None = None
    if not _KEY.fullmatch(key):
        section.fault("key", _KEY_RULE)
    options: tuple[Choice, ...] = ()
    match kind:
        case FieldKind.LINE:
            risk = read_risk(section)
        case FieldKind.NUMBER:
            minimum, maximum = _bounds(section)
            risk, bound = read_risk_from(section, minimum, maximum)
        case FieldKind.RATING:
            minimum, maximum = 0.0, _scale(section)
            risk, bound = read_risk_from(section, minimum, maximum)
        case FieldKind.CHOICE:
            options = _options(section)
        case FieldKind.DATE:
            pass
        case FieldKind.LINES | FieldKind.CHECKS | FieldKind.BODY_MAP:
            raise ValueError(f"a column of the kind {kind}")
        case FieldKind.TABLE | FieldKind.LADDER | FieldKind.CIRCLES:
            raise ValueError(f"a column of the kind {kind}")
        case _:
            assert_never(kind)
    width = section.maybe_whole("width", 3, 100)
    section.done()
    return Column(key, label, kind, width, options, minimum, maximum, risk, bound)


def _example_row(section: FileSection, columns: tuple[Column, ...]) -> str | tuple[str, ...]:
    """Give a cell for each column, with the label where the column offers options."""
    row = section.section("example")
    if row is None:
        return ""
    cells = []
    for column in columns:
        cell = row.text(column.key, 500, "")
        labels = {option.key: option.label for option in column.options}
        if cell and labels and cell not in labels:
            row.fault(column.key, f"one of the options {', '.join(labels)}")
        cells.append(labels.get(cell, cell))
    row.done()
    return tuple(cells)


def _ladder(field: Field, section: FileSection) -> Field:
    rows = section.whole("rows", 2, 10, 5)
    example = section.texts("example")
    if len(example) > rows:
        section.fault("example", f"at most {rows} steps, one for each row")
    return replace(field, rows=rows, example=example, unit=section.text("unit", 20, ""))


def _bounds(section: FileSection) -> tuple[float | None, float | None]:
    minimum = section.number("minimum", -_LARGEST, _LARGEST)
    maximum = section.number("maximum", -_LARGEST, _LARGEST)
    if minimum is not None and maximum is not None and minimum >= maximum:
        section.fault("maximum", "maximum to be greater than minimum")
    return minimum, maximum


def _scale(section: FileSection) -> float:
    maximum = section.whole("maximum", 1, 100, 10)
    if maximum not in _SCALES:
        section.fault("maximum", "maximum to be 10 or 100")
    return float(maximum)


def _options(section: FileSection) -> tuple[Choice, ...]:
    """Read options as one mapping of key to label, or as a list of such pairs.

    In place of its label alone an option may be `{label: …, risk: …}`.
    """
    mapping = None if section.is_list("options") else section.section("options")
    groups = [mapping] if mapping else section.sections("options")
    options = [_option(group, key) for group in groups for key in group.all_keys()]
    keys = [option.key for option in options]
    if not options or len(set(keys)) < len(keys):
        section.fault("options", "options, each as key: label, each key once")
    if not all(_KEY.fullmatch(key) for key in keys):
        section.fault("options", f"for each option {_KEY_RULE}")
    return tuple(options)


def _option(group: FileSection, key: str) -> Choice:
    marked = group.section(key) if group.is_mapping(key) else None
    if marked is None:
        return Choice(key, group.text(key, 200))
    option = Choice(key, marked.text("label", 200), read_risk(marked))
    marked.done()
    return option


_READERS: dict[FieldKind, Callable[[Field, FileSection], Field]] = {
    FieldKind.LINE: _line,
    FieldKind.LINES: _lines,
    FieldKind.NUMBER: _number,
    FieldKind.RATING: _rating,
    FieldKind.CHOICE: _picked,
    FieldKind.CHECKS: _picked,
    FieldKind.DATE: _hinted,
    FieldKind.TABLE: _table,
    FieldKind.LADDER: _ladder,
    FieldKind.CIRCLES: _hinted,
    FieldKind.BODY_MAP: _hinted,
}
