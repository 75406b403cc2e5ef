"""What is wrong in a content file: where it stands and what was expected there."""

from dataclasses import dataclass

MOST_FAULTS = 200
"""Faults of one file that are told: nobody reads more, and a hostile file has tens of thousands."""


@dataclass(frozen=True, slots=True, order=True)
class ContentFault:
    """One fault, for the author of the file; lines count from one."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        """Give the fault as compilers do, so that editors can jump to it."""
        return f"{self.file}:{self.line}: {self.message}"


class ContentError(Exception):
    """Content that cannot be used, with every fault that was found in it."""

    def __init__(self, faults: tuple[ContentFault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


class FaultReport:
    """The faults of one file while it is read, and the lines on which its keys stand.

    Readers go on after a fault with a harmless value, so that an author sees all faults at once.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[ContentFault] = []
        self._lines: dict[str, int] = {}

    def add(self, line: int, message: str) -> None:
        """Note a fault once, however many readers come across it."""
        fault = ContentFault(self.file, line, message)
        if len(self.faults) < MOST_FAULTS and fault not in self.faults:
            self.faults.append(fault)

    def mark(self, path: str, line: int) -> None:
        """Remember where a key stands; paths are dotted, as "sessions.3.title"."""
        self._lines[path] = line

    def has(self, path: str) -> bool:
        """Tell whether a key stands in the file."""
        return path in self._lines

    def line(self, path: str) -> int:
        """Find the line of a key, or of the nearest key that holds it."""
        while path and path not in self._lines:
            path = path.rpartition(".")[0]
        return self._lines.get(path, 1)

    def place(self, line: int) -> str:
        """Name the key that stands on a line: the innermost, where several begin there."""
        here = [path for path, at in self._lines.items() if at == line]
        return max(here, key=lambda path: path.count("."), default="")

    def close(self) -> None:
        """Refuse the file if anything was wrong in it."""
        if self.faults:
            raise ContentError(tuple(sorted(self.faults)))
