"""Who is listed to be looked at, and who is not."""

import pytest

from clinic.domain.measures.instruments import Cutoff, Direction, ReliableChange, Scale, Source
from clinic.domain.outcomes.readings import criteria_of
from clinic.domain.safety.early_warnings import (
    EarlyWarning,
    OccasionReading,
    WarningKind,
    warnings_of,
)

SOURCE = Source("the manual", is_verified=True)
PHQ = Scale(
    "total",
    "Depression",
    (),
    0,
    27,
    Direction.LOWER,
    cutoff=Cutoff(10, SOURCE),
    reliable_change=ReliableChange(6, SOURCE),
)
PLAIN = Scale("total", "Kindness", (), 0, 40, Direction.HIGHER)
UNANSWERED, UNSCORED = "unanswered", "unscored"
Given = float | str


def course(*given: Given, step: float = 0.5) -> list[OccasionReading]:
    return [
        OccasionReading(
            f"week-{number}",
            one if isinstance(one, int | float) else None,
            one != UNANSWERED,
            min(number * step, 1),
        )
        for number, one in enumerate(given)
    ]


def listed(scale: Scale, *given: Given, step: float = 0.5) -> list[WarningKind]:
    return [one.kind for one in warnings_of(course(*given, step=step), scale, criteria_of(scale))]


@pytest.mark.parametrize(
    ("given", "kinds"),
    [
        ((12, 18), [WarningKind.DETERIORATED]),
        ((4, 10), [WarningKind.DETERIORATED]),
        ((12, 17), [WarningKind.OFF_TRACK]),
        ((12, 12), [WarningKind.OFF_TRACK]),
        ((12, 11), []),
        # Not better than at the start, but well.
        ((2, 2), []),
        ((2, 5), []),
        # It was worse in between; what counts is where somebody stands now.
        ((12, 20, 11), []),
        ((16,), []),
        ((), []),
        ((UNANSWERED,), [WarningKind.NO_BASELINE]),
        ((12, UNANSWERED), []),
        ((12, UNANSWERED, UNANSWERED), [WarningKind.UNANSWERED]),
        ((12, UNANSWERED, UNANSWERED, 8), []),
        ((12, UNSCORED), [WarningKind.NOT_SCORED]),
        ((12, 18, UNANSWERED, UNANSWERED), [WarningKind.DETERIORATED, WarningKind.UNANSWERED]),
    ],
)
def test_a_course_is_listed_for_what_it_shows(
    given: tuple[Given, ...], kinds: list[WarningKind]
) -> None:
    assert listed(PHQ, *given) == kinds


def test_in_the_first_half_only_a_reliable_rise_is_listed() -> None:
    assert listed(PHQ, 12, 15, step=0.25) == []
    assert listed(PHQ, 12, 18, step=0.25) == [WarningKind.DETERIORATED]


def test_without_a_cutoff_a_tenth_of_the_range_is_off_track() -> None:
    assert listed(PLAIN, 20, 16) == [WarningKind.OFF_TRACK]
    assert listed(PLAIN, 20, 17) == []
    assert listed(PLAIN, 20, 30) == []


def test_a_warning_carries_what_it_rests_on() -> None:
    (warning,) = warnings_of(course(11, 18), PHQ, criteria_of(PHQ))

    assert isinstance(warning, EarlyWarning)
    assert warning.occasion == "week-1"
    assert warning.change is not None
    assert (warning.change.before, warning.change.after, warning.change.gain) == (11, 18, -7)
    assert warning.rule is not None
    assert warning.rule.source is SOURCE
