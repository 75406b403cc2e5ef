"""What may stand as an answer in a worksheet, and what is refused."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.domain.homework.exercises import Flow, Skill
from clinic.domain.homework.sheet_answers import check_answers, progress
from clinic.domain.homework.worksheets import (
    Choice,
    Column,
    Field,
    FieldKind,
    Prose,
    Readers,
    Worksheet,
)

OPTIONS = (Choice("in_ear", "In"), Choice("out", "Out"), Choice("own", "My own"))
COLUMNS = (
    Column("day", "Day", FieldKind.LINE),
    Column("minutes", "Minutes", FieldKind.NUMBER, minimum=0, maximum=120),
    Column("ease", "Ease", FieldKind.RATING),
)
FIELDS = (
    Field("line", "L", FieldKind.LINE),
    Field("lines", "L", FieldKind.LINES),
    Field("number", "N", FieldKind.NUMBER, minimum=0, maximum=100),
    Field("rating", "R", FieldKind.RATING, maximum=10),
    Field("choice", "C", FieldKind.CHOICE, options=OPTIONS),
    Field("checks", "C", FieldKind.CHECKS, options=OPTIONS),
    Field("date", "D", FieldKind.DATE),
    Field("table", "T", FieldKind.TABLE, columns=COLUMNS),
    Field("ladder", "L", FieldKind.LADDER),
    Field("circles", "C", FieldKind.CIRCLES),
    Field("body", "B", FieldKind.BODY_MAP),
)
SHEET = Worksheet(
    code="W99",
    slug="all",
    title="All",
    purpose="All kinds.",
    language="en",
    minutes=5,
    week=None,
    skill=Skill.CONTROL,
    flow=Flow.TO_SELF,
    readers=Readers.FACILITATORS,
    caution="",
    stop_rule="",
    blocks=(Prose("<p>Hello</p>"), *FIELDS),
)


@pytest.mark.parametrize(
    ("key", "given", "kept"),
    [
        ("line", "  tea \n and milk ", "tea   and milk"),
        ("lines", "one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("lines", "e\u0301", "é"),
        ("number", "5.50", 5.5),
        ("number", 7.0, 7),
        ("number", "62,5", 62.5),
        ("number", "70 %", 70),
        ("number", "٣", 3),
        ("rating", 0, 0),
        ("rating", "10", 10),
        ("choice", "own", "own"),
        ("checks", ["own", "out", "own"], ["out", "own"]),
        ("date", "2026-03-05", "2026-03-05"),
        ("date", "5.3.2026", "2026-03-05"),
        (
            "table",
            [{"day": "Mon", "ease": 3}, {}, {"minutes": "5"}, {"day": " "}],
            [{"day": "Mon", "ease": 3}, {}, {"minutes": 5}],
        ),
        (
            "ladder",
            [{"step": "Wave", "expected": 40, "done": True}, {"done": False}],
            [{"step": "Wave", "expected": 40, "done": True}],
        ),
        ("ladder", [{"step": "Wave", "actual": ""}], [{"step": "Wave", "done": False}]),
        ("circles", {"threat": 8, "drive": None}, {"threat": 8}),
        ("body", ["feet", "head"], ["head", "feet"]),
    ],
)
def test_an_answer_is_kept_in_one_form(key: str, given: object, kept: object) -> None:
    assert check_answers(SHEET, {key: given}) == ({key: kept}, ())


@pytest.mark.parametrize("key", [field.key for field in FIELDS])
@pytest.mark.parametrize("empty", [None, "", [], {}])
def test_what_is_empty_is_left_out_whatever_the_kind(key: str, empty: object) -> None:
    answers, _ = check_answers(SHEET, {key: empty})
    assert answers == {}


@pytest.mark.parametrize(
    ("key", "given", "fault"),
    [
        ("poem", "x", "poem"),
        ("line", "x" * 501, "line"),
        ("line", 5, "line"),
        ("line", "a\0b", "line"),
        ("lines", "a\x1bb", "lines"),
        ("lines", "\ud800", "lines"),
        ("lines", "x" * 20_001, "lines"),
        ("number", 101, "number"),
        ("number", "many", "number"),
        ("number", True, "number"),
        ("number", float("nan"), "number"),
        ("number", float("inf"), "number"),
        ("number", 10**400, "number"),
        ("number", "about 40", "number"),
        ("number", "1,2,3", "number"),
        ("rating", -1, "rating"),
        ("rating", 11, "rating"),
        ("rating", 4.5, "rating"),
        ("choice", "up", "choice"),
        ("choice", ["own"], "choice"),
        ("checks", "own", "checks"),
        ("checks", [["own"]], "checks"),
        ("date", "2026-02-30", "date"),
        ("date", "20260305", "date"),
        ("date", "5/12/2026", "date"),
        ("table", {"day": "Mon"}, "table"),
        ("table", [{}] * 61, "table"),
        ("table", ["Mon"], "table.0"),
        ("table", [{}, {"hour": 5}], "table.1.hour"),
        ("table", [{"minutes": 121}], "table.0.minutes"),
        ("table", [{"ease": 11}], "table.0.ease"),
        ("ladder", [{"expected": 101}], "ladder.0.expected"),
        ("ladder", [{"done": "yes"}], "ladder.0.done"),
        ("circles", {"threat": 11}, "circles.threat"),
        ("circles", {"moon": 1}, "circles.moon"),
        ("circles", [1], "circles"),
        ("body", ["tail"], "body"),
    ],
)
def test_what_cannot_stand_is_refused_at_its_place(key: str, given: object, fault: str) -> None:
    answers, faults = check_answers(SHEET, {key: given})
    assert answers == {}
    assert [each.key for each in faults] == [fault]
    assert faults[0].message % faults[0].params


def test_one_fault_leaves_the_other_answers_standing() -> None:
    answers, faults = check_answers(SHEET, {"line": "tea", "rating": 11})
    assert answers == {"line": "tea"}
    assert [fault.key for fault in faults] == ["rating"]


def test_every_fault_of_a_table_is_named() -> None:
    _, faults = check_answers(SHEET, {"table": [{"minutes": -1, "ease": 11}, {"ease": "x"}]})
    assert [fault.key for fault in faults] == ["table.0.minutes", "table.0.ease", "table.1.ease"]


def test_a_cell_that_cannot_stand_keeps_no_other_from_standing() -> None:
    answers, faults = check_answers(
        SHEET, {"table": [{"day": "Mon", "minutes": "about 40"}, {"ease": 3}]}
    )
    assert answers == {"table": [{"day": "Mon"}, {"ease": 3}]}
    assert [(fault.key, fault.typed) for fault in faults] == [("table.0.minutes", "about 40")]


def test_a_country_settles_what_a_date_means() -> None:
    assert check_answers(SHEET, {"date": "5/12/2026"}, day_first=True) == (
        {"date": "2026-12-05"},
        (),
    )


def test_progress_counts_the_fields_that_hold_something() -> None:
    answers, _ = check_answers(SHEET, {"line": "tea", "rating": 0, "checks": []})
    assert progress(SHEET, answers) == (2, len(FIELDS))


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text("a1 \n\0\u0301\ud800", max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["day", "step", "done", "threat", "x"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from([field.key for field in FIELDS]), JSON))
def test_whatever_comes_is_kept_once_and_for_all(raw: dict[str, object]) -> None:
    answers, _ = check_answers(SHEET, raw)
    assert json.loads(json.dumps(answers, allow_nan=False)) == answers
    assert check_answers(SHEET, answers) == (answers, ())
