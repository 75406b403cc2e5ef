"""Backups that were made or failed: when, how large, and why not; and the copying
of what is written, as it is written. The files lie elsewhere."""

from datetime import datetime

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from clinic.models.base import Base, Public, table_args


class Backup(Public, Base):
    """One try to make a backup, as the command saw it end."""

    __tablename__ = "backups"
    __table_args__ = table_args()

    made_at: Mapped[datetime] = mapped_column(index=True)
    size: Mapped[int] = mapped_column(BigInteger)
    """In bytes; 0 where it failed."""
    rows: Mapped[int] = mapped_column(BigInteger)
    took_ms: Mapped[int]
    fault: Mapped[str | None] = mapped_column(String(300))
    """Why it failed, in one sentence; NULL where it is good."""
    keep_days: Mapped[int | None]
    """Of how many days one backup each was kept then; NULL for those from before it was noted."""


class BackupRun(Public, Base):
    """One run of the copying that goes on, from its beginning until it was stopped."""

    __tablename__ = "backup_runs"
    __table_args__ = table_args()

    began_at: Mapped[datetime] = mapped_column(index=True)
    copied_at: Mapped[datetime]
    """All that was written before is copied. Said about once a minute."""
    ended_at: Mapped[datetime | None]
    """NULL while it goes on, and where it was killed."""
    fault: Mapped[str | None] = mapped_column(String(300))
    """Why the last try failed, in one sentence; NULL where it did not."""
