"""A calendar that knows no zones but those it is sent: RFC 5545 by hand, without RDATE."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from dateutil.rrule import rrulestr
from icalendar import Event

_FORM = "%Y%m%dT%H%M%S"


@dataclass(frozen=True)
class Part:
    """One observance as it stands in the text."""

    starts: datetime
    before: timedelta
    after: timedelta
    rule: str | None
    is_summer: bool

    def onsets(self, until: datetime) -> list[datetime]:
        """Every onset in UTC; the clock on which one is written is that of the time before."""
        if self.rule is None:
            walls = [self.starts]
        else:
            start = self.starts.replace(tzinfo=UTC)
            # The end of a rule is in UTC: on the clock before the change it is that much later.
            rule = re.sub(
                r"UNTIL=(\w+)Z", lambda m: f"UNTIL={_later(m[1], self.before)}Z", self.rule
            )
            found = rrulestr(rule, dtstart=start).between(
                start, until.replace(tzinfo=UTC), inc=True
            )
            walls = [each.replace(tzinfo=None) for each in found]
        return [wall.replace(tzinfo=UTC) - self.before for wall in walls]


def _later(text: str, by: timedelta) -> str:
    return (datetime.strptime(text, _FORM) + by).strftime(_FORM)  # noqa: DTZ007  # on a wall


def moment_of(event: Event, name: str = "DTSTART") -> datetime:
    """Read a moment of an entry that icalendar has read."""
    moment = event.decoded(name)
    assert isinstance(moment, datetime)
    return moment


def zones_of(content: bytes) -> dict[str, list[Part]]:
    """Read every zone of a calendar."""
    text = content.decode().replace("\r\n ", "")
    assert "RDATE" not in text
    found: dict[str, list[Part]] = {}
    for block in re.findall(r"BEGIN:VTIMEZONE\r\n(.*?)END:VTIMEZONE", text, re.S):
        name = re.search(r"TZID:(.*?)\r\n", block)
        assert name
        parts = re.findall(r"BEGIN:(STANDARD|DAYLIGHT)\r\n(.*?)END:\1", block, re.S)
        found[name[1]] = [_part(kind, lines) for kind, lines in parts]
    return found


def instants_of(content: bytes) -> list[datetime]:
    """Read when each meeting starts, by the zones that were sent along alone."""
    zones = {key: _onsets(parts) for key, parts in zones_of(content).items()}
    text = content.decode().replace("\r\n ", "")
    found = []
    for event in re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", text, re.S):
        match = re.search(r"DTSTART(?:;TZID=([^:]+))?:(\w+?)(Z?)\r\n", event)
        assert match
        wall = datetime.strptime(match[2], _FORM)  # noqa: DTZ007  # on a wall
        found.append(wall.replace(tzinfo=UTC) if match[3] else _instant(wall, zones[match[1]]))
    return found


def _part(kind: str, lines: str) -> Part:
    said = dict(line.split(":", 1) for line in lines.strip().split("\r\n"))
    starts = datetime.strptime(said["DTSTART"], _FORM)  # noqa: DTZ007  # on a wall
    before, after = (_offset(said[name]) for name in ("TZOFFSETFROM", "TZOFFSETTO"))
    return Part(starts, before, after, said.get("RRULE"), kind == "DAYLIGHT")


def _offset(text: str) -> timedelta:
    sign = -1 if text[0] == "-" else 1
    return sign * timedelta(hours=int(text[1:3]), minutes=int(text[3:5]))


def _onsets(parts: list[Part]) -> list[tuple[datetime, timedelta]]:
    until = max(part.starts for part in parts) + timedelta(days=4 * 366)
    return sorted((onset, part.after) for part in parts for onset in part.onsets(until))


def _instant(wall: datetime, onsets: list[tuple[datetime, timedelta]]) -> datetime:
    for place, (onset, after) in enumerate(onsets):
        instant = wall.replace(tzinfo=UTC) - after
        following = onsets[place + 1][0] if place + 1 < len(onsets) else None
        if onset <= instant and (following is None or instant < following):
            return instant
    raise AssertionError(f"{wall} is on no clock")
