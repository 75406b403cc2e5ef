"""What is to end of what is kept of a person: who asked, who granted, when; and holds."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ColumnElement, and_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clinic.domain.people.endings import EndKind
from clinic.models.accounts import Account
from clinic.models.base import Base, Public, belongs_to, stored, table_args
from clinic.models.clients import Client
from clinic.models.sealed import sealed_column


class Ending(Public, Base):
    """One end of what is kept of a person, asked for by one and granted by another one.

    Done, it is the receipt: ids, numbers and times alone.
    """

    __tablename__ = "endings"
    __table_args__ = table_args(
        CheckConstraint("granted_by_id <> asked_by_id", name="takes_two"),
        CheckConstraint("(granted_at IS NULL) = (due_at IS NULL)", name="granted_is_due"),
        CheckConstraint("done_at IS NULL OR taken_back_at IS NULL", name="done_or_taken_back"),
    )

    client_id: Mapped[int] = belongs_to("clients.id")
    enrollment_id: Mapped[int | None] = belongs_to("enrollments.id", index=False)
    """The place from whose page it was asked for; NULL from the clinic's list, and once done."""
    kind: Mapped[EndKind] = mapped_column(stored(EndKind, "kind"))
    since: Mapped[datetime]
    """From when the clock ran as it was asked for; what is younger than `before` is not taken."""
    before: Mapped[datetime | None]
    """For the clocks that go by the age of each row; NULL where everything of the kind goes."""
    asked_by_id: Mapped[int | None] = belongs_to("accounts.id", index=False)
    """NULL where the program did it again after a restore."""
    asked_at: Mapped[datetime]
    granted_by_id: Mapped[int | None] = belongs_to("accounts.id", index=False)
    granted_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    """The night in which it is done; until then it can be taken back."""
    taken_back_by_id: Mapped[int | None] = belongs_to("accounts.id", index=False)
    taken_back_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    removed: Mapped[str | None]
    """JSON object: how many rows went or were emptied, by table."""

    client: Mapped[Client] = relationship(lazy="raise_on_sql")
    asked_by: Mapped[Account | None] = relationship(foreign_keys=asked_by_id, lazy="raise_on_sql")
    granted_by: Mapped[Account | None] = relationship(
        foreign_keys=granted_by_id, lazy="raise_on_sql"
    )


class Hold(Public, Base):
    """What keeps everything of a person from ending, and why, until somebody lifts it."""

    __tablename__ = "holds"
    __table_args__ = table_args()

    enrollment_id: Mapped[int] = belongs_to("enrollments.id")
    """The place from whose page it was set: other groups of hers do not read why."""
    reason: Mapped[str | None] = sealed_column()
    held_by_id: Mapped[int] = belongs_to("accounts.id", index=False)
    held_at: Mapped[datetime]
    lifted_by_id: Mapped[int | None] = belongs_to("accounts.id", index=False)
    lifted_at: Mapped[datetime | None]

    held_by: Mapped[Account] = relationship(foreign_keys=held_by_id, lazy="raise_on_sql")


def is_open() -> ColumnElement[bool]:
    """Select what was neither done nor taken back."""
    return and_(Ending.done_at.is_(None), Ending.taken_back_at.is_(None))
