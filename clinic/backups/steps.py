"""The files of steps: sealed beside the whole backups, and put onto one when it is opened."""

import json
import tarfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from pyrage import x25519

from clinic.backups.containers import (
    KEYS,
    MOST_TEXT,
    add_bytes,
    add_text,
    check_name,
    read_sealed,
    write_sealed,
)
from clinic.backups.file_pages import PAGE, PageLook, Seals, put_pages
from clinic.domain.clinic.backup_steps import BackupStep, linked, step_made_at, step_name
from clinic.domain.clinic.backups import NotABackup, made_at_of
from clinic.domain.clinic.keys import KeyRing

_STEP, _PAGES = "step.json", "pages"


@dataclass(frozen=True, slots=True)
class Forward:
    """How far a backup was brought on: its last step, the keys of then, and how many steps."""

    last: BackupStep
    keys: KeyRing
    count: int


def write_step(
    look: PageLook,
    before: str,
    at: datetime,
    keys: KeyRing,
    recipients: Sequence[x25519.Recipient],
    place: tuple[Path, str],
) -> BackupStep:
    """Seal what a look found into a folder, under the clinic's own word; both are the place."""
    numbers = tuple(sorted(look.pages))
    step = BackupStep(at, before, look.seals.state, look.count, numbers)

    def pack(tar: tarfile.TarFile) -> None:
        add_text(tar, _STEP, step.to_json())
        add_text(tar, KEYS, json.dumps(keys.as_dict()))
        add_bytes(tar, _PAGES, b"".join(look.pages[number] for number in numbers))

    folder, owner = place
    write_sealed(folder / step_name(at, owner), recipients, pack)
    return step


def bring_on(
    database: Path, backup: Path, identity: x25519.Identity, until: datetime | None
) -> Forward | None:
    """Put the steps that follow a backup onto the database that was in it, in order.

    Those lie in the folder of the backup. Raises `NotABackup` where one of them is missing or
    damaged: what was written behind it would be lost without a word. `until` says up to when.
    """
    began = made_at_of(backup.name)
    if began is None:
        return None
    owner = backup.name.split("-")[1]
    files = _later(backup.parent, owner, began, until)
    seals = Seals.of(database)
    told = {at: _read(path, identity, begins_only=True) for at, path in files.items()}
    chain = linked(seals.state, (step for step, _keys, _pages in told.values()))
    if files and (not chain or chain[-1].made_at < max(files)):
        is_older = any(
            (at := made_at_of(one.name, owner)) and at > began for one in backup.parent.iterdir()
        )
        if chain or not is_older:
            reached = chain[-1].made_at if chain else began
            raise NotABackup(
                f"of the steps behind it one is missing or from elsewhere: it can be brought back "
                f"as it was at {reached.isoformat()}, with --until {reached.isoformat()}"
            )
    if not chain:
        return None
    keys = told[chain[0].made_at][1]
    with database.open("r+b") as file:
        for step in chain:
            _, keys, content = _read(files[step.made_at], identity)
            pages = _cut(step, content)
            put_pages(file, pages, step.pages)
            seals = seals.after(pages, step.pages)
    if seals.state != chain[-1].after:
        raise NotABackup("the steps behind it do not give what they say")
    return Forward(chain[-1], keys, len(chain))


def thin_out_steps(folder: Path, owner: str, oldest: datetime) -> int:
    """Remove the steps that no backup needs from which somebody would go on; give their number."""
    gone = [
        path
        for path in folder.iterdir()
        if (at := step_made_at(path.name, owner)) is not None and at < oldest
    ]
    for path in gone:
        path.unlink()
    return len(gone)


def _later(
    folder: Path, owner: str, began: datetime, until: datetime | None
) -> dict[datetime, Path]:
    found = {
        at: path
        for path in folder.iterdir()
        if (at := step_made_at(path.name, owner)) is not None
        and at > began
        and (until is None or at <= until)
    }
    return dict(sorted(found.items()))


def _read(
    path: Path, identity: x25519.Identity, *, begins_only: bool = False
) -> tuple[BackupStep, KeyRing, bytes]:
    """Read one; where only its beginning is asked for, its pages are read and not kept."""

    def read(plain: BinaryIO) -> tuple[BackupStep, KeyRing, bytes]:
        parts: dict[str, bytes] = {}
        with tarfile.open(fileobj=plain, mode="r|") as tar:
            for member in tar:
                part = tar.extractfile(member) if member.isfile() else None
                if part is not None and member.name in (_STEP, KEYS):
                    parts[member.name] = part.read(MOST_TEXT)
                elif part is not None and member.name == _PAGES and not begins_only:
                    parts[_PAGES] = part.read()
        step = BackupStep.from_json(parts[_STEP].decode())
        return step, KeyRing.from_json(parts[KEYS].decode()), parts.get(_PAGES, b"")

    try:
        found = read_sealed(path, identity, read)
        if (said := step_made_at(path.name)) is not None:
            check_name(said, found[0].made_at)
    except NotABackup as fault:
        raise NotABackup(f"{path.name}, a step behind it: {fault}") from fault
    except (tarfile.TarError, ValueError, KeyError, TypeError) as fault:
        raise NotABackup(f"{path.name}, a step behind it, cannot be read") from fault
    return found


def _cut(step: BackupStep, content: bytes) -> dict[int, bytes]:
    if len(content) != len(step.numbers) * PAGE:
        raise NotABackup("a step behind it has not the pages that it speaks of")
    places: Iterable[int] = range(0, len(content), PAGE)
    return {
        number: content[at : at + PAGE] for number, at in zip(step.numbers, places, strict=True)
    }
