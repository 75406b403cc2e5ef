"""Any program, any days off, any answers and one change after another: what holds all along."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import schedules
from clinic.domain.anchors import Anchor, Offset
from clinic.domain.errors import Refused
from clinic.domain.groups.cohorts import CohortPlan, dates_of, span
from clinic.domain.groups.days_off import OffKind, OffReason
from clinic.domain.groups.row_changes import AnyRowChange
from clinic.domain.groups.schedule_rows import AnchoredKind, Meeting, Window
from clinic.domain.groups.schedules import ChangeKind, Circumstances, WantedChange, plan_change
from clinic.domain.groups.series import Rhythm, RhythmKind
from clinic.domain.programs.programs import PlannedSession, Program, SessionKind

FIRST = date(2026, 10, 5)
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata")
CLOSED = (OffReason(OffKind.CLOSED, "Training"),)
RHYTHMS = (
    Rhythm(),
    Rhythm(RhythmKind.FORTNIGHTLY),
    Rhythm(RhythmKind.TWICE_WEEKLY, (0, 3)),
    Rhythm(RhythmKind.TAPERING, taper_after=2),
)


@dataclass(frozen=True)
class Scene:
    """A cohort as it stands: its sessions, what depends on them, and what time it is."""

    meetings: tuple[Meeting, ...]
    windows: tuple[Window, ...]
    around: Circumstances


@dataclass(frozen=True)
class Wish:
    """A change in words that fit any cohort: at which session, by how many hours."""

    kind: ChangeKind
    place: int
    hours: int
    weeks: int
    keeps_booster: bool


offsets = st.builds(Offset, st.sampled_from([Anchor.START, Anchor.END]), st.integers(-4320, 4320))
closings = offsets | st.builds(Offset, st.just(Anchor.NEXT_START), st.integers(-4320, 4320))
wishes = st.builds(
    Wish,
    st.sampled_from(list(ChangeKind)),
    st.integers(0, 9),
    st.integers(-400, 900),
    st.integers(1, 6),
    st.booleans(),
)


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """Draw a program: perhaps an orientation, some sessions in their weeks, perhaps a booster."""
    weeks, at = [0], 0
    for gap in draw(st.lists(st.integers(1, 2), max_size=6)):
        at += gap
        weeks.append(at)
    kinds = [(SessionKind.REGULAR, week) for week in weeks]
    if draw(st.booleans()):
        kinds.insert(0, (SessionKind.ORIENTATION, -draw(st.integers(1, 3))))
    if draw(st.booleans()):
        kinds.append((SessionKind.BOOSTER, at + draw(st.integers(1, 12))))
    sessions = tuple(
        PlannedSession(number, kind, week, 90, "", "", (), (), (), ())
        for number, (kind, week) in enumerate(kinds)
    )
    return Program("any", "Any", "", "en", 1, 1, sessions)


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    """Draw a cohort on any program and clock, among any days off, with anything answered."""
    zone = draw(st.sampled_from(ZONES))
    off = draw(st.sets(st.integers(-30, 200), max_size=40))
    blocked = {FIRST + timedelta(days=day): CLOSED for day in off}
    plan = CohortPlan(
        name="G",
        discreet_name="G",
        first_on=FIRST,
        begins_at=draw(st.times()).replace(fold=0),
        duration_minutes=None,
        time_zone=zone,
        capacity=8,
        rhythm=draw(st.sampled_from(RHYTHMS)),
    )
    laid_out = dates_of(draw(programs()), plan, blocked).sessions
    rows = [
        Meeting(number, number, each.planned.kind, each.starts_at, each.ends_at)
        for number, each in enumerate(laid_out)
    ]
    now = rows[0].starts_at + timedelta(hours=draw(st.integers(-400, 1200)))
    windows: list[Window] = []
    for one, following in zip(rows, [*rows[1:], None], strict=True):
        next_at = following.starts_at if following else None
        for what in AnchoredKind:
            opens, closes = draw(offsets), draw(closings if following else offsets)
            at = span(opens, closes, one.starts_at, one.ends_at, next_at)
            edges = (opens, closes, at.opens_at, at.closes_at)
            windows.append(Window(what, len(windows), one.row_id, *edges, draw(st.booleans())))
    around = Circumstances(ZoneInfo(zone), now, frozenset(blocked))
    return Scene(tuple(rows), tuple(windows), around)


def change_of(scene: Scene, wish: Wish) -> WantedChange:
    """Give what is wished for at one of the sessions to come, or at any where none is."""
    now = scene.around.now
    coming = [m for m in scene.meetings if m.ends_at > now and not m.is_cancelled]
    there = coming or scene.meetings
    chosen = there[wish.place % len(there)]
    by = timedelta(hours=wish.hours)
    times = chosen.starts_at + by, chosen.ends_at + by
    return WantedChange(wish.kind, chosen.row_id, *times, wish.weeks, wish.keeps_booster)


def written(scene: Scene, changes: Sequence[AnyRowChange]) -> Scene:
    """Write changes into a scene, as the operation writes them into rows."""
    values = {(each.table.value, each.row_id): each.after for each in changes}
    return replace(
        scene,
        meetings=tuple(_with(row, values, "group_sessions") for row in scene.meetings),
        windows=tuple(_with(row, values, row.what.value) for row in scene.windows),
    )


def _with(row: Any, values: Mapping[tuple[str, int], object], table: str) -> Any:
    new: Any = values.get((table, row.row_id))
    named = {} if new is None else {each.name: getattr(new, each.name) for each in fields(new)}
    return replace(row, **{name: value for name, value in named.items() if value not in (None, "")})


@settings(max_examples=60, deadline=None)
@given(scenes(), st.lists(wishes, min_size=1, max_size=4))
def test_one_change_after_another_keeps_what_has_to_hold(scene: Scene, wanted: list[Wish]) -> None:
    begun, done = scene, []
    for wish in wanted:
        try:
            outcome = plan_change(
                scene.meetings, scene.windows, change_of(scene, wish), scene.around
            )
        except Refused:
            continue
        after = written(scene, outcome.changes)
        check(scene, after)
        assert written(after, [each.inverse for each in outcome.changes]) == scene
        done.append(outcome)
        scene = after
    for outcome in reversed(done):
        scene = written(scene, [each.inverse for each in outcome.changes])
    assert scene == begun


def check(before: Scene, after: Scene) -> None:
    """Hold a change to its rules: order, windows the right way round, nothing answered moved."""
    now = before.around.now
    moved = {
        new.row_id for old, new in zip(before.meetings, after.meetings, strict=True) if old != new
    }
    standing = [each for each in after.meetings if not each.is_cancelled]
    for one, following in zip(standing, standing[1:], strict=False):
        assert one.ends_at <= following.starts_at or not {one.row_id, following.row_id} & moved
    for old, new in zip(before.meetings, after.meetings, strict=True):
        assert old == new or new.is_cancelled or new.starts_at > now
        assert old == new or old.ends_at > now
    for old_window, new_window in zip(before.windows, after.windows, strict=True):
        assert new_window.opens_at < new_window.closes_at
        if old_window.is_answered or old_window.closes_at <= now:
            assert new_window == old_window
        if old_window.opens_at <= now:
            assert new_window.opens_at == old_window.opens_at


def test_the_table_of_three_countries_holds(capsys: pytest.CaptureFixture[str]) -> None:
    assert schedules.main() == 0
    told = capsys.readouterr().out
    assert "Session 7    Mon 2027-03-15 18:00 +0100 = 17:00Z Mon 2027-03-29 18:00 +0200" in told
    assert "Mon 2027-01-18  That day is a public holiday: Martin Luther King Jr. Day." in told
    assert "Everything holds" in told
