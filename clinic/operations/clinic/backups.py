"""Noting how a backup ended, so that an administrator sees it; and what a restored clinic ends."""

from datetime import datetime

from sqlalchemy import select, update

from clinic.db import Db, at_leisure, operation
from clinic.domain.access import Actor
from clinic.models.accounts import Invitation, KnownDevice, LoginSession, is_open_invitation
from clinic.models.backups import Backup, BackupRun

_LONGEST_FAULT = 300


@operation
def note_backup(
    db: Db, actor: Actor, size: int, rows: int, took_ms: int, keep_days: int | None = None
) -> Backup:
    """Note that a backup was made and checked: its size in bytes, and how long it took."""
    made = Backup(made_at=actor.at, size=size, rows=rows, took_ms=took_ms, keep_days=keep_days)
    return _noted(db, made)


@operation
def note_failed_backup(db: Db, actor: Actor, took_ms: int, fault: str) -> Backup:
    """Note that a backup was not made, and why."""
    failed = Backup(made_at=actor.at, size=0, rows=0, took_ms=took_ms, fault=fault[:_LONGEST_FAULT])
    return _noted(db, failed)


@operation
def begin_backup_run(db: Db, actor: Actor) -> BackupRun:
    """Note that copying began, and that all that was written before is copied."""
    run = BackupRun(began_at=actor.at, copied_at=actor.at)
    db.add(run)
    db.flush()
    return run


@at_leisure
def note_copied(db: Db, _actor: Actor, run_id: int, at: datetime) -> None:
    """Note that all that was written before a moment is copied; left out where it would wait."""
    run = db.get_one(BackupRun, run_id)
    run.copied_at, run.fault = at, None


@at_leisure
def note_not_copied(db: Db, _actor: Actor, run_id: int, fault: str) -> None:
    """Note why what was written is not copied; left out where it would wait."""
    db.get_one(BackupRun, run_id).fault = fault[:_LONGEST_FAULT]


@operation
def end_backup_run(db: Db, actor: Actor, run_id: int) -> BackupRun:
    """Note that copying was stopped in good order."""
    run = db.get_one(BackupRun, run_id)
    run.ended_at = actor.at
    return run


@operation
def end_restored_access(db: Db, actor: Actor) -> int:
    """End all sign-ins, known devices and letters with links of a clinic that was just restored.

    What was ended after the backup was made would live again. Gives the number of sign-ins.
    """
    live = db.scalars(select(LoginSession.id).where(LoginSession.ended_at.is_(None))).all()
    for kind in (LoginSession, KnownDevice):
        db.execute(update(kind).where(kind.ended_at.is_(None)).values(ended_at=actor.at))
    open_ones = update(Invitation).where(is_open_invitation(actor.at))
    db.execute(open_ones.values(replaced_at=actor.at))
    return len(live)


def _noted(db: Db, backup: Backup) -> Backup:
    db.add(backup)
    db.flush()
    return backup
