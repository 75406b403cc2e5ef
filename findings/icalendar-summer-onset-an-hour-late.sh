#!/usr/bin/env bash
# icalendar 7.3.2 writes the zones of a calendar (add_missing_timezones) with lists of dates (RDATE) and
# no rule, and the beginning of summer time at 03:00 where RFC 5545 (3.6.5) wants the clock as it runs
# until then, 02:00: a reader that goes by the file shifts an hour late, on the night of the change.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet icalendar==7.3.2 vobject==0.9.9 tzdata==2026.3 2>"$folder/log" || { cat "$folder/log"; exit 1; }
"$folder/venv/bin/python" - <<'PYTHON'
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from zoneinfo import ZoneInfo

import icalendar
import vobject

berlin = ZoneInfo("Europe/Berlin")
meant = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
calendar = icalendar.Calendar()
calendar.add("prodid", "-//finding//EN")
calendar.add("version", "2.0")
event = icalendar.Event()
event.add("uid", "one")
event.add("dtstamp", datetime(2026, 1, 1, tzinfo=UTC))
event.add("dtstart", meant.astimezone(berlin))
calendar.add_component(event)
calendar.add_missing_timezones()
written = calendar.to_ical().decode()
summer = calendar.walk("DAYLIGHT")[0]
onsets = [each.dt for each in summer["rdate"].dts if each.dt.year == 2026]
print("icalendar", version("icalendar"))
print("summer time of Berlin in 2026 is said to begin at", *onsets, "after", summer["tzoffsetfrom"].to_ical())
print("rules of recurrence in the zone:", written.count("RRULE"))
# Under another name no reader can look the zone up, and has to go by what is written.
read = vobject.readOne(written.replace("Europe/Berlin", "Clinic")).vevent.dtstart.value
print(f"03:30 on that night: meant {meant}, read by the file {read.astimezone(UTC)}")
assert onsets == [datetime(2026, 3, 29, 3, 0)], "the onset stands on the clock as it runs until then"
assert "RRULE" not in written, "rules are written now"
assert read.astimezone(UTC) - meant == timedelta(hours=1), "read right"
PYTHON
