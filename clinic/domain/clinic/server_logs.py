"""The log of a database server as values: its segments, and what a copy of it must hold."""

import re
from collections.abc import Collection

SEGMENT_BYTES = 16 * 1024 * 1024
_A_LOG = 0x100
"""Segments of the usual size in one log file number."""


def is_segment(name: str) -> bool:
    """Say whether this names a whole segment: time line, log and place in it, hexadecimal."""
    return re.fullmatch(r"[0-9A-F]{24}", name) is not None


def next_segment(name: str) -> str:
    """Name the segment that follows on the same time line."""
    line, number = name[:8], int(name[8:16], 16) * _A_LOG + int(name[16:], 16) + 1
    return f"{line}{number // _A_LOG:08X}{number % _A_LOG:08X}"


def first_missing(first: str, there: Collection[str]) -> str | None:
    """Name the first segment that is missing from where a copy begins to the last that is there."""
    last = max((name for name in there if name[:8] == first[:8]), default=first)
    name = first
    while name <= last:
        if name not in there:
            return name
        name = next_segment(name)
    return None


def label_start(label: str) -> str | None:
    """Read from a server's label in which segment its copy begins."""
    found = re.search(r"^START WAL LOCATION: \S+ \(file ([0-9A-F]{24})\)", label, re.MULTILINE)
    return found[1] if found else None
