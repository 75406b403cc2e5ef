"""Which database of time zones the program reads: the newer of the machine's and our own.

Python asks the machine before the package that we pin, however old the machine is. Governments
change their clocks within weeks, so the newer one counts, and one choice holds for the server, the
worker, the commands and the tests.
"""

import re
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import tzdata

_NAMED = re.compile(r"# version (\d{4}[a-z]{0,2})\s*")
_VERSION = re.compile(r"(\d{4})([a-z]{0,2})")


@dataclass(frozen=True, slots=True)
class ZoneDatabase:
    """The rules that are read: their version, and whether they are the machine's own."""

    version: str
    is_of_machine: bool
    path: str = ""
    """Empty for the package."""


@cache
def use_newest_zones() -> ZoneDatabase:
    """Let every clock of this process be read from the newer database; said twice, it is one."""
    chosen = newest(zoneinfo.TZPATH, tzdata.IANA_VERSION)
    zoneinfo.reset_tzpath(to=[chosen.path] if chosen.path else [])
    zoneinfo.ZoneInfo.clear_cache()
    return chosen


def newest(paths: Sequence[str], ours: str) -> ZoneDatabase:
    """Choose the newest database; one that does not say its version is taken for an old one."""
    own = ZoneDatabase(ours, is_of_machine=False)
    found = [
        ZoneDatabase(version, is_of_machine=True, path=path)
        for path in paths
        if (version := version_at(Path(path))) is not None
    ]
    # Of two that are alike the package is taken: it is the same on every machine.
    return max((own, *found), key=lambda one: _order(one.version))


def version_at(folder: Path) -> str | None:
    """Read which version a folder of zones is, where it says so and holds any."""
    if not (folder / "Europe").is_dir():
        return None
    try:
        with (folder / "tzdata.zi").open(encoding="ascii", errors="replace") as rules:
            match = _NAMED.match(rules.readline())
        version = match[1] if match else ""
    except OSError:
        version = ""
    for name in ("+VERSION", "version"):
        if not version and (folder / name).is_file():
            version = (folder / name).read_text("ascii", "replace").strip()
    return version if _VERSION.fullmatch(version) else None


def _order(version: str) -> tuple[int, int, str]:
    """Put 2025z before 2025aa, as the years' letters go."""
    match = _VERSION.fullmatch(version)
    return (int(match[1]), len(match[2]), match[2]) if match else (0, 0, "")
