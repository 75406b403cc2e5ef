"""Reading who has opened a person's record, for herself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from clinic.db import Db
from clinic.domain.access import Reader, Role
from clinic.models.accounts import Account
from clinic.models.audit import AuditEntry
from clinic.queries.people.contacts import get_own_client

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class RecordOpening:
    """That somebody on the staff was shown a page about her alone."""

    at: datetime
    name: str
    role: Role
    kind: str
    """The label of the page."""


@dataclass(frozen=True, slots=True)
class OpeningsPage:
    """Some openings, the newest first, and where they stand in the whole."""

    openings: Sequence[RecordOpening]
    page: int
    pages: int
    total: int


def openings_page(db: Db, reader: Reader, page: int) -> OpeningsPage:
    """Give the reader a page of who opened her record; a page beyond the end is the last one.

    Pages of a whole group are left out: when they were opened may depend on somebody else in it.
    """
    client = get_own_client(db, reader)
    # Of a deed the trail does not say whose it was: what is found here was shown, and not changed.
    conditions = (
        AuditEntry.client_id == client.id,
        AuditEntry.account_id != reader.account_id,
    )
    total = db.scalar(select(func.count()).select_from(AuditEntry).where(*conditions)) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(page, 1), pages)
    newest = AuditEntry.at.desc(), AuditEntry.id.desc()
    ids = select(AuditEntry.id).where(*conditions).order_by(*newest)
    shown = ids.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE).subquery()
    found = db.execute(
        select(AuditEntry.at, Account.name, Account.role, AuditEntry.deed)
        .join(shown, AuditEntry.id == shown.c.id)
        .join(Account, AuditEntry.account_id == Account.id)
        .order_by(*newest)
    )
    return OpeningsPage([RecordOpening(*each) for each in found], page, pages, total)
