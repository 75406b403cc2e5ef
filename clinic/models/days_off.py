"""Days on which the clinic is closed, or on which one of its people is away."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from clinic.models.base import Base, Public, belongs_to, table_args


class DaysOff(Public, Base):
    """From one day to another, both included, of the clinic or of one person."""

    __tablename__ = "days_off"
    __table_args__ = table_args(
        CheckConstraint("last_on >= first_on", name="ends_after_it_begins"),
    )

    account_id: Mapped[int | None] = belongs_to("accounts.id")
    """Who is away; NULL where the clinic is closed."""
    first_on: Mapped[date]
    last_on: Mapped[date]
    name: Mapped[str] = mapped_column(String(80), default="")
    """Of a closure, for instance "Winter break"; leave needs no reason."""
    made_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    """A row that was taken out can be put back."""
