"""Where homework stands, and which few things are for today."""

from datetime import UTC, date, datetime, timedelta

import pytest

from clinic.domain.enrollments import CohortStatus, EnrollmentStatus
from clinic.domain.errors import Refused
from clinic.domain.homework.homework import (
    MOST_DAYS_OF_PAPER,
    HomeworkState,
    Thing,
    ThingKind,
    check_place,
    days_of_paper,
    few_of,
    is_practiced,
    state_of,
    week_begins_on,
)

NOW = datetime(2026, 2, 25, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def thing(key: str, kind: ThingKind, hours: int = 24, group: int = 1) -> Thing:
    return Thing(key, group, kind, NOW + hours * HOUR)


@pytest.mark.parametrize(
    ("opens", "closes", "is_done", "is_paused", "state"),
    [
        (1, 2, False, False, HomeworkState.UPCOMING),
        (0, 2, False, False, HomeworkState.OPEN),
        (-2, 0, False, False, HomeworkState.CLOSED),
        (-2, 2, True, True, HomeworkState.DONE),
        (-2, 2, False, True, HomeworkState.PAUSED),
        (1, 2, False, True, HomeworkState.PAUSED),
        (-3, -2, False, True, HomeworkState.CLOSED),
    ],
)
def test_homework_is_called_by_where_it_stands(
    opens: int, closes: int, is_done: bool, is_paused: bool, state: HomeworkState
) -> None:
    window = (NOW + opens * HOUR, NOW + closes * HOUR)
    assert state_of(*window, NOW, is_done=is_done, is_paused=is_paused) is state


def test_a_window_of_several_weeks_has_a_dose_for_each() -> None:
    assert is_practiced(4, 4, NOW, NOW + timedelta(days=7))
    assert is_practiced(4, 4, NOW, NOW + timedelta(days=6, hours=21))
    assert not is_practiced(4, 4, NOW, NOW + timedelta(days=84))
    assert is_practiced(48, 4, NOW, NOW + timedelta(days=84))


@pytest.mark.parametrize(("day", "begins"), [(3, 3), (9, 3), (10, 10), (25, 24), (2, 3)])
def test_a_week_of_practice_begins_on_the_day_it_was_given(day: int, begins: int) -> None:
    assert week_begins_on(date(2026, 2, 3), date(2026, 2, day), 12) == date(2026, 2, begins)


def test_the_day_of_the_next_meeting_still_belongs_to_the_week_that_ends() -> None:
    assert week_begins_on(date(2026, 2, 3), date(2026, 2, 10), 1) == date(2026, 2, 3)


def test_a_sheet_has_every_day_from_meeting_to_meeting() -> None:
    days = days_of_paper(date(2026, 2, 10), date(2026, 2, 17))
    assert [on.day for on in days] == list(range(10, 18))
    assert len(days_of_paper(date(2026, 2, 10), date(2026, 8, 11))) == 183


def test_a_stored_day_that_is_wrong_fills_no_hundred_years_of_lines() -> None:
    assert len(days_of_paper(date(2026, 2, 10), date(2199, 12, 31))) == MOST_DAYS_OF_PAPER


def test_today_holds_at_most_three_things_of_different_kinds() -> None:
    things = [
        *(thing(f"e{number}", ThingKind.EXERCISE, number) for number in range(1, 5)),
        thing("m", ThingKind.MEASURE, 90),
        thing("w", ThingKind.WORKSHEET, 80),
    ]
    assert [each.key for each in few_of(things)] == ["e1", "w", "m"]


def test_both_groups_of_a_person_have_a_place_on_the_page() -> None:
    things = [
        thing("m1", ThingKind.MEASURE),
        thing("e1", ThingKind.EXERCISE),
        thing("w1", ThingKind.WORKSHEET),
        thing("e2", ThingKind.EXERCISE, 99, group=2),
    ]
    assert [each.key for each in few_of(things)] == ["e1", "e2", "m1"]


def test_nothing_open_is_nothing_offered() -> None:
    assert few_of([]) == []


@pytest.mark.parametrize(
    ("status", "cohort"),
    [
        (EnrollmentStatus.PAUSED, CohortStatus.OPEN),
        (EnrollmentStatus.WITHDRAWN, CohortStatus.OPEN),
        (EnrollmentStatus.COMPLETED, CohortStatus.OPEN),
        (EnrollmentStatus.WAITLISTED, CohortStatus.OPEN),
        (EnrollmentStatus.ENROLLED, CohortStatus.CLOSED),
    ],
)
def test_only_a_living_place_is_written_in(status: EnrollmentStatus, cohort: CohortStatus) -> None:
    check_place(EnrollmentStatus.ENROLLED, CohortStatus.OPEN)
    with pytest.raises(Refused):
        check_place(status, cohort)
