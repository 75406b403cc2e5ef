"""Which account of the staff somebody is, whom the clinic's own sign-in server knows."""

from datetime import datetime

from sqlalchemy import Index, String, column
from sqlalchemy.orm import Mapped, mapped_column

from clinic.models.base import Base, belongs_to, table_args


def _once_open(name: str, *columns: str) -> Index:
    is_open = column("ended_at").is_(None)
    return Index(name, *columns, unique=True, sqlite_where=is_open, postgresql_where=is_open)


class LinkedIdentity(Base):
    """An account and its subject at a provider; each has one of the other at a time."""

    __tablename__ = "linked_identities"
    __table_args__ = table_args(
        _once_open("uq_linked_identities_account_id_open", "account_id"),
        _once_open("uq_linked_identities_issuer_subject_open", "issuer", "subject"),
    )

    account_id: Mapped[int] = belongs_to("accounts.id")
    issuer: Mapped[str] = mapped_column(String(500))
    subject: Mapped[str] = mapped_column(String(255))
    """How the provider names the person: never an address, which may become somebody else's."""
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = belongs_to("accounts.id", index=False)
    ended_at: Mapped[datetime | None]
