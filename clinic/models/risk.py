"""Risk cases: what a risk item opens and only a person with a name and a deed can close."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clinic.domain.risk import RiskKind
from clinic.models.accounts import Account
from clinic.models.base import Base, Public, belongs_to, stored, table_args
from clinic.models.enrollments import Enrollment
from clinic.models.measures import Administration
from clinic.models.practice import PracticeEntry
from clinic.models.sealed import sealed_column


class RiskCase(Public, Base):
    """Something a person has to look at the same day."""

    __tablename__ = "risk_cases"
    __table_args__ = table_args(
        CheckConstraint(
            "(closed_at IS NULL) = (closed_by_id IS NULL)"
            " AND (closed_at IS NULL) = (action IS NULL)",
            name="closed_by_name_action_and_time",
        ),
    )

    enrollment_id: Mapped[int] = belongs_to("enrollments.id")
    kind: Mapped[RiskKind] = mapped_column(stored(RiskKind, "kind"))
    administration_id: Mapped[int | None] = belongs_to("administrations.id")
    practice_entry_id: Mapped[int | None] = belongs_to("practice_entries.id")
    # the practice that felt worse
    item: Mapped[int | None] = mapped_column(Integer)
    # the number of the risk item that was answered
    answer: Mapped[int | None] = mapped_column(Integer)
    # its raw code
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime]
    # when somebody must have looked
    seen_at: Mapped[datetime | None]
    seen_by_id: Mapped[int | None] = belongs_to("accounts.id")
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = belongs_to("accounts.id")
    action: Mapped[str | None] = sealed_column()
    # sealed; what was done
    contact: Mapped[str | None] = mapped_column(String(40))
    # how the person was reached

    enrollment: Mapped[Enrollment] = relationship(lazy="raise_on_sql")
    administration: Mapped[Administration | None] = relationship(lazy="raise_on_sql")
    practice_entry: Mapped[PracticeEntry | None] = relationship(lazy="raise_on_sql")
    closed_by: Mapped[Account | None] = relationship(foreign_keys=closed_by_id, lazy="raise_on_sql")
