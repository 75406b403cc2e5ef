"""Records that somebody opened in an emergency without a part in the group."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, relationship

from clinic.models.accounts import Account
from clinic.models.base import Base, Public, belongs_to, table_args
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort, Spell
from clinic.models.sealed import sealed_column


class Emergency(Spell, Public, Base):
    """One record, of a person or of a group, that was opened for an hour at most."""

    __tablename__ = "emergencies"
    __table_args__ = table_args(
        CheckConstraint("(client_id IS NULL) <> (cohort_id IS NULL)", name="one_record"),
        CheckConstraint("ended_at >= since", name="ends_after_it_begins"),
        CheckConstraint("(reviewed_at IS NULL) = (reviewed_by_id IS NULL)", name="review_has_name"),
        CheckConstraint("reviewed_by_id <> account_id", name="review_takes_two"),
    )

    account_id: Mapped[int] = belongs_to("accounts.id")
    client_id: Mapped[int | None] = belongs_to("clients.id")
    cohort_id: Mapped[int | None] = belongs_to("cohorts.id")
    reason: Mapped[str | None] = sealed_column()
    """Sealed; for those who work with whoever it is about, and not for administrators."""
    reviewed_at: Mapped[datetime | None]
    reviewed_by_id: Mapped[int | None] = belongs_to("accounts.id", index=False)
    review: Mapped[str | None] = sealed_column()
    """Sealed; what a supervisor or an administrator found when looking at it."""

    account: Mapped[Account] = relationship(lazy="raise_on_sql", foreign_keys=[account_id])
    reviewed_by: Mapped[Account | None] = relationship(
        lazy="raise_on_sql", foreign_keys=[reviewed_by_id]
    )
    client: Mapped[Client | None] = relationship(lazy="raise_on_sql")
    cohort: Mapped[Cohort | None] = relationship(lazy="raise_on_sql")
