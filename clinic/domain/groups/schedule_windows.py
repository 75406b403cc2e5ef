"""How the windows of homework and questionnaires follow the sessions that they depend on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from clinic.domain.anchors import Anchor, Offset, resolve
from clinic.domain.groups.schedule_rows import (
    AnchoredKind,
    KeptWindow,
    Meeting,
    Stays,
    Window,
    WindowChange,
)

SHORTEST_WINDOW = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class _Anchors:
    starts_at: datetime
    ends_at: datetime
    next_starts_at: datetime | None

    def of(self, offset: Offset) -> datetime | None:
        return {
            Anchor.START: self.starts_at,
            Anchor.END: self.ends_at,
            Anchor.NEXT_START: self.next_starts_at,
        }[offset.anchor]

    def resolve(self, offset: Offset) -> datetime | None:
        if self.of(offset) is None:
            return None
        return resolve(offset, self.starts_at, self.ends_at, self.next_starts_at)


def follow(
    before: Sequence[Meeting], after: Sequence[Meeting], windows: Sequence[Window], now: datetime
) -> tuple[list[WindowChange], list[KeptWindow]]:
    """Give the windows that take new times, and those that stay with the reason why."""
    old, new = _anchors(before), _anchors(after)
    cancelled = {
        each.row_id
        for each, was in zip(after, before, strict=True)
        if each.is_cancelled and not was.is_cancelled
    }
    moved: list[WindowChange] = []
    kept: list[KeptWindow] = []
    for window in windows:
        if window.meeting_id in cancelled:
            after_it = _withdrawn(window)
        else:
            after_it = _resolved(window, old[window.meeting_id], new[window.meeting_id], now)
        why = _why_it_stays(window, now, is_cancelled=window.meeting_id in cancelled)
        if why is not None and (after_it != window or why is Stays.KEPT):
            kept.append(KeptWindow(window, why))
        elif why is None and after_it != window:
            moved.append(WindowChange(window, after_it))
    return moved, kept


def _why_it_stays(window: Window, now: datetime, *, is_cancelled: bool) -> Stays | None:
    if window.is_answered:
        return Stays.ANSWERED
    if window.closes_at <= now:
        return Stays.PAST
    if is_cancelled and (window.what is AnchoredKind.MEASURE or window.opens_at <= now):
        return Stays.KEPT
    return None


def _withdrawn(window: Window) -> Window:
    return replace(window, is_active=False) if window.what is AnchoredKind.HOMEWORK else window


def _resolved(window: Window, old: _Anchors, new: _Anchors, now: datetime) -> Window:
    """Resolve again the edges whose anchor moved; one that people already see stays open."""
    opens_at = window.opens_at
    if window.opens_at > now:
        opens_at = _edge(window.opens, window.opens_at, old, new)
    planned = old.resolve(window.closes)
    least = window.opens_at + SHORTEST_WINDOW
    # A window that a short gap held open goes back to its plan when the gap is longer again.
    closes_at = window.closes_at
    if planned is not None and planned < least == closes_at:
        closes_at = planned
    closes_at = _edge(window.closes, closes_at, old, new)
    return replace(window, opens_at=opens_at, closes_at=max(closes_at, opens_at + SHORTEST_WINDOW))


def _edge(offset: Offset, at: datetime, old: _Anchors, new: _Anchors) -> datetime:
    """Carry an edge as far as its anchor goes, also one that was set by hand for one person."""
    before, after = old.of(offset), new.of(offset)
    return at if before is None or after is None else at + (after - before)


def _anchors(meetings: Sequence[Meeting]) -> dict[int, _Anchors]:
    found: dict[int, _Anchors] = {}
    following: datetime | None = None
    for each in reversed(meetings):
        found[each.row_id] = _Anchors(each.starts_at, each.ends_at, following)
        if not each.is_cancelled:
            following = each.starts_at
    return found
