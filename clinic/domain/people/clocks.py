"""The clock of a group and that of a person in it, and an hour as that person reads it.

Whoever comes to a room reads the clock on its wall. A group that meets by video has people on
several clocks: its hours name the clock they are on, and somebody elsewhere reads her own beside.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from clinic.domain.errors import Refused
from clinic.domain.name_order import folded
from clinic.domain.text import N_

NAMED = N_("%(hour)s (%(clock)s)")
BESIDE = N_("%(hour)s (%(clock)s) · %(own)s for you")


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock of a group as one person in it reads it."""

    zone: str
    own: str
    """Her own; that of the group until she names another."""
    is_online: bool = False
    """People may take part from anywhere."""

    @classmethod
    def of(cls, zone: str, own: str | None, *, is_online: bool) -> "Clock":
        """Make it of a group's zone and of what a person said about hers, if she did."""
        return cls(zone, own or zone, is_online)

    def day_of(self, at: datetime) -> date:
        """Give the person's own day of an instant: what she calls today."""
        return at.astimezone(ZoneInfo(self.own)).date()

    def group_day_of(self, at: datetime) -> date:
        """Give the day of an instant where the group is."""
        return at.astimezone(ZoneInfo(self.zone)).date()

    def is_elsewhere(self, at: datetime) -> bool:
        """Say whether her clock shows another hour than the group's at an instant."""
        return _wall(at, self.zone) != _wall(at, self.own)


@dataclass(frozen=True, slots=True)
class Hours:
    """How hours are written on some page or in some letter, each on the wall of a zone."""

    full: Callable[[str], str]
    """As it stands by itself."""
    on_same_day: Callable[[str], str]
    on_other_day: Callable[[str], str]
    """Beside another hour."""


def as_read(clock: Clock, at: datetime, hours: Hours, translate: Callable[[str], str]) -> str:
    """Write an hour as a person reads it; `at` is the instant that it begins at."""
    hour = hours.full(clock.zone)
    if not clock.is_online:
        return hour
    named = {"hour": hour, "clock": clock_name(clock.zone, at)}
    if not clock.is_elsewhere(at):
        return translate(NAMED) % named
    is_same_day = clock.day_of(at) == clock.group_day_of(at)
    own = (hours.on_same_day if is_same_day else hours.on_other_day)(clock.own)
    return translate(BESIDE) % {**named, "own": own}


def clock_name(zone: str, at: datetime) -> str:
    """Name a clock by its city, or by what it is apart from UTC where it belongs to none."""
    area, _, city = zone.rpartition("/")
    if area and area != "Etc":
        return city.replace("_", " ")
    apart = at.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
    minutes = abs(apart) // timedelta(minutes=1)
    if not minutes:
        return "UTC"
    sign = "+" if apart > timedelta() else "−"
    return f"UTC{sign}{minutes // 60}" + (f":{minutes % 60:02}" if minutes % 60 else "")


def zones_of_cities() -> list[str]:
    """List the zones to choose from, by their names."""
    return sorted(
        name for name in available_timezones() if "/" in name and not name.startswith("Etc/")
    )


def find_zone(written: str) -> str | None:
    """Find a zone by its name or by its city, however it is written; `None` where none is meant."""
    wanted = _spelled(written)
    by_name = {_spelled(name): name for name in zones_of_cities()}
    if wanted in by_name:
        return by_name[wanted]
    of_city = [name for spelled, name in by_name.items() if spelled.rpartition("/")[2] == wanted]
    # A city that stands twice stands under an old name, too: those of one rule are one.
    return min(of_city, key=len) if of_city else None


def _spelled(name: str) -> str:
    return " ".join(folded(name).replace("_", " ").split()).replace(" / ", "/")


def check_zone(zone: str | None) -> None:
    """Refuse a zone that is not in the list."""
    if zone is not None and zone not in zones_of_cities():
        raise Refused(
            N_("Choose a clock from the list, such as Europe/Berlin or America/New_York."),
            field="zone",
        )


def _wall(at: datetime, zone: str) -> datetime:
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
