"""Breaks from a place: whether one is under way, what it asks of nobody, and coming back gently."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from clinic.domain.enrollments import EnrollmentStatus
from clinic.domain.errors import Refused
from clinic.domain.homework.homework import ThingKind, weeks_of
from clinic.domain.text import N_

MOST_DAYS = 120
"""A longer time away is a conversation about the place, and not a break."""

MOST_CATCH_UP = 3
FIRST_WEEK_BACK = timedelta(days=7)
"""For so long after a break nothing counts as missed, and a few things are offered again."""


def is_paused(status: EnrollmentStatus, paused_until: datetime | None, now: datetime) -> bool:
    """Say whether a break is under way; one without an end lasts until somebody ends it."""
    if status is not EnrollmentStatus.PAUSED:
        return False
    return paused_until is None or now < paused_until


def standing(
    status: EnrollmentStatus, paused_until: datetime | None, now: datetime
) -> EnrollmentStatus:
    """Give the status as it is at an instant, also where nobody has noted the end of a break."""
    if status is EnrollmentStatus.PAUSED and not is_paused(status, paused_until, now):
        return EnrollmentStatus.ENROLLED
    return status


def begins_day(day: date, zone: str) -> datetime:
    """Give the first instant of a day on the clock of the group, in UTC."""
    midnight = datetime.combine(day, time.min, ZoneInfo(zone))
    return midnight.astimezone(UTC)


def check_pause(ends_on: date, today: date) -> None:
    """Refuse a day back that is not to come, or too far away."""
    if ends_on <= today:
        raise Refused(N_("Choose tomorrow or a later day."), field="ends_on")
    if ends_on > today + timedelta(days=MOST_DAYS):
        raise Refused(
            N_("A break lasts at most %(days)s days. It can be made longer later."),
            {"days": MOST_DAYS},
            "ends_on",
        )


@dataclass(frozen=True, slots=True)
class Break:
    """From an instant to the one at which it ended or will end; `None` where nobody knows yet."""

    begins_at: datetime
    ends_at: datetime | None
    is_joining: bool = False
    """The meetings before somebody joined late: she was not there to miss them."""

    def holds(self, at: datetime) -> bool:
        """Say whether an instant lies in it."""
        return self.begins_at <= at and (self.ends_at is None or at < self.ends_at)

    def excuses(self, closes_at: datetime) -> bool:
        """Say whether what closed then was missed by agreement: in it, or in the week after."""
        if closes_at <= self.begins_at:
            return False
        return self.ends_at is None or closes_at <= self.ends_at + FIRST_WEEK_BACK

    def is_just_over(self, now: datetime) -> bool:
        """Say whether somebody is in her first week back."""
        return self.ends_at is not None and self.ends_at <= now < self.ends_at + FIRST_WEEK_BACK


def is_excused(closes_at: datetime, breaks: Sequence[Break]) -> bool:
    """Say whether a window that was not answered was missed by agreement."""
    return any(one.excuses(closes_at) for one in breaks)


def is_away(at: datetime, breaks: Sequence[Break]) -> bool:
    """Say whether an instant, for instance of a meeting, lies in a break."""
    return any(one.holds(at) for one in breaks)


def time_away(opens_at: datetime, closes_at: datetime, breaks: Sequence[Break]) -> timedelta:
    """Add up how much of a window lies in breaks; breaks do not overlap."""
    away = timedelta(0)
    for one in breaks:
        until = closes_at if one.ends_at is None else min(closes_at, one.ends_at)
        away += max(timedelta(0), until - max(opens_at, one.begins_at))
    return min(away, closes_at - opens_at)


def times_due(
    times_per_week: int, opens_at: datetime, closes_at: datetime, breaks: Sequence[Break]
) -> int:
    """Give how often something was to be done in a window, without the days of breaks.

    Rounded down, and at least once: a window that lies in a break altogether is excused as a whole.
    """
    length = closes_at - opens_at
    here = (length - time_away(opens_at, closes_at, breaks)) / length
    return max(1, int(times_per_week * weeks_of(opens_at, closes_at) * here))


@dataclass(frozen=True, slots=True)
class HeldWork:
    """Something that was given to somebody and is not done, with the meeting it belongs to."""

    key: str
    kind: ThingKind
    met_at: datetime
    opens_at: datetime
    closes_at: datetime


def catch_up(waiting: Sequence[HeldWork], one: Break, now: datetime) -> list[HeldWork]:
    """Choose at most three small things for the first week back.

    The practice of now, one sheet to read for each meeting that was missed, the newest first, and
    the questionnaire that is due. Everything else is dropped.
    """
    if not one.is_just_over(now):
        return []
    is_open = [it for it in waiting if it.opens_at <= now < it.closes_at]
    practice = _first(is_open, ThingKind.EXERCISE)
    measure = _first(is_open, ThingKind.MEASURE)
    left = MOST_CATCH_UP - len(practice) - len(measure)
    return [*practice, *_reading(waiting, one)[:left], *measure]


def _first(waiting: Sequence[HeldWork], kind: ThingKind) -> list[HeldWork]:
    chosen = [it for it in waiting if it.kind is kind]
    return sorted(chosen, key=lambda it: (it.closes_at, it.key))[:1]


def _reading(waiting: Sequence[HeldWork], one: Break) -> list[HeldWork]:
    by_meeting: dict[datetime, list[HeldWork]] = defaultdict(list)
    for it in waiting:
        if it.kind is ThingKind.WORKSHEET and one.holds(it.met_at):
            by_meeting[it.met_at].append(it)
    newest_first = sorted(by_meeting.items(), reverse=True)
    return [min(sheets, key=lambda it: it.key) for _, sheets in newest_first]


@dataclass(frozen=True, slots=True)
class Asked:
    """One occasion of a questionnaire that has no answer yet."""

    key: int
    instrument: int
    opens_at: datetime
    closes_at: datetime


def to_reopen(asked: Sequence[Asked], one: Break, now: datetime) -> list[int]:
    """Choose the questionnaires that closed during a break and are asked again in the week after.

    Only the last occasion of each, and none of which another occasion is open: a score that is
    missing cannot be made up for later, and the same questions twice are no gentle return.
    """
    open_now = {it.instrument for it in asked if it.opens_at <= now < it.closes_at}
    last: dict[int, Asked] = {}
    for it in sorted(asked, key=lambda it: (it.closes_at, it.key)):
        if one.begins_at < it.closes_at <= now and it.instrument not in open_now:
            last[it.instrument] = it
    return sorted(it.key for it in last.values())
