"""Worksheet responses: what somebody wrote into a sheet."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ColumnElement, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clinic.domain.enrollments import Medium
from clinic.domain.homework.worksheets import Readers
from clinic.domain.people.privacy import Privacy
from clinic.models.assignments import Assignment
from clinic.models.base import Base, Public, belongs_to, stored, table_args
from clinic.models.sealed import sealed_column


class WorksheetResponse(Public, Base):
    """The answers to one assigned sheet, by field key, wherever they were given."""

    __tablename__ = "worksheet_responses"
    __table_args__ = table_args(
        CheckConstraint("readers <> 'facilitators' OR shared_at IS NULL", name="shared_if_mine"),
    )

    assignment_id: Mapped[int] = belongs_to("assignments.id", unique=True, index=False)
    answers: Mapped[str | None] = sealed_column()
    """Sealed JSON object: field key to answer."""
    unread: Mapped[str | None] = sealed_column()
    """Sealed JSON object: place in the sheet to what was typed there and could not be read."""
    answered: Mapped[int] = mapped_column(default=0)
    """How many fields hold an answer, so that lists need not unseal."""
    medium: Mapped[Medium] = mapped_column(stored(Medium, "medium"))
    readers: Mapped[Readers] = mapped_column(stored(Readers, "readers"))
    """As the sheet said when this was begun; another version of the sheet neither opens nor hides
    it."""
    shared_at: Mapped[datetime | None]
    """NULL while it is the writer's alone, and again once she has taken it back."""
    started_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    assignment: Mapped[Assignment] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_readable(self) -> bool:
        """Whether staff may read it, and not only that it was done."""
        return self.readers is Readers.FACILITATORS or self.shared_at is not None

    def is_closed(self, privacy: Privacy) -> bool:
        """Say whether it is her own alone, and only an earlier secret of its writer opens it."""
        return not self.is_readable and privacy.is_closed(self.saved_at)


def readable_by_staff() -> ColumnElement[bool]:
    """Select the answers that staff may read; of all others they see that there are some.

    Whatever shows a word of an answer to anybody but its writer asks for this.
    """
    return or_(
        WorksheetResponse.readers == Readers.FACILITATORS,
        WorksheetResponse.shared_at.is_not(None),
    )
