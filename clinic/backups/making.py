"""Making a backup, and bringing one back."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from pyrage import x25519
from sqlalchemy import Engine

from clinic.backups.containers import Opened, seal, unseal
from clinic.backups.snapshots import Contents, look_over, sha256_of, take
from clinic.backups.steps import Forward, bring_on, thin_out_steps
from clinic.domain.clinic.backups import (
    KEPT_IN_ANY_CASE,
    Manifest,
    NotABackup,
    file_name,
    made_at_of,
    superfluous,
)
from clinic.domain.clinic.keys import KeyRing, Keys
from clinic.settings import Settings

_ASIDE, _LOOK = ".backup-", ".look-"


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was just made and checked."""

    path: Path
    manifest: Manifest
    size: int
    """In bytes."""


def make(
    engine: Engine,
    keys: Keys,
    settings: Settings,
    recipients: Sequence[x25519.Recipient],
    folder: Path,
    at: datetime,
) -> Made:
    """Write a backup into a folder, reopened and checked before it is sealed.

    Raises `NotABackup` where the copy is not whole; then no file is left.
    """
    with aside(settings.data) as place:
        copy = place / "copy.db"
        before = keys.now()
        take(engine, before, settings.migrations, copy)
        # They may have been changed meanwhile: it opens with a key of then or of now.
        return keep(copy, (keys.now(), before), recipients, folder, at)


def keep(
    copy: Path,
    rings: Sequence[KeyRing],
    recipients: Sequence[x25519.Recipient],
    folder: Path,
    at: datetime,
) -> Made:
    """Look a copy over, and seal it into a folder; raises `NotABackup` where it is not whole.

    The first of the rings goes with it, with the key of the database that opens it.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    found = look_over(copy, *rings)
    manifest = Manifest(at, version("hearth-clinic"), found.schema, found.tables, sha256_of(copy))
    target = folder / file_name(at, owner_of(recipients))
    seal(copy, manifest, rings[0].opening_with(found.key), recipients, target)
    return Made(target, manifest, target.stat().st_size)


def owner_of(recipients: Sequence[x25519.Recipient]) -> str:
    """Give the word in the names of a clinic's backups: the beginning of its first backup key."""
    return str(recipients[0]).removeprefix("age1")[:8]


def thin_out(folder: Path, recipients: Sequence[x25519.Recipient], now: datetime, days: int) -> int:
    """Remove the clinic's backups and steps that need not be kept, and give the backups' number.

    Other files stay, and so do the backups of another clinic in the same folder.
    """
    owner = owner_of(recipients)
    ours = {
        at: path for path in folder.iterdir() if (at := made_at_of(path.name, owner)) is not None
    }
    gone = superfluous(ours, now, days)
    for at in gone:
        ours[at].unlink()
    newest = sorted(ours.keys() - gone)[-KEPT_IN_ANY_CASE:]
    if newest:
        thin_out_steps(folder, owner, newest[0])
    return len(gone)


def sweep(data: Path, folder: Path, recipients: Sequence[x25519.Recipient]) -> None:
    """Remove what one that was killed has left; only one is at work, and that is the caller."""
    for place in data.glob(f"{_ASIDE}*"):
        shutil.rmtree(place)
    for part in folder.glob(f".hearth-{owner_of(recipients)}-*.part"):
        part.unlink()


@dataclass(frozen=True, slots=True)
class Brought:
    """A backup that was opened, brought up to the newest migration, and checked."""

    opened: Opened
    forward: Forward | None
    contents: Contents

    @property
    def as_of(self) -> datetime:
        """From when what is in it is."""
        return self.forward.last.made_at if self.forward else self.opened.manifest.made_at


@contextmanager
def opened(
    path: Path, identity: x25519.Identity, settings: Settings, until: datetime | None = None
) -> Iterator[Brought]:
    """Open a backup, put onto it what was written after it (up to a moment), and look it over.

    Only one is at work, and that is the caller: what one that was killed has left goes. Raises
    `NotABackup` before anything else is touched.
    """
    for left in settings.data.glob(f"{_LOOK}*"):
        shutil.rmtree(left)
    with aside(settings.data, _LOOK) as place:
        found = unseal(path, identity, place)
        if until is not None and until < found.manifest.made_at:
            raise NotABackup("it was made after that moment; take the one before it")
        forward = bring_on(found.database, path, identity, until)
        if forward is not None:
            found = replace(found, keys=forward.keys)
        contents = look_over(found.database, found.keys)
        found = replace(found, keys=found.keys.opening_with(contents.key))
        told = dict(found.manifest.tables), found.manifest.schema
        if forward is None and told != (contents.tables, contents.schema):
            raise NotABackup("the database in it holds something else than it says")
        yield Brought(found, forward, contents)


@contextmanager
def aside(data: Path, prefix: str = _ASIDE) -> Iterator[Path]:
    """Give a temporary folder, on the disk of the data and closed to others."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    place = Path(tempfile.mkdtemp(prefix=prefix, dir=data))
    try:
        yield place
    finally:
        shutil.rmtree(place)
