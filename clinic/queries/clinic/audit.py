"""Reading the audit trail: who did what and when, and never what was written."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, select, true

from clinic.db import Db
from clinic.domain.access import Reader, Role
from clinic.domain.clinic.trail import CLIENTS, DEEDS, PROGRAM, READS, TrailFilter
from clinic.domain.errors import Refused
from clinic.domain.text import N_
from clinic.models.accounts import Account
from clinic.models.audit import AuditEntry
from clinic.models.names import by_letters

PAGE_SIZE = 50
MOST_EXPORTED = 100_000
"""Entries in one table that leaves the program."""


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


@dataclass(frozen=True, slots=True)
class TrailChoices:
    """By what the trail can be asked: staff by public id and name, and kinds that stand in it."""

    staff: Sequence[tuple[str, str]]
    kinds: Sequence[str]


def audit_page(db: Db, reader: Reader, asked: TrailFilter, page: int) -> AuditPage:
    """Give a page of what is asked for; a page beyond the end is the last one."""
    conditions = _conditions(reader, asked)
    total = db.scalar(select(func.count()).select_from(AuditEntry).where(*conditions)) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(page, 1), pages)
    # Found by an index alone, however far down; only what is shown is read.
    ids = _newest(select(AuditEntry.id).where(*conditions))
    shown = ids.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE).subquery()
    found = db.execute(_newest(_told().join(shown, AuditEntry.id == shown.c.id)))
    return AuditPage([_row(*each) for each in found], page, pages, total)


def audit_table(db: Db, reader: Reader, asked: TrailFilter) -> list[AuditRow]:
    """Give all that is asked for, to leave the program as one table."""
    found = db.execute(_newest(_told().where(*_conditions(reader, asked))).limit(MOST_EXPORTED + 1))
    rows = [_row(*each) for each in found]
    if len(rows) > MOST_EXPORTED:
        message = N_("These are more than %(most)s entries. Please choose fewer days.")
        raise Refused(message, {"most": f"{MOST_EXPORTED:,}"}, "since")
    return rows


def trail_choices(db: Db, reader: Reader) -> TrailChoices:
    """Give what the trail can be asked for; the kinds are found along their index."""
    staff = db.execute(
        select(Account.public_id, Account.name)
        .where(_may_read(reader), Account.role != Role.CLIENT)
        .order_by(by_letters(Account.name), Account.id)
    )
    first = select(func.min(AuditEntry.deed).label("deed")).where(_may_read(reader))
    kinds = first.cte("kinds", recursive=True)
    following = select(func.min(AuditEntry.deed)).where(AuditEntry.deed > kinds.c.deed)
    kinds = kinds.union_all(select(following.scalar_subquery()).where(kinds.c.deed.is_not(None)))
    found = db.scalars(select(kinds.c.deed).where(kinds.c.deed.is_not(None)))
    return TrailChoices([(public_id, name) for public_id, name in staff], list(found))


def _may_read(reader: Reader) -> ColumnElement[bool]:
    return true() if reader.role is Role.ADMINISTRATOR else false()


def _conditions(reader: Reader, asked: TrailFilter) -> list[ColumnElement[bool]]:
    conditions = [_may_read(reader)]
    match asked.who:
        case "":
            pass
        case who if who == PROGRAM:
            conditions.append(AuditEntry.account_id.is_(None))
        case who:
            of = Account.role == Role.CLIENT if who == CLIENTS else Account.public_id == who
            conditions.append(AuditEntry.account_id.in_(select(Account.id).where(of)))
    match asked.kind:
        case "":
            pass
        case kind if kind == READS:
            conditions.append(AuditEntry.deed.contains(":"))
        case kind if kind == DEEDS:
            conditions.append(~AuditEntry.deed.contains(":"))
        case kind:
            conditions.append(AuditEntry.deed == kind)
    if asked.since is not None:
        conditions.append(AuditEntry.at >= asked.since)
    if asked.until is not None:
        conditions.append(AuditEntry.at < asked.until)
    return conditions


def _newest(chosen: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return chosen.order_by(AuditEntry.at.desc(), AuditEntry.id.desc())


def _told() -> Select[*tuple[Any, ...]]:
    told = select(AuditEntry.at, AuditEntry.deed, AuditEntry.rows, Account.name, Account.role)
    return told.outerjoin(Account, AuditEntry.account_id == Account.id)


def _row(at: datetime, deed: str, rows: str, name: str | None, role: Role | None) -> AuditRow:
    is_client = role is Role.CLIENT
    return AuditRow(at, None if is_client else name, is_client, deed, len(json.loads(rows)))
