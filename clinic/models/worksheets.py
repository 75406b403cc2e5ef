"""Worksheet responses: what somebody wrote into a sheet."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column, relationship

from clinic.domain.enrollments import Medium
from clinic.models.assignments import Assignment
from clinic.models.base import Base, Public, belongs_to, stored, table_args
from clinic.models.sealed import sealed_column


class WorksheetResponse(Public, Base):
    """The answers to one assigned sheet, by field key, wherever they were given."""

    __tablename__ = "worksheet_responses"
    __table_args__ = table_args()

    assignment_id: Mapped[int] = belongs_to("assignments.id", unique=True, index=False)
    answers: Mapped[str | None] = sealed_column()
    # sealed JSON object: field key to answer
    answered: Mapped[int] = mapped_column(default=0)
    # how many fields hold an answer, so that lists need not unseal
    medium: Mapped[Medium] = mapped_column(stored(Medium, "medium"))
    started_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    assignment: Mapped[Assignment] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}
