"""Reading which backups were made and when keys were changed, for whoever keeps it running."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, false, func, select, true

from clinic.db import Db
from clinic.domain.access import Action, Reader, allows
from clinic.domain.clinic.backup_steps import is_behind
from clinic.domain.clinic.backups import is_stale
from clinic.models.audit import AuditEntry
from clinic.models.backups import Backup, BackupRun

_SHOWN = 30


@dataclass(frozen=True, slots=True)
class BackupsPage:
    """The newest tries, and whether the last good one is young enough."""

    tries: Sequence[Backup]
    last_good_at: datetime | None
    is_stale: bool
    run: BackupRun | None
    """The newest run of the copying that goes on."""
    is_behind: bool
    """It should go on and does not."""
    keys_changed_at: datetime | None
    """`None` for those that the clinic began with."""
    are_keys_changing: bool
    """A change was begun and is not finished: it is under way, or was stopped."""


def backups_page(db: Db, reader: Reader, now: datetime) -> BackupsPage:
    """Give the newest tries, and when the last good one was made."""
    newest_first = Backup.made_at.desc(), Backup.id.desc()
    tries = db.scalars(select(Backup).where(_may(reader)).order_by(*newest_first).limit(_SHOWN))
    last = _last_good_at(db, reader)
    run = _newest_run(db, reader)
    return BackupsPage(
        tries.all(),
        last,
        is_stale(last, now),
        run,
        _is_behind(run, now),
        _keys_changed_at(db, reader),
        db.keys.coming is not None,
    )


def has_stale_backup(db: Db, reader: Reader, now: datetime) -> bool:
    """Say whether somebody who looks after backups should be told that the last is too old.

    Or that what is written is not copied any more, and nobody stopped that on purpose.
    """
    if not allows(reader.role, Action.BACKUPS_READ):
        return False
    is_old = is_stale(_last_good_at(db, reader), now)
    return is_old or _is_behind(_newest_run(db, reader), now)


def _last_good_at(db: Db, reader: Reader) -> datetime | None:
    good = select(Backup.made_at).where(_may(reader), Backup.fault.is_(None))
    return db.scalar(good.order_by(Backup.made_at.desc()).limit(1))


def _keys_changed_at(db: Db, reader: Reader) -> datetime | None:
    changed = AuditEntry.deed == "keys.finish_new_keys"
    return db.scalar(select(func.max(AuditEntry.at)).where(_may(reader), changed))


def _newest_run(db: Db, reader: Reader) -> BackupRun | None:
    newest = select(BackupRun).where(_may(reader)).order_by(BackupRun.id.desc())
    return db.scalar(newest.limit(1))


def _is_behind(run: BackupRun | None, now: datetime) -> bool:
    return run is not None and is_behind(run.copied_at, run.ended_at, now)


def _may(reader: Reader) -> ColumnElement[bool]:
    return true() if allows(reader.role, Action.BACKUPS_READ) else false()
