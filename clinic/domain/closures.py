"""Days on which a clinic does not meet: its closed days as they are written, and people's leave."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from clinic.domain.errors import Refused
from clinic.domain.text import N_

LONGEST_CLOSURE = 366
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_LINE = re.compile(rf"(?P<first>{_DAY})(?:\s*(?:to|-|–)\s*(?P<last>{_DAY}))?(?:\s+(?P<name>.*))?")


def read_closed_days(text: str) -> dict[date, str]:
    """Read closed days, one line each: "2026-12-24 to 2027-01-01 Winter break"."""
    found: dict[date, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            first, last, name = _read_line(line.strip(), number)
            found |= dict.fromkeys(days_of(first, last), name)
    return found


def days_of(first_on: date, last_on: date) -> Iterator[date]:
    """Give every day from one to another, both included."""
    for count in range((last_on - first_on).days + 1):
        yield first_on + timedelta(days=count)


def check_leave(first_on: date, last_on: date) -> None:
    """Refuse leave that ends before it begins, or that is longer than a year."""
    if last_on < first_on:
        raise Refused(N_("The last day comes before the first."), field="last_on")
    if (last_on - first_on).days >= LONGEST_CLOSURE:
        raise Refused(N_("Enter at most a year at a time."), field="last_on")


def away_reason(name: str) -> str:
    """Say that somebody is away, as a reason to skip a day."""
    return N_("%(name)s is away") % {"name": name}


def _read_line(line: str, number: int) -> tuple[date, date, str]:
    match = _LINE.fullmatch(line)
    try:
        first = date.fromisoformat(match["first"]) if match else None
        last = date.fromisoformat(match["last"]) if match and match["last"] else first
    except ValueError:
        first = last = None
    if match is None or first is None or last is None:
        raise Refused(
            N_("Line %(number)s is no day. Write 2026-12-24, or 2026-12-24 to 2027-01-01."),
            {"number": number},
            "closed_days",
        )
    if last < first or (last - first).days >= LONGEST_CLOSURE:
        raise Refused(
            N_("Line %(number)s ends before it begins, or is longer than a year."),
            {"number": number},
            "closed_days",
        )
    return first, last, (match["name"] or "").strip() or N_("closed")
