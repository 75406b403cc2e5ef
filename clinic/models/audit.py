"""The audit trail: one entry a deed, chained by hashes, and the once-only keys of forms."""

import hashlib
import json
from datetime import UTC, datetime

from sqlalchemy import String, func, select
from sqlalchemy.orm import Mapped, mapped_column

from clinic.db import Db, Touched
from clinic.domain.access import Actor
from clinic.domain.errors import Repeated
from clinic.models.base import Base, belongs_to, table_args

_CHAIN_LOCK = 0x68656172


class AuditEntry(Base):
    """Who did what to which rows and when. Never what they wrote."""

    __tablename__ = "audit_entries"
    __table_args__ = table_args()

    at: Mapped[datetime] = mapped_column(index=True)
    account_id: Mapped[int | None] = belongs_to("accounts.id")
    """NULL for a deed of the program itself."""
    deed: Mapped[str] = mapped_column(String(80))
    rows: Mapped[str]
    """JSON list of [table, row id, made | changed | removed]."""
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 over the entry before and this one."""


class Submission(Base):
    """A once-only key that a form carried, and the row that it made."""

    __tablename__ = "submissions"
    __table_args__ = table_args()

    key: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 over who sent it, for which deed, and the key of the form."""
    deed: Mapped[str] = mapped_column(String(80))
    account_id: Mapped[int | None] = belongs_to("accounts.id", index=False)
    table: Mapped[str] = mapped_column(String(60))
    row_id: Mapped[int]
    """No table and 0 where the deed left no row to answer with again."""
    at: Mapped[datetime]


class AuditJournal:
    """Keeps what an operation leaves behind."""

    def earlier(self, db: Db, actor: Actor, deed: str) -> object | None:
        """Find the row that this key made before, for the same person and the same deed only.

        Raises `Repeated` where the deed was done and left no row.
        """
        key = _submission_key(actor, deed)
        if db.get_bind().dialect.name == "postgresql":
            # The second of two at once waits here until the first has committed.
            number = int.from_bytes(bytes.fromhex(key)[:7])
            db.execute(select(func.pg_advisory_xact_lock(number)))
        row = db.scalar(select(Submission).where(Submission.key == key))
        if row is None:
            return None
        if not row.table:
            raise Repeated
        kind = next(m.class_ for m in Base.registry.mappers if m.class_.__tablename__ == row.table)
        return db.get(kind, row.row_id)

    def record(self, db: Db, actor: Actor, deed: str, touched: list[Touched], row: object) -> None:
        """Add the audit entry to the transaction, and the once-only key if there is one."""
        if actor.once:
            made = row if isinstance(row, Base) else None
            db.add(
                Submission(
                    key=_submission_key(actor, deed),
                    deed=deed,
                    account_id=actor.account_id,
                    table=made.__tablename__ if made else "",
                    row_id=made.id if made else 0,
                    at=actor.at,
                )
            )
        if db.get_bind().dialect.name == "postgresql":
            # Two deeds at once may not both build on the same last entry.
            db.execute(select(func.pg_advisory_xact_lock(_CHAIN_LOCK)))
        last = db.scalar(select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)) or ""
        rows = json.dumps([[t.table, t.row_id, t.how] for t in touched])
        entry = AuditEntry(at=actor.at, account_id=actor.account_id, deed=deed, rows=rows)
        entry.hash = chain_hash(last, entry)
        db.add(entry)


def broken_links(db: Db) -> list[int]:
    """Name the entries that do not follow from the one before: edited, moved, or after a gap.

    The newest entries, cut off at the end, leave no gap behind them; a backup shows those.
    """
    broken, last = [], ""
    for entry in db.scalars(select(AuditEntry).order_by(AuditEntry.id)):
        if entry.hash != chain_hash(last, entry):
            broken.append(entry.id)
        last = entry.hash
    return broken


def chain_hash(previous: str, entry: AuditEntry) -> str:
    """Give the hash of an entry that follows another; the first follows the empty text."""
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    body = json.dumps([previous, at, entry.account_id, entry.deed, entry.rows])
    return hashlib.sha256(body.encode()).hexdigest()


def _submission_key(actor: Actor, deed: str) -> str:
    # One value for all three, so that nobody can take up a key that another person has used.
    body = json.dumps([actor.account_id, deed, actor.once])
    return hashlib.sha256(body.encode()).hexdigest()
