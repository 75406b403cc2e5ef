"""How much home practice a day holds."""

from collections.abc import Iterable
from dataclasses import dataclass

MOST_MINUTES_A_DAY = 20
"""Beyond this people do less and not more; a plan that goes past it is to be meant."""


@dataclass(frozen=True, slots=True)
class Dose:
    """How often a week, and how long each time."""

    times_per_week: int
    minutes: int


def minutes_a_day(doses: Iterable[Dose]) -> float:
    """Spread a week's doses over its seven days."""
    return sum(dose.times_per_week * dose.minutes for dose in doses) / 7


def is_too_much(minutes: float) -> bool:
    """Say whether a day would hold more than people keep up."""
    return minutes > MOST_MINUTES_A_DAY
