"""Reading the clinic's consent texts, and who agreed to which."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from clinic.db import Db
from clinic.domain.access import Reader, Role
from clinic.domain.people.consents import ConsentState, ConsentWay, state_of
from clinic.lookups.people.consents import TextLine, agreement_in, text_line
from clinic.models.consents import Consent, ConsentText, text_in_force
from clinic.models.enrollments import Enrollment
from clinic.models.sealed import read_sealed
from clinic.queries.people.enrollments import get_enrollment
from clinic.queries.people.pauses import get_own_enrollment


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """One agreement, with who did what and when."""

    text: TextLine
    way: ConsentWay
    agreed_at: datetime
    agreed_by: str
    account: str
    """The name that was signed in with."""
    signed_on: date | None
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawal: str


@dataclass(frozen=True, slots=True)
class ConsentPage:
    """A place with the text in force, how it stands, and every agreement, the newest first."""

    enrollment: Enrollment
    text: TextLine
    state: ConsentState
    lines: tuple[ConsentLine, ...]

    @property
    def standing(self) -> ConsentLine | None:
        """Give the newest agreement that was not taken back."""
        return next((line for line in self.lines if line.withdrawn_at is None), None)

    @property
    def newest(self) -> ConsentLine | None:
        """Give what was agreed to last, taken back or not."""
        return self.lines[0] if self.lines else None


def consent_of(db: Db, reader: Reader, enrollment_id: str) -> ConsentPage:
    """Give how it stands with one place: one of the reader's people, or her own."""
    is_own = reader.role is Role.CLIENT
    get = get_own_enrollment if is_own else get_enrollment
    enrollment = get(db, reader, enrollment_id)
    newest = db.scalars(text_in_force().options(joinedload(ConsentText.written_by))).one()
    rows = db.scalars(
        select(Consent)
        .where(Consent.enrollment_id == enrollment.id)
        .options(
            joinedload(Consent.text).joinedload(ConsentText.written_by),
            joinedload(Consent.agreed_by),
            joinedload(Consent.withdrawn_by),
        )
        .order_by(Consent.id)
    ).all()
    lines = [_line(db, row, newest.number) for row in rows]
    state = state_of([agreement_in(row.text.number, row) for row in rows], newest.number)
    return ConsentPage(enrollment, text_line(newest, newest.number), state, tuple(reversed(lines)))


def _line(db: Db, row: Consent, newest: int) -> ConsentLine:
    return ConsentLine(
        text=text_line(row.text, newest),
        way=row.way,
        agreed_at=row.agreed_at,
        agreed_by=row.agreed_by.name if row.agreed_by else "",
        account=row.agreed_by.sign_in_name if row.agreed_by else "",
        signed_on=row.signed_on,
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=row.withdrawn_by.name if row.withdrawn_by else "",
        withdrawal=read_sealed(db.keys, row, "withdrawal") or "",
    )
