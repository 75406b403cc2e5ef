"""Program files become programs, or say on which line they do not."""

import pytest

from clinic.content.faults import ContentError
from clinic.content.programs import parse_program
from clinic.domain.anchors import Anchor, Offset
from clinic.domain.programs.programs import HOMEWORK_CLOSES, HOMEWORK_OPENS, SessionKind
from tests.content.sources import PROGRAM, PROGRAM_FILE


def faults(text: str) -> list[tuple[int, str]]:
    with pytest.raises(ContentError) as caught:
        parse_program(text, PROGRAM_FILE)
    return [(fault.line, fault.message) for fault in caught.value.faults]


def test_a_program_keeps_its_sessions_in_order() -> None:
    program = parse_program(PROGRAM, PROGRAM_FILE)
    assert [(each.number, each.week, each.kind) for each in program.sessions] == [
        (1, 0, SessionKind.REGULAR),
        (2, 1, SessionKind.REGULAR),
    ]


def test_homework_has_a_window_also_when_the_file_names_none() -> None:
    [homework] = parse_program(PROGRAM, PROGRAM_FILE).sessions[0].assignments
    assert (homework.opens, homework.closes) == (HOMEWORK_OPENS, HOMEWORK_CLOSES)


def test_a_measure_opens_and_closes_as_the_file_says() -> None:
    [measure] = parse_program(PROGRAM, PROGRAM_FILE).sessions[0].measures
    assert (measure.opens, measure.closes) == (
        Offset(Anchor.START, -7 * 24 * 60),
        Offset(Anchor.START),
    )


def test_make_ups_count_where_the_file_says_so_and_otherwise_not() -> None:
    said = PROGRAM.replace("late_join", "make_ups_count: true\nlate_join", 1)
    assert parse_program(said, PROGRAM_FILE).counts_make_ups
    assert not parse_program(PROGRAM, PROGRAM_FILE).counts_make_ups


TWO = "  - number: 2\n"
ASKED = (
    "    measures:\n      - {instrument: phq-9, occasion: baseline, opens: start, closes: end}\n"
)


@pytest.mark.parametrize(
    ("old", "new", "line", "expected"),
    [
        ("slug: calm", "slug: storm", 1, "expected slug to be the name of the file, calm"),
        ("completer_at_least: 2", "completer_at_least: 3", 5, "expected at most 2, the number"),
        (
            "late_join_until: 1",
            "late_join_until: 1\nmake_ups_count: perhaps",
            7,
            "expected make_ups_count to be true or false",
        ),
        (
            "late_join_until: 1",
            "late_join_until: 4",
            6,
            "expected late_join_until to be the number",
        ),
        (
            "{minutes: 60, title",
            "{minutes: 50, title",
            14,
            "expected a plan of 60 minutes, found 50",
        ),
        ("[W03]", "[W03, W03]", 16, "expected each handout once"),
        ("{exercise: breathing", "{worksheet: W03, exercise: breathing", 18, "expected either an"),
        (", times_per_week: 5", "", 18, "expected times_per_week to be a whole number"),
        ("closes: start}", "closes: start - 8d}", 20, "expected closes to lie after opens"),
        ("closes: start}", "closes: never}", 20, "expected start, end or next start"),
        (", closes: start}", "}", 20, "expected closes with text"),
        ("occasion: baseline", "occasion: often", 20, "expected occasion to be baseline"),
        ("number: 2", "number: 1", 21, "expected a number above 1"),
        ("week: 1", "week: 0", 23, "expected a week after 0"),
        (TWO, f"{TWO}{ASKED}", 23, "expected phq-9 at most once on the occasion baseline"),
        (
            TWO,
            f"{TWO}    assignments:\n      - {{worksheet: W03}}\n",
            23,
            "expected closes to count from start or end, because no session follows",
        ),
        (
            "sessions:\n",
            "inclusion: [Is an adult, Is an adult]\nsessions:\n",
            7,
            "expected each point of inclusion once",
        ),
        (
            "sessions:\n",
            f"exclusion: [{'x' * 201}]\nsessions:\n",
            7,
            "expected at most 200 characters in each point of exclusion",
        ),
        (
            "sessions:\n",
            f"exclusion: [{', '.join('abcdefghijklmnopqrstu')}]\nsessions:\n",
            7,
            "expected at most 20 points at exclusion",
        ),
        ("sessions:\n", "inclusion: [{a: b}]\nsessions:\n", 7, "expected words under inclusion"),
        ("kind: main", "kind: nap", 15, "expected kind to be one of open, practice"),
    ],
)
def test_a_fault_is_named_with_its_line(old: str, new: str, line: int, expected: str) -> None:
    found = faults(PROGRAM.replace(old, new))
    assert any(at == line and message.startswith(expected) for at, message in found), found


@pytest.mark.parametrize("text", ["", "[]", "slug: calm\nsessions: []", "- a\n- b", "\tslug: x"])
def test_a_file_without_sessions_is_refused(text: str) -> None:
    assert faults(text)


WEEKLY = "weekly:\n  - {instrument: gad-7, opens: start - 1d, closes: end + 1d}\nsessions:"


def weekly(text: str = PROGRAM) -> list[list[tuple[str, str]]]:
    program = parse_program(text.replace("sessions:", WEEKLY, 1), PROGRAM_FILE)
    return [[(one.instrument, one.occasion) for one in each.measures] for each in program.sessions]


def test_what_is_weekly_is_asked_around_each_regular_session_under_its_number() -> None:
    assert weekly() == [[("phq-9", "baseline"), ("gad-7", "week-1")], [("gad-7", "week-2")]]
    program = parse_program(PROGRAM.replace("sessions:", WEEKLY, 1), PROGRAM_FILE)
    [measure] = program.sessions[1].measures
    assert (measure.opens, measure.closes) == (
        Offset(Anchor.START, -24 * 60),
        Offset(Anchor.END, 24 * 60),
    )


def test_what_a_session_asks_itself_is_not_asked_twice() -> None:
    asked = PROGRAM.replace("phq-9, occasion: baseline", "gad-7, occasion: baseline")
    assert weekly(asked) == [[("gad-7", "baseline")], [("gad-7", "week-2")]]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("closes: end + 1d", "closes: next start - 1h", "expected a session to follow, because"),
        (", closes: end + 1d", "", "expected closes with text"),
        ("opens: start - 1d", "opens: end + 2d", "expected closes to lie after opens"),
        ("opens:", "occasion: mid, opens:", "occasion"),
        ("instrument: gad-7, ", "", "expected instrument with text"),
    ],
)
def test_a_faulty_weekly_measure_is_told_with_what_was_expected(
    old: str, new: str, expected: str
) -> None:
    text = PROGRAM.replace("sessions:", WEEKLY.replace(old, new), 1)
    assert [message for _line, message in faults(text) if expected in message]
