"""What the crisis page says, at hand whatever becomes of the database.

It is read again by a thread of its own while the page waits a moment for it; when that does not
answer in time, the page is drawn from what was read last, and asks the database nothing.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import time
from zoneinfo import ZoneInfo

from sqlalchemy.exc import SQLAlchemyError

from clinic.domain.clinic.settings import ClinicSettings
from clinic.domain.safety.reading_hours import ReadingHours

WAIT_SECONDS = 0.25
UNKNOWN_HOURS = ReadingHours(frozenset(), time(), time(), ZoneInfo("UTC"))
"""What stands where the clinic's hours cannot be asked for: no time is promised then."""


@dataclass(frozen=True, slots=True)
class HelpWords:
    """What the clinic says about help, as it was read at one moment."""

    settings: ClinicSettings
    hours: ReadingHours


@dataclass(slots=True)
class _Turn:
    """One reading, and whether it came to an end."""

    is_over: threading.Event = field(default_factory=threading.Event)
    is_good: bool = False


class AtHand:
    """The words that were read last; at most one thread reads them again."""

    def __init__(self) -> None:
        self.words: HelpWords | None = None
        self._lock = threading.Lock()
        self._turn: _Turn | None = None

    def refresh(self, read: Callable[[], HelpWords], seconds: float = WAIT_SECONDS) -> bool:
        """Let them be read, and say whether that worked within these seconds."""
        with self._lock:
            turn = self._turn
            if turn is None or turn.is_over.is_set():
                turn = self._turn = _Turn()
                threading.Thread(target=self._read, args=(turn, read), daemon=True).start()
        return turn.is_over.wait(seconds) and turn.is_good

    def _read(self, turn: _Turn, read: Callable[[], HelpWords]) -> None:
        try:
            self.words = read()
            turn.is_good = True
        except (SQLAlchemyError, OSError, ValueError):
            # Whatever keeps the words from being read, those that were read before stand.
            turn.is_good = False
        finally:
            turn.is_over.set()
