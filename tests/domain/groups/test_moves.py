"""What somebody knew before dates were changed: the last time she can have heard of."""

from datetime import UTC, datetime, timedelta

from clinic.domain.groups.moves import Deed, KnownTime, known_before
from clinic.domain.groups.row_changes import (
    ChangedTable,
    MeetingTimes,
    RowChange,
    WindowTimes,
)

AT = datetime(2026, 3, 3, 18, tzinfo=UTC)
MADE = datetime(2026, 2, 25, 12, tzinfo=UTC)
TWO_HOURS = timedelta(hours=2)


def deed(made_at: datetime, before: datetime) -> Deed:
    times = MeetingTimes(before, before + TWO_HOURS)
    return Deed(made_at, [RowChange(ChangedTable.MEETINGS, 7, times, times)])


def test_the_time_before_the_newest_change_is_what_people_knew() -> None:
    later = AT + timedelta(hours=1)
    known = known_before([deed(MADE, AT), deed(MADE + timedelta(days=1), later)])
    assert known == {7: KnownTime(later, later + TWO_HOURS)}


def test_a_slip_mended_before_anybody_heard_of_it_is_one_change() -> None:
    known = known_before([deed(MADE, AT), deed(MADE + timedelta(minutes=9), AT + TWO_HOURS)])
    assert known == {7: KnownTime(AT, AT + TWO_HOURS)}


def test_windows_are_no_meetings() -> None:
    window = WindowTimes(AT, AT + TWO_HOURS)
    homework = RowChange(ChangedTable.HOMEWORK, 7, window, window)
    assert known_before([Deed(MADE, [homework])]) == {}
