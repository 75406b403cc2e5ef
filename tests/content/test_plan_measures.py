"""Asking one more measure in a plan by changing its lines: on an occasion, or every week."""

import pytest

from clinic.content.plan_measures import occasions_of, with_measure
from clinic.content.programs import parse_program
from tests.content.sources import PROGRAM, PROGRAM_FILE

OWN = "own-evening-check"


def asked(source: str, key: str = OWN) -> list[str]:
    program = parse_program(source, PROGRAM_FILE)
    return [
        one.occasion for each in program.sessions for one in each.measures if one.instrument == key
    ]


def test_a_plan_without_a_weekly_measure_gets_one_for_each_regular_session() -> None:
    source = with_measure(PROGRAM, OWN, {"weekly"})

    assert asked(source) == ["week-1", "week-2"]
    assert [line for line in source.split("\n") if line not in PROGRAM.split("\n")] == [
        "weekly:",
        f"  - {{instrument: {OWN}, opens: start - 1d, closes: end + 1d}}",
    ]


@pytest.mark.parametrize("indent", ["", "  ", "    "])
def test_a_second_weekly_measure_takes_the_window_of_the_first(indent: str) -> None:
    block = f"weekly:\n{indent}- {{instrument: gad-7, opens: start - 2d, closes: start}}\nsessions:"
    source = with_measure(PROGRAM.replace("sessions:", block, 1), OWN, {"weekly"})

    assert asked(source) == asked(source, "gad-7") == ["week-1", "week-2"]
    assert f"{OWN}, opens: start - 2d, closes: start}}" in source
    assert next(one for one in occasions_of(source) if one.session is None).asked == ("gad-7", OWN)


def test_asking_twice_changes_nothing() -> None:
    once = with_measure(PROGRAM, OWN, {"weekly", "baseline"})

    assert asked(once) == ["baseline", "week-2"]
    assert with_measure(once, OWN, {"weekly", "baseline"}) == once


@pytest.mark.parametrize("written", ["[]", "[ ]", "[\n  # nothing yet\n]"])
def test_an_empty_list_in_brackets_takes_it_in(written: str) -> None:
    source = PROGRAM.replace("sessions:", f"weekly: {written}\nsessions:", 1)

    assert asked(with_measure(source, OWN, {"weekly"})) == ["week-1", "week-2"]


@pytest.mark.parametrize("comma", ["", ","])
def test_a_list_in_brackets_takes_it_in_behind_its_last(comma: str) -> None:
    line = "{instrument: gad-7, opens: start - 2d, closes: start}"
    source = PROGRAM.replace("sessions:", f"weekly: [{line}{comma}]  # each week\nsessions:", 1)

    changed = with_measure(source, OWN, {"weekly", "baseline"})

    assert asked(changed) == ["baseline", "week-2"]
    assert f"{OWN}, opens: start - 2d, closes: start}}{comma}]  # each week" in changed


def test_the_last_line_of_a_plan_needs_no_end() -> None:
    source = with_measure(PROGRAM.rstrip("\n"), OWN, {"weekly", "week-2", "post"})

    assert set(asked(source)) >= {"week-1", "week-2"}
