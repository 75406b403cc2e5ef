"""The pages of the database file as the last commit left them, and which of them changed since.

They are read as they lie on the disk, encrypted. Each was sealed by the cipher with a number that
is used once and a code over its content, which stand at its end: two pages with the same end are
the same page. Nobody who writes waits for this.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Engine

from clinic.domain.clinic.backups import NotABackup
from clinic.sqlite import raw_line

PAGE = 4096
_SEAL = 80
"""At the end of each page: 16 bytes used once, and 64 of HMAC-SHA512 over page and number."""
_LOG_HEAD, _FRAME_HEAD = 32, 24
_SALTS = slice(16, 24)
_BLOCK = 256 * PAGE
_TRIES = 50
_RESTLESS = "the log of the database began again each time that it was read"


class Seals:
    """The ends of all pages of a file, by which it is compared and its state is named."""

    def __init__(self, ends: bytes | bytearray = b"") -> None:
        self._ends = bytearray(ends)
        self._named: str | None = None

    @classmethod
    def of(cls, path: Path) -> "Seals":
        """Read them from a file."""
        made = cls()
        with path.open("rb") as file:
            for number, page in pages_of(file):
                made.put(number, page)
        return made

    @property
    def state(self) -> str:
        """Name the content of the file."""
        if self._named is None:
            self._named = hashlib.sha256(self._ends).hexdigest()
        return self._named

    def has(self, number: int, page: bytes | memoryview) -> bool:
        """Say whether this page stands there."""
        at = (number - 1) * _SEAL
        return self._ends[at : at + _SEAL] == bytearray(page[-_SEAL:])

    def put(self, number: int, page: bytes | memoryview) -> None:
        """Put a page in its place."""
        self._named = None
        at = (number - 1) * _SEAL
        if len(self._ends) < at:
            self._ends.extend(bytes(at - len(self._ends)))
        self._ends[at : at + _SEAL] = page[-_SEAL:]

    def after(self, pages: dict[int, bytes], count: int) -> "Seals":
        """Give the seals of the file with some pages exchanged, and so many in all."""
        made = Seals(self._ends)
        for number, page in sorted(pages.items()):
            made.put(number, page)
        del made._ends[count * _SEAL :]
        return made


@dataclass(frozen=True, slots=True)
class _Moment:
    """Where the log of the database stood: its head, which is new after each beginning, and how
    many frames of it are committed."""

    head: bytes
    frames: int


@dataclass(frozen=True, slots=True)
class PageLook:
    """One commit as it was found: the pages that differ from what was known, and all seals."""

    pages: dict[int, bytes]
    count: int
    seals: Seals
    moment: _Moment


class FilePages:
    """Reads the pages of a database that others write.

    A reader's transaction holds the log as it is while its frames are read; SQLite itself says how
    many of them are committed. The file beneath is opened once and for good: to close it would let
    go of the locks that this process holds on it.
    """

    def __init__(self, engine: Engine, seals: Seals) -> None:
        self._engine = engine
        self._path = Path(str(engine.url.database))
        self._reading, self._asking = raw_line(engine), raw_line(engine)
        self._file = os.open(self._path, os.O_RDONLY)
        self._known = seals
        self._seen: _Moment | None = None

    def close(self) -> None:
        """Let go of all lines of this engine, and of the file after them."""
        self._reading.close()
        self._asking.close()
        self._engine.dispose()
        os.close(self._file)

    def look(self) -> PageLook | None:
        """Give what differs from the last look that was accepted, or `None` where nothing does."""
        if os.stat(self._path).st_ino != os.fstat(self._file).st_ino:
            raise NotABackup("another file stands in the place of the database")
        for _ in range(_TRIES):
            with self._held():
                found = self._look()
            if found is not None and found.seals.state != self._known.state:
                return found
            if found is not None:
                self.accept(found)
                return None
        raise NotABackup(_RESTLESS)

    def copy(self, target: BinaryIO) -> str:
        """Write the whole file as one commit left it, know it from now on, and give its state."""
        for _ in range(_TRIES):
            target.seek(0)
            self._known, self._seen = Seals(), None
            with self._held():
                for number, page in _pages_at(self._file):
                    self._known.put(number, page)
                    target.write(page)
                found = self._look()
            if found is not None:
                put_pages(target, found.pages, found.count)
                self.accept(found)
                return found.seals.state
        raise NotABackup(_RESTLESS)

    def accept(self, look: PageLook) -> None:
        """Take a look for what is known from now on."""
        self._known, self._seen = look.seals, look.moment

    def _look(self) -> PageLook | None:
        """Look once; `None` where the log began again meanwhile."""
        with _log_of(self._path) as log:
            head = os.pread(log, _LOG_HEAD, 0)
            frames = int(_driver(self._asking).execute("PRAGMA wal_checkpoint(NOOP)").fetchone()[1])
            moment = _Moment(head, max(frames, 0))
            if moment == self._seen:
                return PageLook({}, 0, self._known, moment)
            goes_on = self._seen is not None and self._seen.head == head and bool(head)
            since = self._seen.frames if goes_on and self._seen else 0
            if since > moment.frames:
                goes_on, since = False, 0
            newest, count = _newest(log, head, since, moment.frames)
            if moment.frames and count is None:
                return None
            if count is None:
                count = os.fstat(self._file).st_size // PAGE
            pages = {
                number: os.pread(log, PAGE, at) for number, at in newest.items() if number <= count
            }
            if os.pread(log, _LOG_HEAD, 0) != head:
                return None
        if not goes_on:
            # What the log held before it began again lies in the file, anywhere.
            for number, page in _pages_at(self._file):
                if number <= count and number not in newest and not self._known.has(number, page):
                    pages[number] = bytes(page)
        return PageLook(pages, count, self._known.after(pages, count), moment)

    @contextmanager
    def _held(self) -> Iterator[None]:
        try:
            # Under another key, the file is reopened.
            self._reading = raw_line(self._engine, self._reading)
            self._asking = raw_line(self._engine, self._asking)
            line = _driver(self._reading)
            line.execute("BEGIN")
            try:
                line.execute("SELECT count(*) FROM sqlite_master").fetchone()
                yield
            finally:
                line.execute("ROLLBACK")
        except sqlcipher.Error as fault:
            raise NotABackup(f"the database cannot be read ({fault})") from fault


def put_pages(file: BinaryIO, pages: dict[int, bytes], count: int) -> None:
    """Write pages into a copy of the file, and cut it to its length."""
    for number, page in pages.items():
        file.seek((number - 1) * PAGE)
        file.write(page)
    file.truncate(count * PAGE)
    file.flush()


def pages_of(file: BinaryIO) -> Iterator[tuple[int, memoryview]]:
    """Give the pages of an open file with their numbers, from 1."""
    return _pages_at(file.fileno())


def _pages_at(descriptor: int) -> Iterator[tuple[int, memoryview]]:
    number, at = 1, 0
    while block := os.pread(descriptor, _BLOCK, at):
        whole = memoryview(block)
        for begin in range(0, len(whole) - PAGE + 1, PAGE):
            yield number, whole[begin : begin + PAGE]
            number += 1
        at += len(block) // PAGE * PAGE or len(block)


@contextmanager
def _log_of(path: Path) -> Iterator[int]:
    # No locks lie on the log itself, so that it may be opened and closed at any time.
    descriptor = os.open(path.with_name(f"{path.name}-wal"), os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _newest(log: int, head: bytes, since: int, until: int) -> tuple[dict[int, int], int | None]:
    """Find where the newest committed frame of each page lies, and the length that the last says.

    No length says that a frame is not of this log: it began again while it was read.
    """
    places: dict[int, int] = {}
    count: int | None = None
    for frame in range(since, until):
        at = _LOG_HEAD + frame * (_FRAME_HEAD + PAGE)
        told = os.pread(log, _FRAME_HEAD, at)
        if len(told) < _FRAME_HEAD or told[8:16] != head[_SALTS]:
            return {}, None
        places[int.from_bytes(told[:4], "big")] = at + _FRAME_HEAD
        count = int.from_bytes(told[4:8], "big") or None
    return places, count


def _driver(line: Any) -> Any:
    """Give the driver's own line, on which nothing begins a transaction by itself."""
    return line.driver_connection
