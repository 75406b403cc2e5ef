"""Reading versions of instruments: what each was made from, and where a clinic uses it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from clinic.content.plan_measures import PlanOccasion, occasions_of
from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.measures.instrument_versions import OWN
from clinic.domain.measures.instruments import Instrument
from clinic.domain.programs.differences import DiffLine, difference
from clinic.lookups.programs.content import find_instrument, find_program, instrument_of
from clinic.models import programs as rows
from clinic.models.accounts import Account
from clinic.models.cohorts import Cohort
from clinic.models.names import by_letters
from clinic.queries.measures.measures import unreadable_instruments
from clinic.queries.programs.programs import is_staff
from clinic.queries.scope import cohort_ids


@dataclass(frozen=True, slots=True)
class InstrumentVersion:
    """One version of an instrument among its family."""

    public_id: str
    number: int
    made_at: datetime
    made_by: str | None
    """None for what came with Hearth."""
    note: str
    is_own: bool
    has_wording: bool
    cohorts: int
    """Of the reader, whose program asks it in this version."""


@dataclass(frozen=True, slots=True)
class InstrumentDraft:
    """A version to work on, and whether it is the newest."""

    row: rows.InstrumentRow
    instrument: Instrument
    is_newest: bool


@dataclass(frozen=True, slots=True)
class BrokenInstrument:
    """A version whose text cannot be read, and the newest before it that can, if there is one."""

    row: rows.InstrumentRow
    is_newest: bool
    sound: tuple[rows.InstrumentRow, Instrument] | None

    @property
    def is_to_mend(self) -> bool:
        """Whether it is the clinic's own to write again."""
        return self.is_newest and self.row.key.startswith(OWN)


@dataclass(frozen=True, slots=True)
class Changes:
    """What one version changed in the text of the one before it."""

    instrument: Instrument
    note: str
    lines: tuple[DiffLine, ...]
    has_base: bool


@dataclass(frozen=True, slots=True)
class ProgramUse:
    """An own program in its newest version, and how it asks an instrument, if it does."""

    row: rows.ProgramRow
    asked: rows.InstrumentRow | None
    occasions: Sequence[PlanOccasion]

    @property
    def is_asked_throughout(self) -> bool:
        """Whether no occasion of the plan is left on which it could be asked."""
        asked = self.asked
        return asked is not None and all(asked.key in place.asked for place in self.occasions)


def get_draft_of(db: Db, reader: Reader, public_id: str) -> InstrumentDraft:
    """Give a version of an instrument to go on from; a declared measure has no text."""
    row = db.scalars(
        select(rows.InstrumentRow).where(
            rows.InstrumentRow.public_id == public_id, is_staff(reader)
        )
    ).one()
    newest = select(func.max(rows.InstrumentRow.id)).where(rows.InstrumentRow.key == row.key)
    return InstrumentDraft(row, instrument_of(row), db.scalar(newest) == row.id)


def find_broken(db: Db, reader: Reader, public_id: str) -> BrokenInstrument | None:
    """Give a version whose text cannot be read, to be mended; `None` where it can be."""
    row = db.scalars(
        select(rows.InstrumentRow).where(
            rows.InstrumentRow.public_id == public_id, is_staff(reader)
        )
    ).one()
    return None if find_instrument(row) is not None else _broken(db, row)


def broken_instruments(db: Db, reader: Reader) -> list[BrokenInstrument]:
    """List what the page of measures would show and cannot be read."""
    return [_broken(db, row) for row in unreadable_instruments(db, reader)]


def _broken(db: Db, row: rows.InstrumentRow) -> BrokenInstrument:
    family = db.scalars(
        select(rows.InstrumentRow)
        .where(rows.InstrumentRow.key == row.key)
        .order_by(rows.InstrumentRow.id.desc())
    ).all()
    read = ((older, find_instrument(older)) for older in family if older.id < row.id)
    sound = next(((older, one) for older, one in read if one is not None), None)
    return BrokenInstrument(row, family[0].id == row.id, sound)


def newest_draft_of(
    db: Db, reader: Reader, draft: InstrumentDraft
) -> tuple[InstrumentDraft, BrokenInstrument | None]:
    """Give the newest version of the same instrument that can be read.

    Where a newer one cannot be, that comes with it.
    """
    family = select(rows.InstrumentRow.public_id).where(rows.InstrumentRow.key == draft.row.key)
    newest = db.scalars(family.order_by(rows.InstrumentRow.id.desc()).limit(1)).one()
    broken = find_broken(db, reader, newest)
    if broken is None:
        return get_draft_of(db, reader, newest), None
    row, instrument = broken.sound or (draft.row, draft.instrument)
    return InstrumentDraft(row, instrument, is_newest=False), broken


def versions_of(db: Db, reader: Reader, key: str) -> list[InstrumentVersion]:
    """List every version of an instrument, the first one first."""
    mine = (
        select(func.count(func.distinct(Cohort.id)))
        .join(rows.program_instruments, rows.program_instruments.c.program_id == Cohort.program_id)
        .where(
            rows.program_instruments.c.part_id == rows.InstrumentRow.id,
            Cohort.id.in_(cohort_ids(reader)),
        )
        .correlate(rows.InstrumentRow)
        .scalar_subquery()
    )
    found = db.execute(
        select(rows.InstrumentRow, Account.name, mine)
        .outerjoin(Account, Account.id == rows.InstrumentRow.made_by_id)
        .where(rows.InstrumentRow.key == key, is_staff(reader))
        .order_by(rows.InstrumentRow.id)
    )
    return [
        InstrumentVersion(
            row.public_id,
            number,
            row.adopted_at,
            name,
            row.note,
            row.is_own,
            (read := find_instrument(row)) is not None and read.has_wording,
            cohorts,
        )
        for number, (row, name, cohorts) in enumerate(found, start=1)
    ]


def changes_of(db: Db, reader: Reader, public_id: str) -> Changes:
    """Compare a version with the one that it was made from."""
    row = db.scalars(
        select(rows.InstrumentRow).where(
            rows.InstrumentRow.public_id == public_id, is_staff(reader)
        )
    ).one()
    base = db.get(rows.InstrumentRow, row.based_on_id) if row.based_on_id else None
    lines = difference(base.source, row.source) if base else ()
    return Changes(instrument_of(row), row.note, tuple(lines), base is not None)


def program_uses(db: Db, reader: Reader, key: str) -> list[ProgramUse]:
    """List the clinic's own programs in their newest versions, with how they ask an instrument."""
    newest = (
        select(func.max(rows.ProgramRow.id))
        .where(rows.ProgramRow.is_own)
        .group_by(rows.ProgramRow.slug)
    )
    found = db.scalars(
        select(rows.ProgramRow)
        .where(rows.ProgramRow.id.in_(newest), is_staff(reader))
        .options(selectinload(rows.ProgramRow.instruments))
        .order_by(by_letters(rows.ProgramRow.title))
    )
    return [
        ProgramUse(
            row,
            next((part for part in row.instruments if part.key == key), None),
            occasions_of(row.source),
        )
        for row in found
        if find_program(row) is not None
    ]
