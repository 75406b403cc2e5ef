"""Marks in the source of a sheet and of a program: read where they may stand, refused elsewhere."""

import pytest

from clinic.content.faults import ContentError
from clinic.content.worksheets import parse_worksheet
from clinic.domain.homework.sheet_answers import readable
from clinic.domain.risk import RiskSign
from clinic.domain.safety.cries import cries_in, is_marked
from tests.content.sources import SHEET_FILE, with_field

BLOCKS = {
    "checks": "options:\n  a: Calm\n  b: {label: Not safe, risk: danger}",
    "choice": "options:\n  - a: Calm\n  - b: {label: Not safe, risk: danger}",
    "line": "risk: harm",
    "lines": "risk: harm",
    "rating": "risk: {sign: memories, at_least: 7}",
    "number": "risk: {sign: memories, at_least: 1}",
    "table": "columns:\n  - {key: far, label: Far away, kind: choice, options: {yes_: {label: yes, risk: away}}}",  # noqa: E501 - one line of YAML
}
SAID: dict[str, tuple[list[object], list[object]]] = {
    "checks": ([["b"], ["a", "b"]], [["a"], []]),
    "choice": (["b"], ["a", ""]),
    "line": (["anything"], [" "]),
    "lines": (["anything"], [""]),
    "rating": ([7, "10"], [6, "0"]),
    "number": ([1, 4.5], [0]),
    "table": ([[{}, {"far": "yes_"}]], [[{}]]),
}


@pytest.mark.parametrize("kind", BLOCKS)
def test_a_mark_is_heard_from_its_bound_on_and_not_below(kind: str) -> None:
    sheet = parse_worksheet(
        with_field(f':::{kind} {{#new label="New"}}\n{BLOCKS[kind]}\n:::'), SHEET_FILE
    )
    assert is_marked(sheet)
    heard, calm = SAID[kind]
    assert [len(cries_in(sheet, readable(sheet, {"new": value}))) for value in heard] == [1] * len(
        heard
    )
    assert [cries_in(sheet, readable(sheet, {"new": value})) for value in calm] == [()] * len(calm)


@pytest.mark.parametrize(
    ("kind", "yaml", "expected"),
    [
        ("line", "risk: sad", f"expected risk to be one of {', '.join(RiskSign)}"),
        ("date", "risk: harm", "expected one of the keys"),
        ("circles", "risk: harm", "expected one of the keys"),
        ("choice", "risk: harm\noptions: {a: A}", "expected one of the keys"),
        ("rating", "risk: harm", "expected keys with values at risk"),
        ("rating", "risk: {sign: harm}", "expected at_least"),
        ("rating", "risk: {sign: harm, at_least: 11}", "expected at_least to be a number"),
        ("checks", "options: {a: {risk: harm}}", "expected label with text"),
        ("checks", "options: {a: {label: A, risky: harm}}", "expected one of the keys"),
    ],
)
def test_a_mark_elsewhere_is_a_fault(kind: str, yaml: str, expected: str) -> None:
    with pytest.raises(ContentError) as refused:
        parse_worksheet(with_field(f':::{kind} {{#new label="New"}}\n{yaml}\n:::'), SHEET_FILE)
    assert any(fault.message.startswith(expected) for fault in refused.value.faults)
