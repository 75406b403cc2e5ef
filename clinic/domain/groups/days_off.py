"""Days on which a group does not meet: public holidays, closed days and people's leave."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from clinic.domain.errors import Refused
from clinic.domain.horizon import check_near
from clinic.domain.text import N_

LONGEST = 366
"""Days: anything longer is a slip of the pen."""


class OffKind(StrEnum):
    """Why a group does not meet on a day."""

    HOLIDAY = "holiday"
    CLOSED = "closed"
    LEAVE = "leave"


_SENTENCES = {
    OffKind.HOLIDAY: N_("That day is a public holiday: %(name)s."),
    OffKind.CLOSED: N_("The clinic is closed that day: %(name)s."),
    OffKind.LEAVE: N_("%(name)s is away that day."),
}


@dataclass(frozen=True, slots=True)
class OffReason:
    """Why a day is left out, with the name of the holiday, of the closure or of who is away."""

    kind: OffKind
    name: str

    @property
    def message(self) -> str:
        """Give the sentence; `params` fills its places, as in a refusal."""
        return _SENTENCES[self.kind]

    @property
    def params(self) -> Mapping[str, object]:
        """Give what fills the places of the sentence."""
        return {"name": self.name}


Blocked = Mapping[date, tuple[OffReason, ...]]
"""The days that are left out, each with its reasons."""


def gather(days: Iterable[tuple[date, OffReason]]) -> dict[date, tuple[OffReason, ...]]:
    """Put the reasons of one day together, each once."""
    found: dict[date, dict[OffReason, None]] = {}
    for on, reason in days:
        found.setdefault(on, {})[reason] = None
    return {on: tuple(reasons) for on, reasons in found.items()}


def days_of(first_on: date, last_on: date) -> Iterator[date]:
    """Give every day from one to another, both included."""
    for count in range((last_on - first_on).days + 1):
        yield first_on + timedelta(days=count)


def check_days_off(first_on: date, last_on: date, today: date) -> None:
    """Refuse days that are over, beside what no period may be."""
    check_period(first_on, last_on, today)
    if last_on < today:
        raise Refused(N_("These days are past. Enter today or later days."), field="last_on")


def check_period(first_on: date, last_on: date, today: date) -> None:
    """Refuse days that end before they begin, are far from today, or are longer than a year."""
    if last_on < first_on:
        raise Refused(N_("The last day comes before the first."), field="last_on")
    check_near(first_on, today, "first_on")
    if (last_on - first_on).days >= LONGEST:
        raise Refused(N_("Enter at most a year at a time."), field="last_on")
