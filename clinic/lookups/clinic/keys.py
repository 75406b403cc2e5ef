"""Which keys the database is read with, and what is still sealed with former ones."""

from cryptography.exceptions import InvalidTag
from sqlalchemy import func, select

from clinic.db import Db
from clinic.models.audit import AuditHead, head_body, is_made_with
from clinic.models.sealed import is_under_former_key, read_sealed, sealed_columns


def can_unseal(db: Db) -> bool:
    """Say whether the keys at hand open what is sealed; where nothing is, nothing speaks against.

    The key of the whole file may be right and the one of the texts mistyped, or from before they
    were changed: what is written then could be read by nobody who holds the right keys.
    """
    heads = db.scalars(select(AuditHead).where(AuditHead.seal != "")).all()
    if not heads:
        return _opens_a_text(db)
    # A single one that is not is a fault of the trail, which `clinic audit verify` names.
    return any(
        is_made_with(db.keys, head_body(head.chain, head.number, head.hash), head.seal)
        for head in heads
    )


def _opens_a_text(db: Db) -> bool:
    for kind, name in sealed_columns():
        row = db.scalars(select(kind).where(getattr(kind, name).is_not(None)).limit(1)).first()
        if row is not None:
            try:
                read_sealed(db.keys, row, name)
            except (InvalidTag, KeyError):
                return False
            return True
    return True


def count_under_former_keys(db: Db) -> int:
    """Count the sealed texts that are not under the current key."""
    counts = (
        select(func.count()).where(is_under_former_key(db.keys, getattr(kind, name)))
        for kind, name in sealed_columns()
    )
    return sum(db.scalar(count) or 0 for count in counts)
