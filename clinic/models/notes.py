"""Notes on sessions: of the group, of each person, of the writer alone; and what was added."""

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, column
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clinic.domain.clinic.keys import KeyRing
from clinic.domain.notes.session_notes import (
    FORMAT_PARTS,
    AdditionKind,
    NoteFormat,
    digest_of,
)
from clinic.models.accounts import Account
from clinic.models.base import Base, Public, belongs_to, stored, table_args
from clinic.models.enrollments import Enrollment
from clinic.models.sealed import read_sealed, sealed_column, write_sealed
from clinic.models.sessions import GroupSession


class SessionNote(Public, Base):
    """What is kept of one meeting: of the group as a whole, or of one person who was there.

    Once signed it stays: a trigger refuses every other change, and adding is another row.
    """

    __tablename__ = "session_notes"
    __table_args__ = table_args(
        UniqueConstraint("group_session_id", "enrollment_id"),
        Index(
            "uq_session_notes_of_the_group",
            "group_session_id",
            unique=True,
            sqlite_where=column("enrollment_id").is_(None),
            postgresql_where=column("enrollment_id").is_(None),
        ),
        CheckConstraint(
            "(signed_at IS NULL) = (digest IS NULL)"
            " AND (signed_at IS NULL) = (signed_by_id IS NULL)",
            name="signed_as_a_whole",
        ),
    )

    group_session_id: Mapped[int] = belongs_to("group_sessions.id", index=False)
    enrollment_id: Mapped[int | None] = belongs_to("enrollments.id")
    """Whom it is about; NULL for the group as a whole."""
    form: Mapped[NoteFormat] = mapped_column(stored(NoteFormat, "form"))
    words: Mapped[str | None] = sealed_column()
    """Sealed; the parts by their keys, as JSON."""
    begun_by_id: Mapped[int] = belongs_to("accounts.id")
    begun_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    signed_at: Mapped[datetime | None]
    signed_by_id: Mapped[int | None] = belongs_to("accounts.id", index=False)
    digest: Mapped[str | None] = mapped_column(String(64))
    """The SHA-256 of what was signed."""
    was_there: Mapped[bool] = mapped_column(default=True)
    """Whether whoever signed had been in the room."""
    remark: Mapped[str | None] = sealed_column()
    """Sealed; why it comes late, or how somebody who was not there knows it."""
    erased_at: Mapped[datetime | None]
    """When its keeping ended; only then can the row be deleted."""
    version: Mapped[int] = mapped_column()

    group_session: Mapped[GroupSession] = relationship(lazy="raise_on_sql")
    enrollment: Mapped[Enrollment | None] = relationship(lazy="raise_on_sql")
    signed_by: Mapped[Account | None] = relationship(foreign_keys=signed_by_id, lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}

    def parts(self, keys: KeyRing) -> dict[str, str]:
        """Open the parts, by their keys."""
        return dict(json.loads(read_sealed(keys, self, "words") or "{}"))

    def write_parts(self, keys: KeyRing, parts: Mapping[str, str]) -> None:
        """Seal the parts; the same ones leave the row as it is."""
        written = {key: parts[key] for key, _ in FORMAT_PARTS[self.form] if parts.get(key)}
        write_sealed(keys, self, "words", json.dumps(written, ensure_ascii=False))

    def digest_now(self, keys: KeyRing) -> str:
        """Compute the digest again; the meeting, and whoever it is about, are read already."""
        subject = self.enrollment.public_id if self.enrollment else ""
        return digest_of(
            self.group_session.public_id, subject, self.form.value, self.parts(keys).items()
        )


class NoteAddition(Public, Base):
    """What was added to a signed note, with its own date and reason. It is never changed."""

    __tablename__ = "note_additions"

    note_id: Mapped[int] = belongs_to("session_notes.id")
    kind: Mapped[AdditionKind] = mapped_column(stored(AdditionKind, "kind"))
    reason: Mapped[str | None] = sealed_column()
    words: Mapped[str | None] = sealed_column()
    signed_at: Mapped[datetime]
    signed_by_id: Mapped[int] = belongs_to("accounts.id", index=False)
    digest: Mapped[str] = mapped_column(String(64))
    """The SHA-256 of reason and words."""

    note: Mapped[SessionNote] = relationship(lazy="raise_on_sql")
    signed_by: Mapped[Account] = relationship(lazy="raise_on_sql")


class OverruledName(Public, Base):
    """A finding of somebody else's name in a note that its writer let stand, and why."""

    __tablename__ = "overruled_names"

    note_id: Mapped[int] = belongs_to("session_notes.id")
    sign: Mapped[str | None] = sealed_column()
    """Sealed; whom it would name, and by which letters."""
    reason: Mapped[str | None] = sealed_column()
    overruled_at: Mapped[datetime]
    overruled_by_id: Mapped[int] = belongs_to("accounts.id", index=False)

    note: Mapped[SessionNote] = relationship(lazy="raise_on_sql")


class ProcessNote(Public, Base):
    """What a therapist keeps of a meeting for herself: no part of anybody's record."""

    __tablename__ = "process_notes"
    __table_args__ = table_args(UniqueConstraint("group_session_id", "account_id"))

    group_session_id: Mapped[int] = belongs_to("group_sessions.id", index=False)
    account_id: Mapped[int] = belongs_to("accounts.id")
    """Who wrote it, and alone may read it."""
    words: Mapped[str | None] = sealed_column()
    saved_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    group_session: Mapped[GroupSession] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}
