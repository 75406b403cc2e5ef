"""Administrations of instruments, the scores of them, and files of scores from elsewhere."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clinic.domain.enrollments import Medium
from clinic.models.accounts import Account
from clinic.models.assignments import WindowColumns
from clinic.models.base import Base, Public, belongs_to, stored, table_args
from clinic.models.enrollments import Enrollment
from clinic.models.programs import InstrumentRow
from clinic.models.sealed import sealed_column
from clinic.models.sessions import GroupSession


class Administration(WindowColumns, Public, Base):
    """One filling of an instrument by one person on one occasion; it stands once it is planned."""

    __tablename__ = "administrations"
    __table_args__ = table_args(
        UniqueConstraint("enrollment_id", "instrument_id", "occasion"),
        CheckConstraint("closes_at > opens_at", name="closes_after_it_opens"),
        CheckConstraint("finished_at IS NULL OR refused_at IS NULL", name="answered_or_refused"),
    )

    enrollment_id: Mapped[int] = belongs_to("enrollments.id", index=False)
    instrument_id: Mapped[int] = belongs_to("instruments.id")
    group_session_id: Mapped[int] = belongs_to("group_sessions.id")
    occasion: Mapped[str] = mapped_column(String(40))
    """Baseline, week-N, mid, post, follow-up, or as a file of scores named it."""
    answers: Mapped[dict[str, int] | None] = mapped_column(JSON(none_as_null=True))
    """Raw codes as given, by item number; NULL before the first answer and for imported totals."""
    medium: Mapped[Medium | None] = mapped_column(stored(Medium, "medium"))
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]
    """When the person said, or somebody noted for her, that she would rather not."""
    refused_by_id: Mapped[int | None] = belongs_to("accounts.id")
    refusal: Mapped[str | None] = sealed_column()
    """Sealed; why, where anything was said."""
    score_import_id: Mapped[int | None] = belongs_to("score_imports.id")
    """The file from which it was read in, and NULL where somebody filled it in here."""
    version: Mapped[int] = mapped_column()

    enrollment: Mapped[Enrollment] = relationship(lazy="raise_on_sql")
    instrument: Mapped[InstrumentRow] = relationship(lazy="raise_on_sql")
    group_session: Mapped[GroupSession] = relationship(lazy="raise_on_sql")
    scores: Mapped[list["ScoreRow"]] = relationship(lazy="raise_on_sql", order_by="ScoreRow.id")

    __mapper_args__ = {"version_id_col": version}


class ScoreRow(Base):
    """A number computed by a named rule, or the reason why there is none. Never both."""

    __tablename__ = "scores"
    __table_args__ = table_args(
        UniqueConstraint("administration_id", "scale"),
        CheckConstraint("(value IS NULL) <> (reason IS NULL)", name="value_or_reason"),
    )

    administration_id: Mapped[int] = belongs_to("administrations.id", index=False)
    scale: Mapped[str] = mapped_column(String(60))
    """"total" or the key of a subscale."""
    value: Mapped[float | None]
    reason: Mapped[str | None] = mapped_column(String(200))
    """Why no score exists, as a code of the scoring rules."""
    rule: Mapped[str] = mapped_column(String(80))
    """The rule and key version by which it was computed."""
    computed_at: Mapped[datetime]


class Correction(Base):
    """A slip of a keyer that was mended after the questionnaire was in; what it said is kept."""

    __tablename__ = "corrections"

    administration_id: Mapped[int] = belongs_to("administrations.id")
    account_id: Mapped[int | None] = belongs_to("accounts.id")
    corrected_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(300))
    """In plain words, as "The paper says 1 at question 3"."""
    answers: Mapped[dict[str, int]] = mapped_column(JSON)
    """As they were before, raw codes by item number."""
    scores: Mapped[dict[str, float | None]] = mapped_column(JSON)
    """As they were before, by the key of their scale; null where none could stand."""

    administration: Mapped[Administration] = relationship(lazy="raise_on_sql")
    account: Mapped[Account | None] = relationship(lazy="raise_on_sql")


class ScoreImport(Public, Base):
    """A file of scores that was read in as one deed, and may be taken back as one."""

    __tablename__ = "score_imports"

    cohort_id: Mapped[int | None] = belongs_to("cohorts.id")
    """NULL once the cohort that was recorded for it was taken back with it."""
    cohort_name: Mapped[str] = mapped_column(String(120))
    made_cohort: Mapped[bool]
    """Whether the cohort was recorded for this file."""
    file_name: Mapped[str] = mapped_column(String(200))
    imported_at: Mapped[datetime]
    people: Mapped[int]
    scores: Mapped[int]
    undone_at: Mapped[datetime | None]
