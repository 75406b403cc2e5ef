#!/usr/bin/env bash
# ics 0.7.3: a time in a zone that the file itself defines (VTIMEZONE) is read as UTC, without a word,
# when the name of the zone is none of the IANA database. RFC 5545 lets a file choose the name, and
# Outlook's "W. Europe Standard Time" is such a one: 18:00 there is read an hour late.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet ics==0.7.3 icalendar==7.3.2 2>"$folder/log" || { cat "$folder/log"; exit 1; }
"$folder/venv/bin/python" - <<'PYTHON'
from datetime import UTC, datetime, timedelta
from importlib.metadata import version

import icalendar
import ics

LINES = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//finding//EN
BEGIN:VTIMEZONE
TZID:{zone}
BEGIN:STANDARD
DTSTART:20251026T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20250330T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
UID:one
DTSTAMP:20260101T000000Z
DTSTART;TZID={zone}:20260203T180000
DTEND;TZID={zone}:20260203T190000
SUMMARY:Tuesdays
END:VEVENT
END:VCALENDAR
"""
meant = datetime(2026, 2, 3, 17, tzinfo=UTC)
print("ics", version("ics"), "beside icalendar", version("icalendar"))
late = {}
for zone in ("Europe/Berlin", "W. Europe Standard Time", "Clinic"):
    text = LINES.format(zone=zone).replace("\n", "\r\n")
    (event,) = ics.Calendar(text).events
    other = icalendar.Calendar.from_ical(text).walk("VEVENT")[0].decoded("dtstart")
    assert other.astimezone(UTC) == meant, "the file is valid, and another reader reads it right"
    late[zone] = event.begin.datetime - meant
    print(f"{zone}: meant {meant}, ics reads {event.begin}")
hour = timedelta(hours=1)
assert late["Europe/Berlin"] == timedelta(0)
assert late["W. Europe Standard Time"] == late["Clinic"] == hour, "it reads the file's own zones now"
PYTHON
