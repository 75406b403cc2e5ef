"""Reading which backups were made, for whoever looks after the machine."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, false, select, true

from clinic.db import Db
from clinic.domain.access import Action, Reader, allows
from clinic.domain.clinic.backups import is_stale
from clinic.models.backups import Backup

_SHOWN = 30


@dataclass(frozen=True, slots=True)
class BackupsPage:
    """The newest tries, and whether the last good one is young enough."""

    tries: Sequence[Backup]
    last_good_at: datetime | None
    is_stale: bool


def backups_page(db: Db, reader: Reader, now: datetime) -> BackupsPage:
    """Give the newest tries, and when the last good one was made."""
    newest_first = Backup.made_at.desc(), Backup.id.desc()
    tries = db.scalars(select(Backup).where(_may(reader)).order_by(*newest_first).limit(_SHOWN))
    last = _last_good_at(db, reader)
    return BackupsPage(tries.all(), last, is_stale(last, now))


def has_stale_backup(db: Db, reader: Reader, now: datetime) -> bool:
    """Say whether somebody who looks after backups should be told that the last is too old."""
    return allows(reader.role, Action.BACKUPS_READ) and is_stale(_last_good_at(db, reader), now)


def _last_good_at(db: Db, reader: Reader) -> datetime | None:
    good = select(Backup.made_at).where(_may(reader), Backup.fault.is_(None))
    return db.scalar(good.order_by(Backup.made_at.desc()).limit(1))


def _may(reader: Reader) -> ColumnElement[bool]:
    return true() if allows(reader.role, Action.BACKUPS_READ) else false()
