"""What stays closed after a reset whose secret passed through other hands than the owner's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Closure:
    """One such reset, and when its owner opened what it had closed."""

    closed_at: datetime
    opened_at: datetime | None


@dataclass(frozen=True, slots=True)
class Privacy:
    """The closures of one account, the earliest first."""

    closures: Sequence[Closure] = ()

    @property
    def has_closed(self) -> bool:
        """Whether anything may be closed at all."""
        return any(one.opened_at is None for one in self.closures)

    def unclosed_from(self, count: int) -> int:
        """Say after how many of the first `count` closures nothing was closed that still is."""
        still = (
            number for number in range(count, 0, -1) if not self.closures[number - 1].opened_at
        )
        return next(still, 0)

    def is_closed(self, written_at: datetime) -> bool:
        """Say whether a private text that was last written at an instant is closed.

        A reset closes what is open at that moment, and each closure opens by its own secrets: a
        second reset does not let whoever went through the first one open what that had closed. Text
        that was opened is open like new text, until a later reset closes it again.
        """
        open_since = written_at
        for closure in self.closures:
            if closure.closed_at < open_since:
                continue
            if closure.opened_at is None:
                return True
            open_since = closure.opened_at
        return False
