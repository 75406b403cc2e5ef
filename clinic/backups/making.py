"""Making a backup, and bringing one back."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from pyrage import x25519
from sqlalchemy import Engine

from clinic.backups.containers import Opened, seal, unseal
from clinic.backups.snapshots import look_over, sha256_of, take
from clinic.domain.clinic.backups import Manifest, NotABackup, file_name, made_at_of, superfluous
from clinic.domain.clinic.keys import KeyRing
from clinic.settings import Settings

_ASIDE = ".backup-"


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was just made and looked over."""

    path: Path
    manifest: Manifest
    size: int
    """In bytes."""


def make(
    engine: Engine,
    keys: KeyRing,
    settings: Settings,
    recipients: Sequence[x25519.Recipient],
    folder: Path,
    at: datetime,
) -> Made:
    """Write a backup into a folder, opened anew and looked over before it is sealed.

    Raises `NotABackup` where the copy is not whole; then no file is left.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _aside(settings.data) as place:
        copy = place / "copy.db"
        take(engine, keys, settings.migrations, copy)
        found = look_over(copy, keys)
        manifest = Manifest(
            at, version("hearth-clinic"), found.schema, found.tables, sha256_of(copy)
        )
        target = folder / file_name(at, owner_of(recipients))
        seal(copy, manifest, keys, recipients, target)
    return Made(target, manifest, target.stat().st_size)


def owner_of(recipients: Sequence[x25519.Recipient]) -> str:
    """Give the word in the names of a clinic's backups: the beginning of its first backup key."""
    return str(recipients[0]).removeprefix("age1")[:8]


def thin_out(folder: Path, recipients: Sequence[x25519.Recipient], now: datetime, days: int) -> int:
    """Remove the clinic's backups that need not be kept, and give their number.

    Other files stay, and so do the backups of another clinic in the same folder.
    """
    owner = owner_of(recipients)
    ours = {
        at: path for path in folder.iterdir() if (at := made_at_of(path.name, owner)) is not None
    }
    gone = superfluous(ours, now, days)
    for at in gone:
        ours[at].unlink()
    return len(gone)


def sweep(data: Path, folder: Path, recipients: Sequence[x25519.Recipient]) -> None:
    """Remove what one that was killed has left; only one is at work, and that is the caller."""
    for place in data.glob(f"{_ASIDE}*"):
        shutil.rmtree(place)
    for part in folder.glob(f".hearth-{owner_of(recipients)}-*.part"):
        part.unlink()


@contextmanager
def opened(path: Path, identity: x25519.Identity, settings: Settings) -> Iterator[Opened]:
    """Open a backup and look it over; raises `NotABackup` before anything else is touched."""
    with _aside(settings.data) as place:
        found = unseal(path, identity, place)
        contents = look_over(found.database, found.keys)
        if dict(found.manifest.tables) != contents.tables or (
            found.manifest.schema != contents.schema
        ):
            raise NotABackup("the database in it holds something else than it says")
        yield found


@contextmanager
def _aside(data: Path) -> Iterator[Path]:
    """Give a folder for the time of the work, on the disk of the data and closed to others."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    place = Path(tempfile.mkdtemp(prefix=_ASIDE, dir=data))
    try:
        yield place
    finally:
        shutil.rmtree(place)
