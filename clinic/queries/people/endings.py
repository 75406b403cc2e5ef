"""Reading what is due to end, what was asked for, and what goes and stays."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, false, func, select, true
from sqlalchemy.orm import joinedload

from clinic.db import Db
from clinic.domain.access import Action, Reader, allows
from clinic.domain.clinic.backups import gone_by
from clinic.domain.people.endings import EndKind, RetentionClocks
from clinic.lookups.people.belonging_rows import ending_rows
from clinic.lookups.people.endings import held_ids, is_over, retention_clocks, standings_of
from clinic.models.backups import Backup
from clinic.models.belongings import BELONGINGS
from clinic.models.clients import Client
from clinic.models.column_fates import FATES
from clinic.models.endings import Ending, Hold, is_open
from clinic.models.enrollments import Enrollment
from clinic.models.sealed import read_sealed
from clinic.queries.people.enrollments import get_enrollment

_SHOWN = 200
Counts = Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class DueLine:
    """Somebody of whom something is due to end by the clinic's clocks; by her code alone."""

    client_id: str
    code: str
    kind: EndKind
    since: datetime
    is_held: bool


@dataclass(frozen=True, slots=True)
class EndingLine:
    """One request, granted or not, or its receipt."""

    ending: Ending
    code: str
    is_own: bool
    is_held: bool


@dataclass(frozen=True, slots=True)
class EndingsPage:
    """What is due, what waits for a second person or its night, and what is done."""

    clocks: RetentionClocks
    due: tuple[DueLine, ...]
    waiting: tuple[EndingLine, ...]
    done: tuple[EndingLine, ...]


@dataclass(frozen=True, slots=True)
class EndingPage:
    """One request with what it takes and what stays, before and after."""

    line: EndingLine
    counts: Counts
    stays: tuple[str, ...]
    """Why what stays stays."""
    backups_gone_by: datetime | None
    """When the last backup that holds her is gone; `None` where no rule was ever noted."""


@dataclass(frozen=True, slots=True)
class HoldLine:
    """What keeps a record from ending."""

    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ErasurePage:
    """A place from whose page everything about its person can be ended, and what that takes."""

    enrollment: Enrollment
    is_over: bool
    ending: Ending | None
    hold: HoldLine | None
    counts: Counts
    stays: tuple[str, ...]
    backups_gone_by: datetime | None


def endings_page(db: Db, reader: Reader, now: datetime) -> EndingsPage:
    """Give the whole list to an administrator."""
    clocks = retention_clocks(db)
    if not allows(reader.role, Action.RECORDS_END):
        return EndingsPage(clocks, (), (), ())
    held = held_ids(db)
    waiting = [_line(row, reader, held) for row in db.scalars(_listed(reader).where(is_open()))]
    done = _listed(reader).where(Ending.done_at.is_not(None)).limit(_SHOWN)
    asked = {(line.ending.client_id, line.ending.kind) for line in waiting}
    return EndingsPage(
        clocks,
        tuple(_due(db, clocks, now, held, asked)),
        tuple(waiting),
        tuple(_line(row, reader, held) for row in db.scalars(done)),
    )


def ungranted_count(db: Db, reader: Reader) -> int:
    """Count what somebody else asked for and the reader could grant."""
    found = select(func.count()).select_from(Ending).where(_may(reader), is_open())
    others = found.where(Ending.granted_at.is_(None), Ending.asked_by_id != reader.account_id)
    return db.scalar(others) or 0


def get_ending(db: Db, reader: Reader, public_id: str) -> Ending:
    """Give one request to an administrator."""
    return db.scalars(_listed(reader).where(Ending.public_id == public_id)).one()


def get_person(db: Db, reader: Reader, public_id: str) -> Client:
    """Give a person to an administrator, to ask that what is due of her end."""
    return db.scalars(select(Client).where(_may(reader), Client.public_id == public_id)).one()


