#!/usr/bin/env bash
# vobject 0.9.9 names a zone that is written (TZID) by its abbreviation on January 1, 2000, so that
# Chicago and Shanghai are both "CST": one VTIMEZONE is written for both, and the meeting in Shanghai
# is read back thirteen hours late, by vobject itself as by every other calendar.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet vobject==0.9.9 tzdata==2026.3 2>"$folder/log" || { cat "$folder/log"; exit 1; }
"$folder/venv/bin/python" - <<'PYTHON'
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import vobject

meant = {
    zone: datetime(2026, 3, 31, 18, tzinfo=ZoneInfo(zone))
    for zone in ("America/Chicago", "Asia/Shanghai")
}
written = vobject.iCalendar()
for zone, at in meant.items():
    event = written.add("vevent")
    event.add("uid").value = zone
    event.add("dtstart").value = at
text = written.serialize()
told = [line for line in text.split("\r\n") if "TZID" in line]
print("vobject", vobject.VERSION)
print("\n".join(told))
late = {}
for event in vobject.readOne(text).vevent_list:
    zone, read = event.uid.value, event.dtstart.value.astimezone(UTC)
    late[zone] = read - meant[zone]
    print(f"{zone}: meant {meant[zone].astimezone(UTC)}, read back {read}")
assert told.count("TZID:CST") == 1, "each zone has a name of its own now"
assert late == {"America/Chicago": timedelta(0), "Asia/Shanghai": timedelta(hours=13)}
PYTHON
