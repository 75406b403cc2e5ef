"""Taking new keys, step by step, while everybody goes on working."""

from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import bindparam, select, update

from clinic.db import Db, housekeeping, operation
from clinic.domain.access import Actor
from clinic.models.audit import renew_seals
from clinic.models.sealed import binding_of, is_under_former_key, seal, unseal

BATCH = 200
"""Texts that are resealed in one transaction: some ten milliseconds."""


@dataclass(frozen=True, slots=True)
class SealedBatch:
    """What one step along a sealed column did."""

    last: int
    """The row to go on behind."""
    sealed: int
    unreadable: tuple[int, ...]
    """Rows whose text no key of the clinic opens; it stays as it is."""


@operation
def begin_new_keys(db: Db, _actor: Actor) -> None:
    """Note that the clinic takes new keys, and let nothing open it any more that lacks them.

    To be held before: then whoever still sealed with the former key has ended when this begins.
    """
    renew_seals(db)


@housekeeping
def reseal_batch(
    db: Db, _actor: Actor, kind: type[Any], name: str, after: int, most: int = BATCH
) -> SealedBatch | None:
    """Seal the next texts of a column under the current key; `None` behind the last one.

    Changes nothing of what a text says: no version counts on, no page that lies open is older for
    it. A row that somebody is writing is left out, and waited for by nobody.
    """
    column = getattr(kind, name)
    older = select(kind.id, kind.public_id, column).where(
        is_under_former_key(db.keys, column), kind.id > after
    )
    taken = older.order_by(kind.id).limit(most).with_for_update(skip_locked=True)
    rows = db.execute(taken).all()
    if not rows:
        return None
    resealed, unreadable = [], []
    for row_id, public_id, sealed in rows:
        binding = binding_of(kind, public_id, name)
        try:
            text = unseal(db.keys, binding, sealed)
        except (InvalidTag, KeyError, ValueError):
            unreadable.append(row_id)
        else:
            resealed.append({"row": row_id, "sealed": seal(db.keys, binding, text)})
    if resealed:
        table = kind.__table__
        one = update(table).where(table.c.id == bindparam("row"))
        db.execute(one.values({column.name: bindparam("sealed")}), resealed)
    return SealedBatch(rows[-1][0], len(resealed), tuple(unreadable))


@operation
def finish_new_keys(_db: Db, _actor: Actor) -> None:
    """Note that everything is under the new keys."""
