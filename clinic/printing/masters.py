"""Masters: documents with an empty place for a name, printed once and kept while there is room."""

import threading
from collections import OrderedDict
from hashlib import sha256

MOST_BYTES = 32 << 20
"""Room for some six hundred sheets: every sheet of a program in both sizes of print."""


class MasterCache:
    """Keeps what was used last, up to a number of bytes; a document finds itself by its content.

    What a sheet says, its paper, its size of print, its language and the line for a crisis are all
    in the document, so a change of any of them is another document and misses.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()
        self._bytes = 0

    def find(self, document: str) -> bytes | None:
        """Give the printed document, and remember that it was wanted."""
        key = _key(document)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, document: str, printed: bytes) -> None:
        """Keep a printed document, dropping what was wanted least recently."""
        if len(printed) > self._most_bytes:
            return
        key = _key(document)
        with self._lock:
            self._bytes += len(printed) - len(self._kept.get(key, b""))
            self._kept[key] = printed
            self._kept.move_to_end(key)
            while self._bytes > self._most_bytes:
                _oldest, dropped = self._kept.popitem(last=False)
                self._bytes -= len(dropped)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self._bytes = 0


def _key(document: str) -> str:
    return sha256(document.encode()).hexdigest()
