"""The audit trail: one entry a deed and one a read, chained by keyed hashes, and once-only keys."""

import hashlib
import hmac
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from sqlalchemy import Index, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from clinic.db import Db, Touched
from clinic.domain.access import Actor
from clinic.domain.clinic.keys import KeyRing
from clinic.domain.errors import Repeated
from clinic.models.base import Base, belongs_to, table_args

CHAINS = 16
"""How many chains there are; the number never shrinks."""
KEYLESS = -1
"""The chain of the entries from before."""
_PURPOSE = "audit chain"


class AuditEntry(Base):
    """Who did what to which rows, or read them, and when. Never what stands in them."""

    __tablename__ = "audit_entries"
    __table_args__ = table_args(
        UniqueConstraint("chain", "number"),
        # Whatever else is asked for, the newest are found and counted along an index alone.
        Index(None, "at", "id", "account_id", "deed"),
        Index(None, "client_id", "at", "id", "account_id"),
        Index(None, "account_id", "at"),
        Index(None, "cohort_id", "at"),
        Index(None, "deed", "at"),
    )

    at: Mapped[datetime]
    account_id: Mapped[int | None] = belongs_to("accounts.id", index=False)
    """NULL for a deed of the program itself."""
    deed: Mapped[str] = mapped_column(String(80))
    """The name of a deed, as `clients.add_client`, or the label of a page that was read."""
    client_id: Mapped[int | None]
    """Whose record was read; NULL for a page about nobody alone, and for deeds."""
    cohort_id: Mapped[int | None]
    """In which cohort."""
    rows: Mapped[str]
    """JSON list of [table, row id, made | changed | removed | read]."""
    chain: Mapped[int]
    """Which of the chains it belongs to; -1 for entries from before chains had a key."""
    number: Mapped[int]
    """Its place on its chain, counted from 1."""
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    """HMAC-SHA-256 over the entry before on its chain and this one, hexadecimal."""


class NoEndOfChain(RuntimeError):
    """The row that holds the end of a chain is gone: nothing may be done that leaves no trace."""

    def __init__(self, chain: int) -> None:
        super().__init__(
            f"The audit trail has lost the end of its chain {chain}, so nothing can be written. "
            "Restore a backup, or ask what took the row: clinic audit verify."
        )


class AuditHead(Base):
    """The end of a chain, so that entries cut off at the end are missed."""

    __tablename__ = "audit_heads"
    __table_args__ = table_args()

    chain: Mapped[int] = mapped_column(unique=True)
    number: Mapped[int]
    """How many entries belong to it."""
    hash: Mapped[str] = mapped_column(String(64))
    """That of the last entry. Chain 0 begins with that of the last entry without a key."""
    seal: Mapped[str] = mapped_column(String(64))
    """HMAC-SHA-256 over the three; empty until the program first runs with its keys."""


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
        rows = [[t.table, t.row_id, t.how] for t in touched]
        hang_up(db, [entry_of(actor.at, actor.account_id, deed, rows)])


def entry_of(
    at: datetime, account_id: int | None, deed: str, rows: Sequence[Sequence[object]]
) -> AuditEntry:
    """Make an entry that belongs to no chain yet."""
    return AuditEntry(at=at, account_id=account_id, deed=deed, rows=json.dumps(rows))


def seal_heads(db: Db) -> None:
    """Seal the ends of chains that no deed has touched yet; runs inside an operation."""
    for head in db.scalars(select(AuditHead).where(AuditHead.seal == "")):
        head.seal = head_seal(db.keys, head.chain, head.number, head.hash)


def renew_seals(db: Db) -> None:
    """Seal the ends of all chains under the current key; runs inside an operation.

    One that the program did not write stays as it is, so that it shows.
    """
    for head in db.scalars(select(AuditHead).order_by(AuditHead.chain).with_for_update()):
        if is_made_with(db.keys, head_body(head.chain, head.number, head.hash), head.seal):
            head.seal = head_seal(db.keys, head.chain, head.number, head.hash)


def hang_up(db: Db, entries: Iterable[AuditEntry]) -> None:
    """Add each entry to the chain of whoever did it.

    There are several chains, so that deeds of different people do not queue for one end on a server
    that lets them write at once. Whoever needs several ends takes them in the order of their
    numbers.
    """
    chains: dict[int, list[AuditEntry]] = {}
    for entry in entries:
        chains.setdefault((entry.account_id or 0) % CHAINS, []).append(entry)
    for chain, hanging in sorted(chains.items()):
        # As it stands now, not as this session read it before somebody else wrote.
        ends = select(AuditHead).where(AuditHead.chain == chain).with_for_update()
        head = db.scalars(ends.execution_options(populate_existing=True)).first()
        if head is None:
            raise NoEndOfChain(chain)
        for entry in hanging:
            entry.chain, entry.number = chain, head.number + 1
            entry.hash = entry_hash(db.keys, head.hash, entry)
            head.number, head.hash = entry.number, entry.hash
        head.seal = head_seal(db.keys, chain, head.number, head.hash)
        db.add_all(hanging)


def entry_hash(keys: KeyRing, previous: str, entry: AuditEntry) -> str:
    """Give the hash of an entry that follows another on its chain, under the current key."""
    return _mac(keys.derive(_PURPOSE), entry_body(previous, entry))


def entry_body(previous: str, entry: AuditEntry) -> list[object]:
    """Give all that is hashed: what was before, where it stands, and what it says."""
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    body = [previous, entry.chain, entry.number, at, entry.account_id, entry.deed, entry.rows]
    subject = [entry.client_id, entry.cohort_id]
    # Entries from before it was kept say nothing of it, and keep their hashes.
    return body if subject == [None, None] else [*body, *subject]


def head_seal(keys: KeyRing, chain: int, number: int, last: str) -> str:
    """Seal the end of a chain, under the current key."""
    return _mac(keys.derive(_PURPOSE), head_body(chain, number, last))


def head_body(chain: int, number: int, last: str) -> list[object]:
    """Give all that is sealed of an end."""
    return ["head", chain, number, last]


def is_made_with(keys: KeyRing, body: list[object], made: str) -> bool:
    """Say whether a hash or a seal was made with one of the clinic's keys, the newest first."""
    return any(hmac.compare_digest(_mac(key, body), made) for key in keys.derive_all(_PURPOSE))


def keyless_hash(previous: str, entry: AuditEntry) -> str:
    """Give the hash of an entry from before chains had a key: plain SHA-256, as it was then."""
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    body = json.dumps([previous, at, entry.account_id, entry.deed, entry.rows])
    return hashlib.sha256(body.encode()).hexdigest()


def _mac(key: bytes, body: list[object]) -> str:
    return hmac.new(key, json.dumps(body).encode(), hashlib.sha256).hexdigest()


def _submission_key(actor: Actor, deed: str) -> str:
    # One value for all three, so that nobody can take up a key that another person has used.
    body = json.dumps([actor.account_id, deed, actor.once])
    return hashlib.sha256(body.encode()).hexdigest()
