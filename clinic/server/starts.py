"""What is looked at before the pages or the mail start: one table, a sentence for each refusal."""

import os
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from clinic.server.files import files_at_once
from clinic.settings import Settings, WrongSetting

FEWEST_FILES = 512
CLOCK_MAY_DIFFER = timedelta(minutes=5)
_OTHERS = 0o077
_WRITERS = 0o002
# The group of a folder is often that of its owner alone.
_OFF = frozenset({"", "0", "false", "no", "off"})
_SWITCHES = (
    "FLASK_DEBUG",
    "WERKZEUG_DEBUG",
    "WERKZEUG_DEBUG_PIN",
    "PYTHONASYNCIODEBUG",
    "PYTHONDEVMODE",
    "PYTHONINSPECT",
)
_FAR = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ncpfs", "fuse.sshfs"})
_A_ZONE = "America/New_York"


@dataclass(frozen=True, slots=True)
class Start:
    """What a start has at hand."""

    settings: Settings
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    serves: bool = True
    """The pages; otherwise the mail."""
    is_demo: bool = False
    """Nobody in it exists."""
    mounts: str = ""
    """As in /proc/self/mounts; empty to look there."""

    @property
    def folders(self) -> Iterator[Path]:
        """The folders that hold the records, as far as they are there yet."""
        named = None
        # An address that cannot be read is told by whoever opens it.
        with suppress(ValueError, ArgumentError):
            url = make_url(self.settings.database_url)
            named = Path(url.database or "").parent if url.get_backend_name() == "sqlite" else None
        for folder in dict.fromkeys((self.settings.data, named)):
            if folder is not None and folder.is_dir():
                yield folder


def debug_switch(start: Start) -> str | None:
    """Refuse switches that show the inside of the program to whoever asks, or slow it down."""
    found = [name for name in _SWITCHES if start.environment.get(name, "").lower() not in _OFF]
    if start.environment.get("FLASK_ENV", "").lower() == "development":
        found.append("FLASK_ENV")
    if found:
        return f"{found[0]} is set: a clinic is never served while it is debugged. Unset it."
    return None


def open_data(start: Start) -> str | None:
    """Refuse a data folder that is open to others of the machine."""
    for folder in start.folders:
        if folder.stat().st_mode & _OTHERS:
            return (
                f"CLINIC_DATA: others of this machine may look into {folder}. "
                f"Run: chmod 700 {folder}"
            )
    return None


def exchangeable(start: Start) -> str | None:
    """Refuse folders in which others could put a file of theirs in the place of ours."""
    for path in (*start.folders, start.settings.key_file):
        mode = path.parent.stat().st_mode if path.parent.is_dir() else 0
        if mode & _WRITERS and not mode & stat.S_ISVTX:
            return (
                f"Others of this machine may write in {path.parent} and exchange {path.name} "
                f"there. Run: chmod o-w {path.parent}"
            )
    return None


def fixed_data(start: Start) -> str | None:
    """Refuse a data folder in which nothing can be written."""
    for folder in start.folders:
        is_fixed = bool(os.statvfs(folder).f_flag & os.ST_RDONLY)
        if is_fixed or not os.access(folder, os.W_OK | os.X_OK) or not _owner_writes(folder):
            return (
                f"CLINIC_DATA: nothing can be written in {folder}. It must belong to the user of "
                "the clinic, on a disk that may be written to."
            )
    return None


def far_data(start: Start) -> str | None:
    """Refuse a database file on another machine's disk, where its locks do not hold."""
    mounts = start.mounts or _mounts()
    for folder in start.folders:
        kind = _kind_of_disk(folder.resolve(), mounts)
        if kind in _FAR and start.settings.database_url.startswith("sqlite"):
            return (
                f"CLINIC_DATA: {folder} lies on another machine ({kind}), where a database file "
                "can be damaged. Choose a folder on a disk of this machine, or PostgreSQL."
            )
    return None


def plain_http(start: Start) -> str | None:
    """Refuse to send what clients write over a line on which others read along."""
    if not start.serves or start.is_demo or start.settings.is_secure:
        return None
    host = urlsplit(start.settings.base_url).hostname or ""
    if not _is_here(host):
        return (
            f"CLINIC_BASE_URL: {start.settings.base_url} is not encrypted, and others on the way "
            "could read everything. Set it to an https:// address, served by nginx or Caddy."
        )
    if not _is_here(start.settings.address[0]):
        return (
            f"CLINIC_BIND: {start.settings.bind} can be reached by others without encryption. "
            "Bind 127.0.0.1, or set CLINIC_BASE_URL to the https:// address in front of it."
        )
    return None


def temporary_folder(_start: Start) -> str | None:
    """Refuse a machine without a folder for what is printed and sent."""
    try:
        tempfile.gettempdir()
    except FileNotFoundError:
        return "No folder for temporary files can be written to. Make room in /tmp, or set TMPDIR."
    return None


def time_zones(_start: Start) -> str | None:
    """Refuse a machine that knows no time zones: every date would be wrong."""
    try:
        ZoneInfo(_A_ZONE)
    except (ZoneInfoNotFoundError, OSError):
        return "The database of time zones is missing. Run: make setup"
    return None


def letters(_start: Start) -> str | None:
    """Refuse a locale in which names are not written as they are."""
    if sys.getfilesystemencoding().lower().replace("-", "") != "utf8":
        return "The locale of this process does not write UTF-8. Set LC_ALL=C.UTF-8."
    return None


def files(start: Start) -> str | None:
    """Refuse a limit under which a few people at once would find no free line."""
    if start.serves and files_at_once() < FEWEST_FILES:
        return (
            f"This process may open only {files_at_once()} files at once, and needs "
            f"{FEWEST_FILES}. Run: ulimit -n 4096 (under systemd: LimitNOFILE=4096)"
        )
    return None


CHECKS: tuple[Callable[[Start], str | None], ...] = (
    debug_switch,
    letters,
    time_zones,
    temporary_folder,
    open_data,
    exchangeable,
    fixed_data,
    far_data,
    plain_http,
    files,
)


def check_start(start: Start) -> None:
    """Raise `WrongSetting` with the first sentence that stands against a start."""
    for check in CHECKS:
        if fault := check(start):
            raise WrongSetting(fault)


def check_clock(newest_at: datetime | None, now: datetime) -> None:
    """Refuse a clock that stands before what was written last: new records would sort wrongly."""
    if newest_at is not None and newest_at > now + CLOCK_MAY_DIFFER:
        raise WrongSetting(
            f"The clock of this machine says {now:%Y-%m-%d %H:%M} UTC, and the newest record is of "
            f"{newest_at:%Y-%m-%d %H:%M} UTC. Set the clock. If it is right and the record is not, "
            "start with --clock-is-right."
        )


def _owner_writes(folder: Path) -> bool:
    # Root may write anywhere, and is asked all the same: the folder was closed on purpose.
    return bool(folder.stat().st_mode & stat.S_IWUSR)


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _mounts() -> str:
    table = Path("/proc/self/mounts")
    return table.read_text(encoding="utf-8", errors="replace") if table.is_file() else ""


def _kind_of_disk(folder: Path, mounts: str) -> str:
    rows = [line.split(" ")[1:3] for line in mounts.splitlines() if line.count(" ") > 2]
    above = [(place, kind) for place, kind in rows if folder.is_relative_to(place)]
    return max(above, key=lambda row: len(row[0]), default=("", ""))[1]
