"""Risk cases: what opens them, what is done about them, and who stands in for whom.

Only a person with a name and a deed can close a case; triggers of the database keep an open one
from being deleted, and what was written at the end from being changed.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clinic.domain.risk import RiskKind, RiskSign, SecondLook
from clinic.domain.safety.cries import LONGEST_FLAG
from clinic.models.accounts import Account
from clinic.models.base import Base, Public, belongs_to, stored, table_args
from clinic.models.enrollments import Enrollment
from clinic.models.measures import Administration
from clinic.models.practice import PracticeEntry
from clinic.models.sealed import sealed_column
from clinic.models.worksheets import WorksheetResponse


class RiskCase(Public, Base):
    """Something that a person with a name has to look at."""

    __tablename__ = "risk_cases"
    __table_args__ = table_args(
        CheckConstraint(
            "(closed_at IS NULL) = (closed_by_id IS NULL)"
            " AND (closed_at IS NULL) = (action IS NULL)",
            name="closed_by_name_action_and_time",
        ),
        CheckConstraint(
            "(second_at IS NULL) = (second_by_id IS NULL)"
            " AND (second_at IS NULL) = (second_look IS NULL)"
            " AND (second_at IS NULL OR closed_at IS NOT NULL)",
            name="second_look_by_name_and_time",
        ),
        CheckConstraint("second_by_id <> closed_by_id", name="second_look_by_another"),
    )

    enrollment_id: Mapped[int] = belongs_to("enrollments.id")
    kind: Mapped[RiskKind] = mapped_column(stored(RiskKind, "kind"))
    administration_id: Mapped[int | None] = belongs_to("administrations.id")
    practice_entry_id: Mapped[int | None] = belongs_to("practice_entries.id")
    """The practice that felt worse, or in which memories broke in."""
    worksheet_response_id: Mapped[int | None] = belongs_to("worksheet_responses.id")
    """The sheet in which a mark was made."""
    flag: Mapped[str | None] = mapped_column(String(LONGEST_FLAG))
    """The mark: a field, column or option by key, or a point of the first talk by its hash."""
    sign: Mapped[RiskSign | None] = mapped_column(stored(RiskSign, "sign"))
    """What the mark says of the person."""
    said: Mapped[str | None] = sealed_column()
    """Sealed; the label of the field and of the option, never what somebody wrote."""
    taken_back_at: Mapped[datetime | None]
    """When the answer stopped saying it; the case stays open, and who did it stands in its
    actions."""
    item: Mapped[int | None] = mapped_column(Integer)
    """The number of the risk item that was answered."""
    answer: Mapped[int | None] = mapped_column(Integer)
    """Its raw code."""
    words: Mapped[str | None] = sealed_column()
    """Sealed; what somebody wrote who asked for a call."""
    phone: Mapped[str | None] = sealed_column()
    """Sealed; the number to call, as the person gave it."""
    follows_id: Mapped[int | None] = belongs_to("risk_cases.id")
    """The closed case whose second look found more to do."""
    owner_id: Mapped[int | None] = belongs_to("accounts.id")
    """Who looks after it; NULL only where nobody leads the cohort."""
    cover_id: Mapped[int | None] = belongs_to("accounts.id")
    """Who stood in for the owner when it opened."""
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime]
    """When somebody must have looked."""
    seen_at: Mapped[datetime | None]
    seen_by_id: Mapped[int | None] = belongs_to("accounts.id")
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = belongs_to("accounts.id")
    action: Mapped[str | None] = sealed_column()
    """Sealed; what was done."""
    contact: Mapped[str | None] = mapped_column(String(40))
    """How the person was reached."""
    wants_second_look: Mapped[bool] = mapped_column(default=False)
    """Whether the clinic asked for one when it was closed."""
    second_at: Mapped[datetime | None]
    second_by_id: Mapped[int | None] = belongs_to("accounts.id")
    second_look: Mapped[SecondLook | None] = mapped_column(stored(SecondLook, "second_look"))
    second_words: Mapped[str | None] = sealed_column()
    """Sealed."""

    enrollment: Mapped[Enrollment] = relationship(lazy="raise_on_sql")
    administration: Mapped[Administration | None] = relationship(lazy="raise_on_sql")
    practice_entry: Mapped[PracticeEntry | None] = relationship(lazy="raise_on_sql")
    worksheet_response: Mapped[WorksheetResponse | None] = relationship(lazy="raise_on_sql")
    owner: Mapped[Account | None] = relationship(foreign_keys=owner_id, lazy="raise_on_sql")
    closed_by: Mapped[Account | None] = relationship(foreign_keys=closed_by_id, lazy="raise_on_sql")

    @property
    def mark(self) -> str:
        """Name what was said, so that it is heard once: a flag, a question, or the kind itself."""
        return self.flag or (self.kind.value if self.item is None else str(self.item))


class RiskAction(Public, Base):
    """One thing that somebody did about a case, before it is closed."""

    __tablename__ = "risk_actions"

    case_id: Mapped[int] = belongs_to("risk_cases.id")
    account_id: Mapped[int] = belongs_to("accounts.id")
    at: Mapped[datetime]
    way: Mapped[str] = mapped_column(String(40))
    """How, as a word of the form, or what the program notes: an owner who changed, a correction."""
    words: Mapped[str | None] = sealed_column()
    """Sealed."""

    account: Mapped[Account] = relationship(lazy="raise_on_sql")


class CoverPeriod(Public, Base):
    """The days on which a member of staff is away, and who stands in for her."""

    __tablename__ = "cover_periods"
    __table_args__ = table_args(
        CheckConstraint("last_on >= first_on", name="ends_after_it_begins"),
        CheckConstraint("cover_id <> account_id", name="covered_by_another"),
    )

    account_id: Mapped[int] = belongs_to("accounts.id")
    cover_id: Mapped[int] = belongs_to("accounts.id")
    first_on: Mapped[date]
    """Both days count, on the clock of the clinic."""
    last_on: Mapped[date]
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    """Taken back."""

    cover: Mapped[Account] = relationship(foreign_keys=cover_id, lazy="raise_on_sql")
