"""Clients: the people a clinic works with."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clinic.domain.administrations import QuestionLayout
from clinic.domain.enrollments import Medium
from clinic.models.accounts import Account
from clinic.models.base import Base, Public, belongs_to, stored, table_args


class Client(Public, Base):
    """A person. Having an e-mail address or not decides nothing about how well they are served."""

    __tablename__ = "clients"
    __table_args__ = table_args(
        CheckConstraint("length(preferred_name) > 0", name="has_a_name"),
        CheckConstraint("length(code) > 0", name="has_a_code"),
    )

    preferred_name: Mapped[str] = mapped_column(String(100))
    family_name: Mapped[str] = mapped_column(String(100), default="")
    code: Mapped[str] = mapped_column(String(20), unique=True)
    # what stands on paper where a cohort prints no names
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(40))
    medium: Mapped[Medium] = mapped_column(stored(Medium, "medium"))
    question_layout: Mapped[QuestionLayout] = mapped_column(
        stored(QuestionLayout, "question_layout"), default=QuestionLayout.ONE
    )
    # how she likes to be asked
    account_id: Mapped[int | None] = belongs_to("accounts.id", unique=True)
    # NULL until the first invitation
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = belongs_to("accounts.id")
    # who may find the person while she is in no cohort yet

    account: Mapped[Account | None] = relationship(foreign_keys=account_id, lazy="raise_on_sql")
