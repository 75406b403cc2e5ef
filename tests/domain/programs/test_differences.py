"""What two texts differ in, and what a cohort would meet differently."""

from dataclasses import replace

import pytest

from clinic.content.instrument_files import load_instruments
from clinic.content.library import load_library
from clinic.domain.errors import Refused
from clinic.domain.programs.differences import LineKind, difference
from clinic.domain.programs.program_changes import (
    ProgramChange,
    ProgramChangeKind,
    SessionPart,
    check_same_sessions,
    session_changes,
)
from tests.cast import ROOT

PROGRAM = load_library(ROOT / "worksheets", frozenset(load_instruments().instruments)).programs[
    "safe-connections"
]


def test_a_changed_line_stands_once_removed_and_once_added_with_its_numbers() -> None:
    found = [line for line in difference("a\nb\nc", "a\nB\nc") if line.kind is not LineKind.SAME]
    assert [(line.kind, line.before, line.after, line.text) for line in found] == [
        (LineKind.REMOVED, 2, None, "b"),
        (LineKind.ADDED, None, 2, "B"),
    ]


def test_far_changes_have_a_gap_between_them_and_equal_texts_no_lines() -> None:
    lines = [str(number) for number in range(40)]
    changed = ["x", *lines[1:-1], "y"]
    kinds = [line.kind for line in difference("\n".join(lines), "\n".join(changed))]
    assert kinds.count(LineKind.GAP) == 1
    assert difference("a\n", "a\n") == ()


def test_only_sessions_of_the_given_numbers_are_compared() -> None:
    first, *others = PROGRAM.sessions
    new = replace(PROGRAM, sessions=(replace(first, title="Otherwise"), *others))
    assert session_changes(PROGRAM, new, {first.number}, ())[0].changes == (
        ProgramChange(SessionPart.TITLE, ProgramChangeKind.CHANGED, ""),
    )
    assert not any(s.changes for s in session_changes(PROGRAM, new, {others[0].number}, ()))


def test_an_edited_sheet_changes_every_session_that_hands_it_out() -> None:
    code = PROGRAM.sessions[1].handouts[0]
    changed = {
        session.planned.number
        for session in session_changes(PROGRAM, PROGRAM, range(60), {code})
        if ProgramChange(SessionPart.HANDOUT, ProgramChangeKind.CHANGED, code) in session.changes
    }
    assert changed == {s.number for s in PROGRAM.sessions if code in s.handouts}


def test_a_program_with_other_sessions_is_refused() -> None:
    with pytest.raises(Refused, match="different sessions"):
        check_same_sessions(PROGRAM, replace(PROGRAM, sessions=PROGRAM.sessions[:-1]))
