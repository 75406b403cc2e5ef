"""Versions of programs, exercises, worksheets and instruments, kept by the hash of their source."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clinic.models.base import Base, Public, belongs_to, table_args
from clinic.models.names import by_letters


def _link(name: str, target: str) -> Table:
    return Table(
        name,
        Base.metadata,
        Column("program_id", ForeignKey("programs.id", ondelete="RESTRICT"), primary_key=True),
        Column("part_id", ForeignKey(f"{target}.id", ondelete="RESTRICT"), primary_key=True),
        sqlite_strict=True,
    )


program_exercises = _link("program_exercises", "exercises")
program_worksheets = _link("program_worksheets", "worksheets")
program_instruments = _link("program_instruments", "instruments")


class Versioned:
    """Content as it was read: the source itself, and its SHA-256 as the name of the version."""

    title: Mapped[str] = mapped_column(String(200))
    content_hash: Mapped[str] = mapped_column(String(64))
    source: Mapped[str]
    """The file's text; empty for a measure that was declared and has no items."""
    adopted_at: Mapped[datetime]


class ExerciseRow(Versioned, Public, Base):
    """One version of a practice."""

    __tablename__ = "exercises"
    __table_args__ = table_args(UniqueConstraint("slug", "content_hash"))

    slug: Mapped[str] = mapped_column(String(80))


class WorksheetRow(Versioned, Public, Base):
    """One version of a worksheet."""

    __tablename__ = "worksheets"
    __table_args__ = table_args(UniqueConstraint("code", "content_hash"))

    code: Mapped[str] = mapped_column(String(20))
    slug: Mapped[str] = mapped_column(String(80))


class InstrumentRow(Versioned, Public, Base):
    """One version of a questionnaire, or of a measure declared with its range and direction."""

    __tablename__ = "instruments"
    __table_args__ = table_args(UniqueConstraint("key", "content_hash"))

    key: Mapped[str] = mapped_column(String(60))
    is_own: Mapped[bool] = mapped_column(default=False)
    """Made here, or shipped as a key to which the clinic brought its licensed words."""
    based_on_id: Mapped[int | None] = belongs_to("instruments.id")
    """The version that was edited or worded."""
    made_by_id: Mapped[int | None] = belongs_to("accounts.id")
    note: Mapped[str] = mapped_column(String(300), default="")


class ProgramRow(Versioned, Public, Base):
    """One version of a program with the versions of everything it uses.

    Its hash covers the hashes of its parts, so that a changed worksheet makes a new program version
    and a running cohort stays on what it began with. The clinic's own programs go by `is_own`:
    content that ships with Hearth is taken in beside them and never touches them.
    """

    __tablename__ = "programs"
    __table_args__ = table_args(UniqueConstraint("slug", "content_hash"))

    slug: Mapped[str] = mapped_column(String(80))
    is_offered: Mapped[bool] = mapped_column(default=True)
    """Whether new cohorts may begin with this version."""
    is_own: Mapped[bool] = mapped_column(default=False)
    """Copied, edited or imported here; false for what was taken in from files."""
    based_on_id: Mapped[int | None] = belongs_to("programs.id")
    """The version that was copied or edited; none for one that came from files."""
    made_by_id: Mapped[int | None] = belongs_to("accounts.id")
    note: Mapped[str] = mapped_column(String(300), default="")
    """What was changed and why, for colleagues."""

    exercises: Mapped[list[ExerciseRow]] = relationship(
        secondary=program_exercises,
        lazy="raise_on_sql",
        order_by=lambda: by_letters(ExerciseRow.slug),
    )
    worksheets: Mapped[list[WorksheetRow]] = relationship(
        secondary=program_worksheets,
        lazy="raise_on_sql",
        order_by=lambda: by_letters(WorksheetRow.code),
    )
    instruments: Mapped[list[InstrumentRow]] = relationship(
        secondary=program_instruments,
        lazy="raise_on_sql",
        order_by=lambda: by_letters(InstrumentRow.key),
    )