def ending_page(db: Db, reader: Reader, public_id: str) -> EndingPage:
    """Give one request with what it takes; of one that is done, what it took."""
    ending = get_ending(db, reader, public_id)
    counts: dict[str, int]
    if ending.removed is not None:
        counts = json.loads(ending.removed)
    else:
        found = ending_rows(db, ending.client, ending.kind, ending.before)
        counts = {name: len(rows) for name, rows in found.items()}
    line = _line(ending, reader, held_ids(db))
    at = ending.done_at or ending.due_at
    return EndingPage(line, counts, _stays(ending.kind), _backups_gone_by(db, at))


def erasure_page(db: Db, reader: Reader, enrollment_id: str, now: datetime) -> ErasurePage:
    """Give what ending everything about one of the reader's people would take.

    Only rows of this place are counted: what other groups keep of her is nobody's to learn here.
    """
    place = get_enrollment(db, reader, enrollment_id)
    hers = select(Ending).where(Ending.enrollment_id == place.id, is_open())
    ending = db.scalars(hers.options(joinedload(Ending.asked_by))).first()
    found = ending_rows(db, place.client, EndKind.ERASURE, None, place.id)
    bound = {name for name, one in BELONGINGS.items() if "account_id" not in one.by}
    counts = {
        name: len(rows) if name in bound - {"clients", "messages"} else None
        for name, rows in found.items()
    }
    return ErasurePage(
        place,
        is_over(db, place),
        ending,
        _hold(db, place),
        counts,
        _stays(EndKind.ERASURE),
        _backups_gone_by(db, ending.due_at if ending and ending.due_at else now),
    )


def _hold(db: Db, place: Enrollment) -> HoldLine | None:
    holds = select(Hold).where(Hold.enrollment_id == place.id, Hold.lifted_at.is_(None))
    hold = db.scalars(holds.options(joinedload(Hold.held_by))).first()
    if hold is None:
        return None
    return HoldLine(read_sealed(db.keys, hold, "reason") or "", hold.held_by.name, hold.held_at)


def _due(
    db: Db,
    clocks: RetentionClocks,
    now: datetime,
    held: frozenset[int],
    asked: set[tuple[int, EndKind]],
) -> list[DueLine]:
    due = [
        (since, key, kind)
        for key, standing in standings_of(db).items()
        for kind in standing.due(clocks, now)
        if (key, kind) not in asked and (since := standing.since(kind)) is not None
    ]
    shown = sorted(due)[:_SHOWN]
    people = select(Client).where(Client.id.in_([key for _since, key, _kind in shown]))
    found = {row.id: row for row in db.scalars(people)}
    return [
        DueLine(found[key].public_id, found[key].code, kind, since, key in held)
        for since, key, kind in shown
    ]


def _listed(reader: Reader) -> Select[Ending]:
    found = select(Ending).where(_may(reader))
    with_names = found.options(
        joinedload(Ending.client), joinedload(Ending.asked_by), joinedload(Ending.granted_by)
    )
    return with_names.order_by(Ending.asked_at.desc(), Ending.id.desc())


def _may(reader: Reader) -> ColumnElement[bool]:
    return true() if allows(reader.role, Action.RECORDS_END) else false()


def _line(ending: Ending, reader: Reader, held: frozenset[int]) -> EndingLine:
    is_own = ending.asked_by_id == reader.account_id
    return EndingLine(ending, ending.client.code, is_own, ending.client_id in held)


def _stays(kind: EndKind) -> tuple[str, ...]:
    if not kind.is_whole:
        return ()
    return tuple(dict.fromkeys(fate.why for fate in FATES.values() if fate.why))


def _backups_gone_by(db: Db, at: datetime | None) -> datetime | None:
    kept = select(Backup.keep_days).where(Backup.keep_days.is_not(None))
    days: Sequence[int | None] = db.scalars(kept.order_by(Backup.id.desc()).limit(1)).all()
    return gone_by(at, days[0]) if at and days and days[0] is not None else None
