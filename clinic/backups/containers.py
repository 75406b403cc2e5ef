"""The file of a backup: the database, its keys and what it says of itself, sealed with age.

age (age-encryption.org) is a format with several programs that read it, so that a backup opens
without Hearth too: `age --decrypt -i KEY FILE | tar x`. Whoever holds the server holds only that
half of the key that seals.
"""

import io
import json
import os
import shutil
import tarfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, TypeVar

from pyrage import DecryptError, IdentityError, RecipientError, decrypt_io, encrypt_io, x25519

from clinic.backups.snapshots import sha256_of
from clinic.domain.clinic.backups import Manifest, NotABackup, made_at_of
from clinic.domain.clinic.keys import KeyRing

DATABASE = "clinic.db"
_MANIFEST = "manifest.json"
KEYS = "keys.json"
MOST_TEXT = 10_000_000
_CHUNK = 1 << 20

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Opened:
    """A backup whose seal was opened: the database lies in a file, encrypted with its own key."""

    manifest: Manifest
    keys: KeyRing
    database: Path


def seal(
    database: Path,
    manifest: Manifest,
    keys: KeyRing,
    recipients: Sequence[x25519.Recipient],
    target: Path,
) -> None:
    """Write a backup that is there whole or not at all; its keys lie open on no disk meanwhile."""

    def pack(tar: tarfile.TarFile) -> None:
        add_text(tar, _MANIFEST, manifest.to_json())
        add_text(tar, KEYS, json.dumps(keys.as_dict()))
        tar.add(database, DATABASE, filter=_of_nobody)

    write_sealed(target, recipients, pack)


def write_sealed(
    target: Path, recipients: Sequence[x25519.Recipient], pack: Callable[[tarfile.TarFile], None]
) -> None:
    """Write a sealed archive that is there whole or not at all."""
    beside = target.with_name(f".{target.name}.part")

    def feed(end: BinaryIO) -> None:
        with end, tarfile.open(fileobj=end, mode="w|") as tar:
            pack(tar)

    try:
        with _private(beside) as sealed:
            with _fed_by(feed) as plain:
                encrypt_io(plain, sealed, list(recipients))
            sealed.flush()
            os.fsync(sealed.fileno())
        beside.replace(target)
        _sync_folder(target.parent)
    finally:
        beside.unlink(missing_ok=True)


def add_text(tar: tarfile.TarFile, name: str, text: str) -> None:
    """Put a text into an archive under a name."""
    add_bytes(tar, name, text.encode())


def add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    """Put bytes into an archive under a name."""
    part = tarfile.TarInfo(name)
    part.size = len(content)
    tar.addfile(part, io.BytesIO(content))


def unseal(path: Path, identity: x25519.Identity, folder: Path) -> Opened:
    """Open a backup into an empty folder; raises `NotABackup` with the reason."""
    opened = read_sealed(path, identity, lambda plain: _unpack(plain, folder))
    if (said := made_at_of(path.name)) is not None:
        check_name(said, opened.manifest.made_at)
    return opened


def read_sealed(path: Path, identity: x25519.Identity, read: Callable[[BinaryIO], T]) -> T:
    """Open a sealed archive and read it to its end; raises `NotABackup` with the reason."""

    def decrypt(end: BinaryIO) -> None:
        with end, path.open("rb") as sealed:
            decrypt_io(sealed, end, [identity])

    try:
        with _fed_by(decrypt) as plain:
            found = read(plain)
            # To its end, so that whoever feeds it can say that the end was missing.
            while plain.read(_CHUNK):
                pass
            return found
    except DecryptError as fault:
        if "No matching keys" in str(fault):
            raise NotABackup("it was sealed for another backup key") from fault
        raise NotABackup("it is no backup of Hearth, or it was cut or changed") from fault
    except OSError as fault:
        if fault.errno is not None:
            raise
        # What is wrong behind the head of the file comes as one without a number.
        raise NotABackup("it was cut or changed") from fault


def check_name(said: datetime, made_at: datetime) -> None:
    """Refuse a file that bears the name of another one."""
    if said != made_at:
        raise NotABackup(f"by its name it is another one: it was made at {made_at.isoformat()}")


def _unpack(plain: BinaryIO, folder: Path) -> Opened:
    """Take the three known parts, by our own names for them and nothing else."""
    texts: dict[str, str] = {}
    database = folder / DATABASE
    try:
        with tarfile.open(fileobj=plain, mode="r|") as tar:
            for member in tar:
                part = tar.extractfile(member) if member.isfile() else None
                if part is not None and member.name in (_MANIFEST, KEYS):
                    texts[member.name] = part.read(MOST_TEXT).decode()
                elif part is not None and member.name == DATABASE:
                    with _private(database) as file:
                        shutil.copyfileobj(part, file, _CHUNK)
        if {_MANIFEST, KEYS} - texts.keys() or not database.exists():
            raise NotABackup("a part of it is missing")
        keys = KeyRing.from_json(texts[KEYS])
    except NotABackup:
        raise
    except (tarfile.TarError, ValueError, KeyError, TypeError) as fault:
        raise NotABackup("what is in it cannot be read") from fault
    manifest = Manifest.from_json(texts[_MANIFEST])
    if sha256_of(database) != manifest.sha256:
        raise NotABackup("the database in it is not the one that it speaks of")
    return Opened(manifest, keys, database)


@contextmanager
def _fed_by(feed: Callable[[BinaryIO], None]) -> Iterator[BinaryIO]:
    """Read what a function writes at the same time; what it failed of is raised at the end."""
    reading, writing = os.pipe()
    failed: list[BaseException] = []

    def run() -> None:
        try:
            feed(os.fdopen(writing, "wb"))
        except BrokenPipeError:
            pass  # whoever read has stopped, and says why
        except BaseException as fault:
            failed.append(fault)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        with os.fdopen(reading, "rb") as end:
            yield end
    except BaseException:
        thread.join()
        if failed:
            raise failed[0] from None
        raise
    thread.join()
    if failed:
        raise failed[0]


def _of_nobody(part: tarfile.TarInfo) -> tarfile.TarInfo:
    part.uid = part.gid = 0
    part.uname = part.gname = ""
    part.mode = 0o600
    return part


def read_recipients(path: Path) -> list[x25519.Recipient]:
    """Read for whom backups are sealed: a key a line, as age writes them; # begins a remark."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    try:
        return [
            x25519.Recipient.from_str(line.strip())
            for line in lines
            if line.strip() and not line.startswith("#")
        ]
    except RecipientError as fault:
        raise NotABackup(f"{path} holds a line that is no backup key") from fault


def read_identity(text: str) -> x25519.Identity:
    """Read a backup key from a file that was typed from paper: blanks and case do not matter."""
    lines = (line for line in text.splitlines() if not line.lstrip().startswith("#"))
    typed = "".join("".join(line.split()) for line in lines).upper()
    try:
        return x25519.Identity.from_str(typed)
    except IdentityError as fault:
        raise NotABackup(
            "that is no backup key: a character is wrong or missing. Compare it with the paper"
        ) from fault


def _private(path: Path) -> BinaryIO:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    return os.fdopen(descriptor, "w+b")


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
