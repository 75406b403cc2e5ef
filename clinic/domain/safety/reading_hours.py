"""When somebody of the clinic reads: whether now, when next, and until when a case is looked at."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from clinic.domain.anchors import instant_on_the_wall
from clinic.domain.errors import Refused
from clinic.domain.text import N_

HORIZON_DAYS = 366
"""A clinic that is closed for longer than a year reads at no time that could be told."""

WEEKDAYS = {
    1: N_("Monday"),
    2: N_("Tuesday"),
    3: N_("Wednesday"),
    4: N_("Thursday"),
    5: N_("Friday"),
    6: N_("Saturday"),
    7: N_("Sunday"),
}
"""The days of a week by their number in ISO 8601, with which a clinic's days are stored."""


@dataclass(frozen=True, slots=True)
class ReadingHours:
    """The days of the week and the hours at which somebody reads, on the clock of the clinic."""

    days: frozenset[int]
    """Of ISO 8601: 1 is Monday; none where nobody has said or nobody could be asked."""
    begins_at: time
    ends_at: time
    zone: ZoneInfo
    closed: frozenset[date] = frozenset()
    """Public holidays and the clinic's closed days, as far as the horizon."""
    has_holidays: bool = False
    """Whether public holidays are among them."""


@dataclass(frozen=True, slots=True)
class ReadingStretch:
    """The stretch in which somebody reads: the one that runs, or the next."""

    begins_at: datetime
    ends_at: datetime
    is_now: bool


def reading_at(hours: ReadingHours, now: datetime) -> ReadingStretch | None:
    """Say when somebody reads, seen from an instant; `None` where not within the horizon."""
    begins_at, ends_at = next(_stretches(hours, now), (None, None))
    if begins_at is None or ends_at is None:
        return None
    return ReadingStretch(begins_at, ends_at, is_now=begins_at <= now)


def look_by(hours: ReadingHours, opened_at: datetime, within_hours: int) -> datetime:
    """Say by when somebody has looked at what came in: after so many hours in which is read.

    Hours in which nobody reads do not count, but it is never later than the end of the first
    stretch that begins after it came in. Where nothing is known of reading, the clock counts: a
    case without an end would never be late.
    """
    left = timedelta(hours=within_hours)
    for begins_at, ends_at in _stretches(hours, opened_at):
        start = max(begins_at, opened_at.astimezone(UTC))
        if left <= ends_at - start:
            return start + left
        if begins_at >= opened_at:
            return ends_at
        left -= ends_at - start
    return opened_at + timedelta(hours=within_hours)


def check_reading_hours(days: str, begins_at: time, ends_at: time) -> None:
    """Refuse hours at which nobody would read."""
    if not days:
        raise Refused(N_("Choose at least one day."), field="reading_days")
    if ends_at <= begins_at:
        raise Refused(
            N_("The end has to come after the beginning. Enter a later time."),
            field="reading_until",
        )


def _stretches(hours: ReadingHours, now: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Give the stretches in UTC that end after an instant, in their order, up to the horizon."""
    today = now.astimezone(hours.zone).date()
    for count in range(HORIZON_DAYS):
        day = today + timedelta(days=count)
        if day.isoweekday() not in hours.days or day in hours.closed:
            continue
        begins_at = instant_on_the_wall(day, hours.begins_at, hours.zone)
        ends_at = instant_on_the_wall(day, hours.ends_at, hours.zone)
        # In the night in which the clocks go forward an hour may not exist.
        if begins_at < ends_at and now < ends_at:
            yield begins_at, ends_at
