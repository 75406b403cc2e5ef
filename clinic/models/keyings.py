"""Keyings: who typed a paper questionnaire in, what the paper said, and on which turn."""

from datetime import datetime

from sqlalchemy import JSON, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clinic.domain.measures.instruments import Instrument
from clinic.domain.measures.keyings import KeyingTurn
from clinic.domain.measures.stored_answers import codes_of
from clinic.models.accounts import Account
from clinic.models.base import Base, belongs_to, stored, table_args
from clinic.models.measures import Administration


class Keying(Base):
    """One hand that typed one paper in. What counts stands in the administration."""

    __tablename__ = "keyings"
    __table_args__ = table_args(UniqueConstraint("administration_id", "turn"))

    administration_id: Mapped[int] = belongs_to("administrations.id", index=False)
    turn: Mapped[KeyingTurn] = mapped_column(stored(KeyingTurn, "turn"))
    account_id: Mapped[int | None] = belongs_to("accounts.id")
    """NULL for the program itself, which types nothing in but the demo's story."""
    answers: Mapped[dict[str, int]] = mapped_column(JSON)
    """Raw codes by item number; a question left open on the paper is absent."""
    written_total: Mapped[float | None]
    """What the client added up by hand."""
    keyed_at: Mapped[datetime]

    administration: Mapped[Administration] = relationship(lazy="raise_on_sql")
    account: Mapped[Account | None] = relationship(lazy="raise_on_sql")

    def codes_of(self, instrument: Instrument) -> dict[int, int]:
        """Give what was typed, by item number, or raise `Unfit`."""
        return codes_of(instrument, self.answers)
