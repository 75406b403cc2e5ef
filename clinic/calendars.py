"""Writing a calendar as iCalendar (RFC 5545), for a feed and for a file in a mail."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import icalendar

from clinic.domain.clinic.zone_rules import Observance, is_told, observances
from clinic.domain.post.calendar_events import CANCELLED, Entry, OwnCalendar

CONTENT_TYPE = "text/calendar"
REFRESH = timedelta(hours=4)
_PRODUCT = "-//Hearth//Dates//EN"


def write_calendar(calendar: OwnCalendar, at: datetime) -> bytes:
    """Write a calendar; `at` is when it was written, which tells two writings of one entry apart.

    The method is PUBLISH and not REQUEST: a request asks for an answer, may hold one meeting only
    and has to name an organizer and every person invited (RFC 5546, 3.2.2), and the date was agreed
    long before.
    """
    written = icalendar.Calendar()
    written.add("prodid", _PRODUCT)
    written.add("version", "2.0")
    written.add("calscale", "GREGORIAN")
    written.add("method", "PUBLISH")
    written.calendar_name = calendar.name
    written.add("refresh-interval", REFRESH, {"VALUE": "DURATION"})
    # Outlook and others knew this name long before RFC 7986 found the other one.
    written.add("x-published-ttl", icalendar.vDuration(REFRESH))
    clocks = _clocks(calendar.entries)
    for key, told in clocks.items():
        written.add_component(_zone(key, told))
    for entry in calendar.entries:
        written.add_component(_event(entry, _clock_of(entry, clocks), calendar.link, at))
    return bytes(written.to_ical())


def _clocks(entries: Sequence[Entry]) -> dict[str, tuple[Observance, ...]]:
    """Give what the clocks of some meetings do, from the year before to the year after them."""
    if not entries:
        return {}
    first = date(min(entry.starts_at for entry in entries).year - 1, 1, 1)
    last = date(max(entry.ends_at for entry in entries).year + 2, 1, 1)
    return {
        key: observances(ZoneInfo(key), first, last)
        for key in sorted({entry.zone for entry in entries})
    }


def _clock_of(entry: Entry, clocks: Mapping[str, tuple[Observance, ...]]) -> tzinfo:
    """Give the clock to write a meeting by: UTC where the other would be read another way."""
    zone, told = ZoneInfo(entry.zone), clocks[entry.zone]
    is_right = all(is_told(told, zone, at) for at in (entry.starts_at, entry.ends_at))
    return zone if is_right else UTC


def _zone(key: str, told: Sequence[Observance]) -> icalendar.Timezone:
    written = icalendar.Timezone()
    written.add("tzid", key)
    for each in told:
        first = each.first
        kind = icalendar.TimezoneDaylight if first.is_summer else icalendar.TimezoneStandard
        part = kind()
        part.add("dtstart", first.on_the_wall)
        part.add("tzoffsetfrom", first.before)
        part.add("tzoffsetto", first.after)
        part.add("tzname", first.name)
        if each.rule is not None:
            rule: dict[str, object] = {"freq": "yearly", "bymonth": each.rule.month}
            rule["byday"] = each.rule.day
            if each.rule.until is not None:
                rule["until"] = each.rule.until
            part.add("rrule", rule)
        written.add_component(part)
    return written


def _event(entry: Entry, zone: tzinfo, link: str, at: datetime) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", at.replace(microsecond=0))
    event.add("last-modified", entry.changed_at.replace(microsecond=0))
    event.add("dtstart", entry.starts_at.astimezone(zone))
    event.add("dtend", entry.ends_at.astimezone(zone))
    title = _line(entry.title)
    event.add("summary", CANCELLED % {"title": title} if entry.is_cancelled else title)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    # Whoever shares a calendar shows others that the hour is taken, and no more.
    event.add("class", "PRIVATE")
    if entry.place:
        event.add("location", _line(entry.place))
    if entry.notes:
        event.add("description", "\n".join((*entry.notes, *([link] if link else []))))
    return event


def _line(text: str) -> str:
    return " ".join(text.split())
