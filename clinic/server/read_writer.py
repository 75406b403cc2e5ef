"""The thread that writes reads of pages into the audit trail, beside all requests."""

import logging
from collections.abc import Callable
from threading import Event, Thread

_log = logging.getLogger(__name__)
PAUSE = 0.25
"""Seconds between two tries. Rows wait longer where the disk or others who write make them."""
LAST_TRY = 15.0


class ReadWriter:
    """Calls what writes again and again until it is closed, and then once more."""

    def __init__(self, write: Callable[[], bool], pause: float = PAUSE) -> None:
        self._write, self._pause = write, pause
        self._end = Event()
        self._is_failing = False
        # A daemon: a database that never answers does not hold up the end of the server.
        self._thread = Thread(target=self._run, name="read-writer", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Write what still waits, and end."""
        self._end.set()
        self._thread.join(LAST_TRY)

    def _run(self) -> None:
        while not self._end.wait(self._pause):
            self._try()
        self._try()

    def _try(self) -> None:
        try:
            is_written = self._write()
        except Exception as fault:
            # The kind only: an exception's text may hold what somebody typed.
            _log.error("%s while reads were written into the audit trail", type(fault).__name__)
            is_written = False
        if not is_written and not self._is_failing:
            _log.error("The audit trail cannot be written now: reads of pages wait in memory.")
        self._is_failing = not is_written
