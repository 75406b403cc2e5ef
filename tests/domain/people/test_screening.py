"""Screening: what speaks against a place, and when nobody may yet say that a group suits."""

import pytest

from clinic.content.instrument_files import load_instruments
from clinic.content.library import load_library
from clinic.domain.errors import Refused
from clinic.domain.people.screenings import (
    PointAnswer,
    PointKind,
    ScreeningOutcome,
    TalkPoint,
    check_screening,
    from_text,
    points_of,
    to_text,
)
from tests.cast import ROOT

YES, NO, UNSURE = PointAnswer.YES, PointAnswer.NO, PointAnswer.NOT_SURE
FOR, AGAINST = PointKind.INCLUSION, PointKind.EXCLUSION
SUITABLE, NOT_NOW = ScreeningOutcome.SUITABLE, ScreeningOutcome.NOT_NOW


@pytest.mark.parametrize(
    ("kind", "answer", "speaks"),
    [
        (FOR, NO, True),
        (FOR, YES, False),
        (AGAINST, YES, True),
        (AGAINST, NO, False),
        (FOR, UNSURE, False),
        (AGAINST, UNSURE, False),
        (FOR, None, False),
    ],
)
def test_no_to_one_kind_of_point_weighs_as_yes_to_the_other(
    kind: PointKind, answer: PointAnswer | None, speaks: bool
) -> None:
    assert TalkPoint(kind, "a point", answer).speaks_against is speaks


def test_nobody_is_called_suitable_while_a_point_is_open() -> None:
    points = [TalkPoint(FOR, "one", YES), TalkPoint(AGAINST, "two")]
    with pytest.raises(Refused, match="still open"):
        check_screening(points, SUITABLE, "words")
    check_screening(points, NOT_NOW, "")
    check_screening(points, None, "")


def test_who_is_taken_although_a_point_speaks_against_it_is_taken_with_a_reason() -> None:
    bare = [TalkPoint(AGAINST, "one", YES)]
    with pytest.raises(Refused, match="why the group suits"):
        check_screening(bare, SUITABLE, "")
    check_screening(bare, SUITABLE, "Sees a psychiatrist every week.")
    check_screening([TalkPoint(AGAINST, "one", YES, "in the past")], SUITABLE, "")
    check_screening([TalkPoint(AGAINST, "one", UNSURE)], SUITABLE, "")


def test_points_come_back_as_they_were_written() -> None:
    points = (
        TalkPoint(FOR, "Ünicode “quoted”", UNSURE, "a note\nof two lines"),
        TalkPoint(AGAINST, "b"),
    )
    assert from_text(to_text(points)) == points
    assert from_text(None) == ()


@pytest.mark.parametrize("slug", ["safe-connections", "four-week-introduction"])
def test_a_shipped_program_says_whom_it_is_for_and_keeps_what_was_found(slug: str) -> None:
    program = load_library(ROOT / "worksheets", frozenset(load_instruments().instruments)).programs[
        slug
    ]
    asked = points_of(program)
    kinds = [point.kind for point in asked]
    assert kinds.count(FOR) >= 3
    assert kinds.count(AGAINST) >= 3
    found = TalkPoint(asked[-1].kind, asked[-1].text, YES, "noted")
    assert points_of(program, [found, TalkPoint(FOR, "asked in an older version", NO)]) == (
        *asked[:-1],
        found,
    )
