"""What staff add to the reading of scores: notes to a day, and the clinic's own norms."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from clinic.models.base import Base, Public, belongs_to, table_args
from clinic.models.sealed import sealed_column


class ChartNote(Public, Base):
    """A few words to a day in a person's course, shown in every chart of it."""

    __tablename__ = "chart_notes"

    enrollment_id: Mapped[int] = belongs_to("enrollments.id")
    noted_on: Mapped[date]
    """The day that the words are about, on the cohort's clock."""
    words: Mapped[str | None] = sealed_column()
    """Sealed; may tell of a person's life."""
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = belongs_to("accounts.id")


class ClinicNorm(Public, Base):
    """What this clinic takes the scores of one scale to be, in place of a published norm."""

    __tablename__ = "clinic_norms"
    __table_args__ = table_args(
        UniqueConstraint("instrument_key", "scale"),
        CheckConstraint("sd > 0", name="sd_above_0"),
        CheckConstraint("reliability >= 0 AND reliability < 1", name="reliability_in_range"),
        CheckConstraint(
            "(functional_mean IS NULL) = (functional_sd IS NULL)", name="functional_is_whole"
        ),
        CheckConstraint("functional_sd > 0", name="functional_sd_above_0"),
    )

    instrument_key: Mapped[str] = mapped_column(String(60))
    scale: Mapped[str] = mapped_column(String(60))
    sd: Mapped[float]
    """Of people before treatment, in points of the scale."""
    reliability: Mapped[float]
    clinical_mean: Mapped[float | None]
    """Of the same people; with a functional group it places cut-off c."""
    functional_mean: Mapped[float | None]
    functional_sd: Mapped[float | None]
    source: Mapped[str] = mapped_column(String(300))
    """Where the clinic has the figures from."""
    set_at: Mapped[datetime]
    set_by_id: Mapped[int] = belongs_to("accounts.id")
