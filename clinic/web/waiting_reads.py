"""Reads that wait in memory to be written into the audit trail."""

from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice
from threading import Lock

from clinic.domain.clinic.trail import PageRead

MOST = 100_000
"""Some 30 MB of memory; what comes beyond is counted, and the count is written."""

LATE = timedelta(minutes=1)


class WaitingReads:
    """The reads that wait, the oldest first."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._waiting: deque[PageRead] = deque()
        self._lost = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, read: PageRead) -> None:
        """Let a read wait, or count it where there is no room."""
        with self._lock:
            if len(self._waiting) < self._most:
                self._waiting.append(read)
            else:
                self._lost += 1

    def first(self, count: int) -> tuple[Sequence[PageRead], int]:
        """Give the oldest, and how many found no room."""
        with self._lock:
            return list(islice(self._waiting, count)), self._lost

    def written(self, count: int, lost: int) -> None:
        """Drop the oldest, which are written now."""
        with self._lock:
            for _ in range(count):
                self._waiting.popleft()
            self._lost -= lost

    def late_at(self, now: datetime) -> datetime | None:
        """Say since when the oldest has waited, where that is longer than the writer needs."""
        since = self.since()
        return since if since and now - since > LATE else None

    def since(self) -> datetime | None:
        """Say since when the oldest has waited."""
        with self._lock:
            return self._waiting[0].at if self._waiting else None
