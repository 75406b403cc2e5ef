"""Words and times of risk cases."""

from datetime import datetime, timedelta
from enum import StrEnum

LOOK_WITHIN = timedelta(hours=4)


class RiskKind(StrEnum):
    """What opened a case."""

    ITEM = "item"
    FELT_WORSE = "felt-worse"


def due_at(opened_at: datetime) -> datetime:
    """Say when a person must have looked: the facts ask for the same day, we ask for four hours."""
    return opened_at + LOOK_WITHIN
