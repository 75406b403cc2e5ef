"""A change of a row is kept as it always was, read as it was written, and undone by its inverse."""

from datetime import UTC, datetime, timedelta

import pytest

from clinic.domain.groups.make_ups import LongerWork, read_longer_work
from clinic.domain.groups.row_changes import (
    AnyRowChange,
    ChangedTable,
    MeetingTimes,
    RowChange,
    WindowTimes,
    read_changes,
)

AT = datetime(2026, 3, 3, 18, tzinfo=UTC)
LATER = AT + timedelta(hours=2)
WINDOW, LONGER = WindowTimes(AT, LATER, True), WindowTimes(AT, LATER + timedelta(days=7), True)
MOVED = RowChange(
    ChangedTable.MEETINGS,
    7,
    MeetingTimes(AT, LATER, wall="2026-03-03T18:00"),
    MeetingTimes(AT, LATER, is_cancelled=True, wall="2026-03-03T18:00"),
)
CHANGES: list[AnyRowChange] = [
    MOVED,
    RowChange(ChangedTable.HOMEWORK, 8, WINDOW, LONGER),
    RowChange(ChangedTable.MEASURES, 9, WindowTimes(AT, LATER), WindowTimes(LATER, LATER)),
]


def test_a_change_is_kept_in_the_words_it_always_was() -> None:
    times = {"starts_at": "2026-03-03T18:00:00+00:00", "ends_at": "2026-03-03T20:00:00+00:00"}
    wall = {"wall": "2026-03-03T18:00"}
    assert MOVED.written() == {
        "table": "group_sessions",
        "row_id": 7,
        "before": {**times, "is_cancelled": False, **wall},
        "after": {**times, "is_cancelled": True, **wall},
    }
    assert "is_active" not in CHANGES[2].written()["after"]


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_kept_is_read_as_it_was_written(change: AnyRowChange) -> None:
    assert read_changes([change.written()]) == (change,)


@pytest.mark.parametrize("change", CHANGES)
def test_the_inverse_gives_what_was_taken_and_its_own_inverse_is_the_change(
    change: AnyRowChange,
) -> None:
    assert (change.inverse.before, change.inverse.after) == (change.after, change.before)
    assert change.inverse.inverse == change


def test_a_change_from_before_walls_were_kept_says_none() -> None:
    kept = MOVED.written()
    del kept["after"]["wall"]
    (read,) = read_changes([kept])
    assert isinstance(read.after, MeetingTimes)
    assert read.after.wall == ""


@pytest.mark.parametrize("at_first", [None, WINDOW])
def test_work_that_a_make_up_gave_more_time_is_read_as_it_was_written(
    at_first: WindowTimes | None,
) -> None:
    work = LongerWork(RowChange(ChangedTable.HOMEWORK, 8, WINDOW, LONGER), at_first)
    assert read_longer_work([work.written()]) == [work]
    assert ("at_first" in work.written()) == (at_first is not None)
