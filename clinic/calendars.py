"""Writing a calendar as iCalendar (RFC 5545), for a feed and for a file in a mail."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar

from clinic.domain.calendars import CANCELLED, Entry, OwnCalendar

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
    for entry in calendar.entries:
        written.add_component(_event(entry, calendar.link, at))
    if calendar.entries:
        first = min(entry.starts_at for entry in calendar.entries)
        last = max(entry.ends_at for entry in calendar.entries)
        written.add_missing_timezones(date(first.year - 1, 1, 1), date(last.year + 2, 1, 1))
    return bytes(written.to_ical())


def _event(entry: Entry, link: str, at: datetime) -> icalendar.Event:
    zone = ZoneInfo(entry.zone)
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
