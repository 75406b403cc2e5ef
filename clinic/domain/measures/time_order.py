"""In which order the times of a file lie: by their numbers or dates, or as somebody says.

The order of a file's rows says nothing. Where names alone do not tell, there is no order.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from datetime import time as clock

from clinic.domain.errors import Refused
from clinic.domain.measures.table_cells import plain_label
from clinic.domain.text import N_
from clinic.domain.written import read_date

_NUMBER = re.compile(r"[+-]?[0-9]{1,9}([.][0-9]{1,9})?")
_DIGITS = re.compile(r"([0-9]{1,9})")
_NOT_TOLD = N_(
    "The names of the times do not tell their order: %(times)s. Say at which session each was"
    " measured, as in --occasion pre=baseline@1."
)
_NO_PLACE = N_(
    "%(times)s: there is no session after those that scores stand at. Say at which session each was"
    " measured, as in --occasion 4=post@8."
)


def order_of(times: Collection[str]) -> tuple[str, ...] | None:
    """Put times in their order, or give `None` where their names do not tell it."""
    names = sorted(set(times), key=natural)
    if len(names) < 2:
        return tuple(names)
    for reader in (_by_number, _by_date, _by_pattern):
        places = reader(names)
        if places is not None and len(set(places)) == len(names):
            return tuple(name for _, name in sorted(zip(places, names, strict=True)))
    return None


def in_order(times: Collection[str]) -> tuple[str, ...]:
    """Put times in their order, by their names where nothing tells it."""
    return order_of(times) or tuple(sorted(set(times), key=natural))


def spread(
    times: Sequence[str], sessions: Sequence[int], standing: Mapping[str, int]
) -> dict[str, int]:
    """Lay times over the numbers of sessions, the first on the first, the last on the last.

    Times that stand in the cohort keep their session; those of a later file come after them.
    """
    order = order_of({*times, *standing})
    if order is None:
        raise Refused(_NOT_TOLD, {"times": ", ".join([*standing, *times][:20])})
    new = [time for time in order if time not in standing]
    last_standing = max(standing.values(), default=sessions[0] - 1)
    free = [number for number in sessions if number > last_standing]
    if tuple(new) != order[len(order) - len(new) :] or (new and not free):
        raise Refused(_NO_PLACE, {"times": ", ".join(new[:20])})
    if standing and len(new) == 1:
        return {**standing, new[0]: free[-1]}
    steps = max(len(new) - 1, 1)
    places = {time: free[round(n * (len(free) - 1) / steps)] for n, time in enumerate(new)}
    return {**standing, **places}


def is_number(time: str) -> bool:
    """Say whether a time is a plain number."""
    return _NUMBER.fullmatch(time) is not None


def natural(text: str) -> tuple[list[tuple[bool, int, str]], str]:
    """Give a key that sorts as people do: 2 before 10, p2 before P10, whatever stood first."""
    parts = [part for part in _DIGITS.split(text.casefold()) if part]
    return [
        (not part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts
    ], text


def look_alikes(labels: Iterable[str]) -> list[tuple[str, ...]]:
    """Group labels that differ by nothing but capitals, leading zeros and the width of blanks."""
    groups: dict[str, set[str]] = {}
    for label in labels:
        plain = " ".join(unicodedata.normalize("NFKC", plain_label(label)).casefold().split())
        alike = re.sub(r"(?<![0-9])0+(?=[0-9])", "", plain)
        groups.setdefault(alike, set()).add(label)
    found = [tuple(sorted(group, key=natural)) for group in groups.values() if len(group) > 1]
    return sorted(found, key=lambda group: natural(group[0]))


def _by_number(times: list[str]) -> list[tuple[float, ...]] | None:
    return [(float(time),) for time in times] if all(map(is_number, times)) else None


def _by_date(times: list[str]) -> list[tuple[float, ...]] | None:
    """Order dates; 5/4 is two days, unless another date of the file says which part is the day."""
    for days_first in (None, True, False):
        found = [_iso(time) or _midnight(read_date(time, days_first)) for time in times]
        told = [each for each in found if each is not None]
        if len(told) == len(times):
            if len({each.tzinfo is None for each in told}) > 1:
                return None  # hours of two clocks, of which one is not known
            other = [read_date(time, not days_first) for time in times]
            if days_first is not None and None not in other:
                return None
            return [_instant(each) for each in told]
    return None


def _instant(time: datetime) -> tuple[float, ...]:
    """Give a time as numbers that rise with it, in one zone where it says its own."""
    plain = time if time.tzinfo is None else time.astimezone(UTC)
    return (plain.toordinal(), plain.hour, plain.minute, plain.second, plain.microsecond)


def _iso(time: str) -> datetime | None:
    try:
        return datetime.fromisoformat(time) if "-" in time else None
    except ValueError:
        return None


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, clock.min) if day else None


def _by_pattern(times: list[str]) -> list[tuple[float, ...]] | None:
    """Order T1, T2 and T10, which differ in their numbers alone."""
    patterns = {_DIGITS.sub("0", time.casefold()) for time in times}
    if len(patterns) > 1 or not any(sign.isalpha() for sign in patterns.pop()):
        return None  # without a letter it is a date that could not be read
    return [tuple(map(float, _DIGITS.findall(time))) for time in times]
