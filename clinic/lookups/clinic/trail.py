"""Looking along the audit trail for places at which somebody took a hand to it."""

from collections.abc import Iterable, Iterator

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.clinic.trail import BrokenLink, ChainEnd, LinkFault
from clinic.models.audit import (
    CHAINS,
    KEYLESS,
    AuditEntry,
    AuditHead,
    entry_body,
    head_body,
    is_made_with,
    keyless_hash,
)

_BATCH = 1000


def chain_ends(db: Db) -> list[ChainEnd]:
    """Give the ends of all chains, to be noted elsewhere."""
    heads = db.scalars(select(AuditHead).order_by(AuditHead.chain))
    return [ChainEnd(head.chain, head.number, head.hash) for head in heads]


def broken_links(db: Db, noted: Iterable[ChainEnd] = ()) -> list[BrokenLink]:
    """Name every place at which the trail does not hold; an empty list says that it does.

    Whoever holds the database but not the keys can change nothing, take nothing out and add nothing
    unseen. Whoever can also put back an older database takes the newest entries with it: that shows
    against ends that were `noted` elsewhere since.
    """
    found, before_keys = _keyless(db)
    heads = {head.chain: head for head in db.scalars(select(AuditHead))}
    for chain in range(CHAINS):
        beginning = before_keys if chain == 0 else ""
        found += _along(db, chain, beginning, heads.get(chain))
    known = (*range(CHAINS), KEYLESS)
    strays = select(AuditEntry.chain, AuditEntry.number).where(AuditEntry.chain.not_in(known))
    found += [
        BrokenLink(chain, number, LinkFault.UNKNOWN_CHAIN) for chain, number in db.execute(strays)
    ]
    return found + [_older(end) for end in noted if not _stands(db, end, before_keys)]


def _keyless(db: Db) -> tuple[list[BrokenLink], str]:
    found, last = [], ""
    for entry in _entries(db, KEYLESS):
        if entry.hash != keyless_hash(last, entry):
            found.append(BrokenLink(KEYLESS, entry.number, LinkFault.CHANGED))
        last = entry.hash
    return found, last


def _along(db: Db, chain: int, beginning: str, head: AuditHead | None) -> Iterator[BrokenLink]:
    number, last = 0, beginning
    for entry in _entries(db, chain):
        if entry.number != number + 1:
            yield BrokenLink(chain, entry.number, LinkFault.MISSING)
        if not is_made_with(db.keys, entry_body(last, entry), entry.hash):
            yield BrokenLink(chain, entry.number, LinkFault.CHANGED)
        number, last = entry.number, entry.hash
    if head is None:
        yield BrokenLink(chain, number, LinkFault.END_CHANGED)
        return
    if not is_made_with(db.keys, head_body(chain, head.number, head.hash), head.seal):
        yield BrokenLink(chain, head.number, LinkFault.END_CHANGED)
    if (head.number, head.hash) != (number, last):
        yield BrokenLink(chain, number, LinkFault.END_CUT)


def _entries(db: Db, chain: int) -> Iterator[AuditEntry]:
    hanging = select(AuditEntry).where(AuditEntry.chain == chain).order_by(AuditEntry.number)
    yield from db.scalars(hanging.execution_options(yield_per=_BATCH))


def _stands(db: Db, end: ChainEnd, before_keys: str) -> bool:
    if end.number == 0:
        return end.hash == (before_keys if end.chain == 0 else "")
    found = select(AuditEntry.hash).where(
        AuditEntry.chain == end.chain, AuditEntry.number == end.number
    )
    return db.scalar(found) == end.hash


def _older(end: ChainEnd) -> BrokenLink:
    return BrokenLink(end.chain, end.number, LinkFault.OLDER_END)
