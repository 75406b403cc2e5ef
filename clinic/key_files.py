"""The file with the clinic's keys: made once, read by whoever runs, changed as a whole."""

import json
import os
import secrets
from contextlib import suppress
from pathlib import Path
from threading import Lock

from clinic.domain.clinic.keys import KeyRing
from clinic.settings import Settings, WrongSetting


class KeyFile:
    """The ring of the key file, read again once the file was replaced.

    A process that runs takes over only what became of the ring that it has. A file that is gone, is
    spoiled or belongs to another clinic changes nothing for it: it would seal what nobody can open.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = Lock()
        self._seen = _mark(settings.key_file)
        self._ring = load_keys(settings)

    def now(self) -> KeyRing:
        """Give the ring as it stands in the file: it costs two microseconds to ask."""
        if _mark(self._settings.key_file) != self._seen:
            with self._lock:
                self._read_again()
        return self._ring

    def _read_again(self) -> None:
        # Before it is read: what is exchanged meanwhile is read once more.
        mark = _mark(self._settings.key_file)
        with suppress(OSError, WrongSetting):
            found = _read(self._settings.key_file)
            if found.follows(self._ring):
                self._ring = found
        # Last: until the new ring is there, nobody may take the one before for it.
        self._seen = mark


def load_keys(settings: Settings) -> KeyRing:
    """Read the key file, making it (mode 0600) where neither it nor data that needs it is there."""
    path = settings.key_file
    if path.exists():
        return _read(path)
    if settings.has_data:
        raise WrongSetting(
            f"CLINIC_KEY_FILE: {path} is missing, and the data in {settings.data} cannot be read "
            "without it. Put the key file back, or type it in from its recovery sheet."
        )
    ring = KeyRing.fresh(secrets.token_bytes)
    write_keys(path, ring)
    return ring


def write_keys(path: Path, ring: KeyRing) -> None:
    """Write a key file (mode 0600) that is there whole or not at all; never over another."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = _write_beside(path, ring)
    try:
        os.link(beside, path)
    finally:
        beside.unlink()
    _sync(path.parent)


def exchange_keys(path: Path, ring: KeyRing) -> None:
    """Put a ring in the place of the one before: whenever the power fails, one of them is there.

    What an exchange that was killed has left is removed; only one is at work at a time.
    """
    # A link to a file elsewhere stays one.
    path = path.resolve()
    for left in path.parent.glob(f".{path.name}.*"):
        left.unlink(missing_ok=True)
    owner = path.stat()
    beside = _write_beside(path, ring)
    try:
        # Run by root, it must not take the file away from the server's own user.
        os.chown(beside, owner.st_uid, owner.st_gid)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    _sync(path.parent)


def _read(path: Path) -> KeyRing:
    if path.stat().st_mode & 0o077:
        raise WrongSetting(f"CLINIC_KEY_FILE: {path} may be read by others. Run: chmod 600 {path}")
    try:
        return KeyRing.from_json(path.read_text(encoding="utf-8"))
    except (ValueError, KeyError, TypeError) as fault:
        raise WrongSetting(f"CLINIC_KEY_FILE: {path} is not a key file.") from fault


def _mark(path: Path) -> tuple[int, int, int] | None:
    """Give what tells a file from the one that stood there before."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _write_beside(path: Path, ring: KeyRing) -> Path:
    """Write a file beside another one, on the disk for good."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(json.dumps(ring.as_dict(), indent=1) + "\n")
        file.flush()
        os.fsync(descriptor)
    return beside


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
