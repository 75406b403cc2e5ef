"""Sheet codes: the short addresses that printed sheets and questionnaires carry."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ColumnElement, String, and_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clinic.domain.homework.sheet_codes import LENGTH
from clinic.models.assignments import Assignment
from clinic.models.base import Base, belongs_to, table_args
from clinic.models.measures import Administration


class SheetCode(Base):
    """The address of one person's sheet or questionnaire on paper; one of each lives at a time.

    It is kept as it is printed, because it opens nothing to anybody who may not read the sheet.
    """

    __tablename__ = "sheet_codes"
    __table_args__ = table_args(
        CheckConstraint("expires_at > made_at", name="expires_later"),
        CheckConstraint(
            "(assignment_id IS NULL) <> (administration_id IS NULL)", name="sheet_or_questionnaire"
        ),
    )

    assignment_id: Mapped[int | None] = belongs_to("assignments.id")
    administration_id: Mapped[int | None] = belongs_to("administrations.id")
    code: Mapped[str] = mapped_column(String(LENGTH), unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    assignment: Mapped[Assignment | None] = relationship(lazy="raise_on_sql")
    administration: Mapped[Administration | None] = relationship(lazy="raise_on_sql")


def is_live(now: datetime) -> ColumnElement[bool]:
    """Select the codes that nobody has ended and that have not run out."""
    return and_(SheetCode.revoked_at.is_(None), SheetCode.expires_at > now)
