"""Changes of a schedule: order kept, no window turned round, nothing answered moved."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.domain.anchors import Anchor, Offset, instant_on_the_wall
from clinic.domain.errors import Refused
from clinic.domain.groups.days_off import OffKind, OffReason
from clinic.domain.groups.schedule_clashes import Busy, cautions_of
from clinic.domain.groups.schedule_rows import AnchoredKind, Meeting, ScheduleOutcome, Stays, Window
from clinic.domain.groups.schedule_windows import SHORTEST_WINDOW
from clinic.domain.groups.schedules import (
    ChangeKind,
    Circumstances,
    WantedChange,
    plan_change,
)
from clinic.domain.programs.programs import SessionKind

LONDON = ZoneInfo("Europe/London")
FIRST = date(2026, 3, 3)
NOW = datetime(2026, 3, 12, 12, tzinfo=UTC)
HOURS = timedelta(hours=2)
FREE = Circumstances(LONDON, NOW)


def meeting(number: int, on: date, at: time = time(18), zone: ZoneInfo = LONDON) -> Meeting:
    starts_at = instant_on_the_wall(on, at, zone)
    kind = SessionKind.BOOSTER if number == 9 else SessionKind.REGULAR
    return Meeting(100 + number, number, kind, starts_at, starts_at + HOURS)


def weekly(first: date = FIRST, at: time = time(18), zone: ZoneInfo = LONDON) -> list[Meeting]:
    days = [first + timedelta(weeks=week) for week in (*range(8), 20)]
    return [meeting(number, day, at, zone) for number, day in enumerate(days, start=1)]


def hung_on(meetings: list[Meeting]) -> list[Window]:
    """Hang home practice on each meeting until the next, and a questionnaire around it."""
    found: list[Window] = []
    edges = (
        (Offset(Anchor.END), Offset(Anchor.NEXT_START, -60), AnchoredKind.HOMEWORK),
        (Offset(Anchor.START, -4320), Offset(Anchor.END, 2880), AnchoredKind.MEASURE),
    )
    for one, following in zip(meetings, meetings[1:], strict=False):
        anchors = {
            Anchor.START: one.starts_at,
            Anchor.END: one.ends_at,
            Anchor.NEXT_START: following.starts_at,
        }
        for opens, closes, what in edges:
            opens_at, closes_at = (
                anchors[e.anchor] + timedelta(minutes=e.minutes) for e in (opens, closes)
            )
            row_id = len(found)
            found.append(Window(what, row_id, one.row_id, opens, closes, opens_at, closes_at))
    return found


def wall(at: datetime, zone: ZoneInfo = LONDON) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None)


changes = st.builds(
    lambda kind, number, hours, weeks, keeps: (kind, number, timedelta(hours=hours), weeks, keeps),
    st.sampled_from(list(ChangeKind)),
    st.integers(1, 9),
    st.integers(-300, 900),
    st.integers(1, 6),
    st.booleans(),
)


@settings(max_examples=60, deadline=None)
@given(changes, st.sets(st.integers(0, 15)), st.integers(-20, 60))
def test_whatever_is_changed_the_order_stands_and_going_back_is_nothing(
    wish: tuple[ChangeKind, int, timedelta, int, bool], answered: set[int], days: int
) -> None:
    kind, number, by, weeks, keeps = wish
    meetings, now = weekly(), NOW + timedelta(days=days)
    windows = [replace(w, is_answered=w.row_id in answered) for w in hung_on(meetings)]
    chosen = meetings[number - 1]
    change = WantedChange(
        kind, chosen.row_id, chosen.starts_at + by, chosen.ends_at + by, weeks, keeps
    )
    try:
        outcome = plan_change(meetings, windows, change, Circumstances(LONDON, now))
    except Refused:
        return
    new = {each.after.row_id: each.after for each in outcome.meetings}
    standing = [m for m in (new.get(m.row_id, m) for m in meetings) if not m.is_cancelled]
    assert all(a.ends_at <= b.starts_at for a, b in zip(standing, standing[1:], strict=False))
    assert all(m.is_cancelled or m.starts_at > now for m in new.values())
    assert all(w.after.opens_at + SHORTEST_WINDOW <= w.after.closes_at for w in outcome.windows)
    assert not {w.before.row_id for w in outcome.windows} & answered
    assert all(w.before.closes_at > now for w in outcome.windows)
    values = {(each.table, each.row_id): each.before for each in outcome.changes}
    there = values | {(each.table, each.row_id): each.after for each in outcome.changes}
    back = there | {(each.table, each.row_id): each.inverse.after for each in outcome.changes}
    assert back == values


def plan(
    kind: ChangeKind, number: int, to: datetime | None = None, **more: object
) -> ScheduleOutcome:
    meetings = weekly()
    ends = to + HOURS if to else None
    change = WantedChange(kind, 100 + number, to, ends, **more)  # type: ignore[arg-type]  # each test names what it changes
    return plan_change(meetings, hung_on(meetings), change, FREE)


def test_a_group_at_six_stays_at_six_when_the_clocks_change() -> None:
    outcome = plan(ChangeKind.SHIFT, 3, datetime(2026, 3, 19, 18, tzinfo=UTC))
    assert {wall(each.after.starts_at).time() for each in outcome.meetings} == {time(18)}
    assert {each.after.starts_at.hour for each in outcome.meetings} == {17, 18}


def test_a_skipped_date_passes_each_session_on_to_the_next_and_over_closed_days() -> None:
    around = replace(FREE, blocked=frozenset({date(2026, 4, 28)}))
    change = WantedChange(ChangeKind.SKIP, 105)
    outcome = plan_change(weekly(), [], change, around)
    days = [wall(each.after.starts_at).date() for each in outcome.meetings]
    assert days[:4] == [date(2026, 4, d) for d in (7, 14, 21)] + [date(2026, 5, 5)]


def test_a_leap_day_is_a_day() -> None:
    meetings = weekly(date(2028, 2, 15))
    change = WantedChange(ChangeKind.BREAK, 103, weeks=1)
    around = replace(FREE, now=datetime(2028, 2, 20, tzinfo=UTC))
    outcome = plan_change(meetings, [], change, around)
    assert wall(meetings[2].starts_at).date() == date(2028, 2, 29)
    assert wall(outcome.meetings[0].after.starts_at).date() == date(2028, 3, 7)


def test_half_past_two_in_the_night_the_clocks_change_is_the_next_minute_there_is() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    meetings = weekly(date(2026, 3, 22), time(2, 30), berlin)
    change = WantedChange(ChangeKind.BREAK, 101, weeks=1)
    around = Circumstances(berlin, datetime(2026, 3, 20, tzinfo=UTC))
    outcome = plan_change(meetings, [], change, around)
    starts = [wall(each.after.starts_at, berlin) for each in outcome.meetings]
    assert (starts[0].date(), starts[0].time()) == (date(2026, 3, 29), time(3, 0))
    assert {each.time() for each in starts[2:]} == {time(2, 30)}


@pytest.mark.parametrize(
    ("number", "to", "sentence"),
    [
        (3, datetime(2026, 3, 12, 11, tzinfo=UTC), "in the past"),
        (3, datetime(2026, 3, 24, 19, tzinfo=UTC), "runs into the next session"),
        (5, datetime(2026, 3, 24, 19, tzinfo=UTC), "before the previous session ends"),
        (8, datetime(2026, 7, 22, 18, tzinfo=UTC), "runs into the booster"),
        (1, datetime(2026, 3, 19, 18, tzinfo=UTC), "has been held"),
    ],
)
def test_what_cannot_be_is_a_sentence(number: int, to: datetime, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        plan(ChangeKind.MOVE, number, to)


def test_what_is_answered_past_or_cancelled_with_its_session_says_why_it_stays() -> None:
    meetings = weekly()
    windows = [replace(w, is_answered=w.row_id == 4) for w in hung_on(meetings)]
    outcome = plan_change(meetings, windows, WantedChange(ChangeKind.CANCEL, 103), FREE)
    assert [(k.window.row_id, k.why) for k in outcome.kept] == [
        (4, Stays.ANSWERED),
        (5, Stays.KEPT),
    ]


def test_a_taken_room_and_a_person_elsewhere_are_said_and_not_forbidden() -> None:
    one = meeting(4, date(2026, 3, 24))
    busy = [
        Busy(one.starts_at, one.ends_at, " room  2", "Tom"),
        Busy(one.ends_at, one.ends_at + HOURS, "Room 2", "Tom"),
    ]
    closed = {date(2026, 3, 24): (OffReason(OffKind.CLOSED, "Founders' day"),)}
    said = [c.message % c.params for c in cautions_of([one], closed, busy, "Room 2", LONDON)]
    assert said == [
        "The clinic is closed that day: Founders' day.",
        "Room 2 is taken at that time by another group.",
        "Tom leads another group at that time.",
    ]
