"""The audit trail as values: where it was cut or changed, and the ends of chains on paper."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from clinic.domain.access import Action

LOST_READS = "reads:lost"
"""The entry that says how many reads found no room in memory while nothing could be written."""
CLIENTS, PROGRAM = "clients", "program"
"""Who did it, where nobody on the staff did."""
READS, DEEDS = "reads", "deeds"
_NONE = "-"


class LinkFault(StrEnum):
    """What is wrong at a place of the trail."""

    CHANGED = "changed"
    """The entry is not the one that was written, or does not follow the one before."""
    MISSING = "missing"
    """Entries are missing before it."""
    END_CUT = "end cut"
    """Entries are missing at the end, or some stand there that nobody wrote."""
    END_CHANGED = "end changed"
    """What the database says of the end was not written by the program."""
    UNKNOWN_CHAIN = "unknown chain"
    """It belongs to a chain that the program does not have."""
    OLDER_END = "older end"
    """An end that was noted elsewhere is not on the chain."""


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """One place at which the trail does not hold."""

    chain: int
    number: int
    fault: LinkFault


@dataclass(frozen=True, slots=True)
class ChainEnd:
    """The end of a chain as it was at some time, noted where the clinic's machine cannot write."""

    chain: int
    number: int
    hash: str

    def line(self) -> str:
        """Write it as a line of text."""
        return f"{self.chain} {self.number} {self.hash or _NONE}"


def read_ends(lines: Iterable[str]) -> list[ChainEnd]:
    """Read lines that `ChainEnd.line` wrote; # begins a remark. Raises ValueError for others."""
    ends = []
    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        chain, number, last = line.split()
        ends.append(ChainEnd(int(chain), int(number), "" if last == _NONE else last))
    return ends


@dataclass(frozen=True, slots=True)
class PageRead:
    """That somebody was shown a page with clinical data: which kind, and what its address names."""

    at: datetime
    account_id: int
    action: Action
    names: tuple[tuple[str, str], ...] = ()
    """The parameters of the address with their public ids."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Which row an address names, whose it is and in which cohort, as far as it says so."""

    row: tuple[str, int] | None = None
    client_id: int | None = None
    cohort_id: int | None = None


@dataclass(frozen=True, slots=True)
class TrailFilter:
    """Which entries are asked for; what says nothing asks for all."""

    who: str = ""
    """CLIENTS, PROGRAM, or somebody on the staff by public id."""
    kind: str = ""
    """READS, DEEDS, or one kind by the name that stands in the trail."""
    since: datetime | None = None
    until: datetime | None = None
    """The first instant that is no longer asked for."""
