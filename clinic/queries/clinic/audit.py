"""Reading the audit trail: who did what and when, and never what was written."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import false, func, select, true

from clinic.db import Db
from clinic.domain.access import Reader, Role
from clinic.models.accounts import Account
from clinic.models.audit import AuditEntry

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One deed. `name` stands for staff alone; `is_client` says only that it was a client."""

    at: datetime
    name: str | None
    is_client: bool
    deed: str
    rows: int


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Some entries, the newest first, and where they stand in the whole."""

    entries: Sequence[AuditRow]
    page: int
    pages: int
    total: int


def audit_page(db: Db, reader: Reader, page: int) -> AuditPage:
    """Give a page of the trail to an administrator; a page beyond the end is the last one."""
    may_read = true() if reader.role is Role.ADMINISTRATOR else false()
    total = db.scalar(select(func.count(AuditEntry.id)).where(may_read)) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(page, 1), pages)
    found = db.execute(
        select(AuditEntry, Account.name, Account.role)
        .outerjoin(Account, AuditEntry.account_id == Account.id)
        .where(may_read)
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    entries = [_row(entry, name, role) for entry, name, role in found]
    return AuditPage(entries, page, pages, total)


def _row(entry: AuditEntry, name: str | None, role: Role | None) -> AuditRow:
    is_client = role is Role.CLIENT
    touched = len(json.loads(entry.rows))
    return AuditRow(entry.at, None if is_client else name, is_client, entry.deed, touched)
