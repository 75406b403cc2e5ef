"""Reading the clinic's consent texts, and who agreed to which."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from clinic.db import Db
from clinic.domain.access import Reader, Role
from clinic.domain.enrollments import HOLDING
from clinic.domain.people.consents import Agreement, ConsentState, ConsentWay, paragraphs, state_of
from clinic.lookups.people.names import names_in
from clinic.models.cohorts import Cohort
from clinic.models.consents import Consent, ConsentText, text_in_force
from clinic.models.enrollments import Enrollment
from clinic.models.sealed import read_sealed
from clinic.queries.people.enrollments import get_enrollment
from clinic.queries.people.pauses import get_own_enrollment


@dataclass(frozen=True, slots=True)
class TextLine:
    """One version of the text, with its paragraphs."""

    public_id: str
    number: int
    title: str
    paragraphs: tuple[str, ...]
    written_at: datetime
    by: str
    # empty for the text that ships with the program
    is_in_force: bool


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """One agreement, with who did what and when."""

    text: TextLine
    way: ConsentWay
    agreed_at: datetime
    agreed_by: str
    account: str
    # the name that was signed in with
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
    state = state_of([_agreement(row.text.number, row) for row in rows], newest.number)
    return ConsentPage(enrollment, _text(newest, newest.number), state, tuple(reversed(lines)))


def consent_states(db: Db, enrollment_ids: Collection[int]) -> dict[int, ConsentState]:
    """Give how it stands with each of these places; who is not in it has never agreed.

    The caller has authorized the ids.
    """
    in_force = select(func.max(ConsentText.number)).scalar_subquery()
    rows = db.execute(
        select(Consent, ConsentText.number, in_force)
        .select_from(Consent)
        .join(ConsentText, Consent.text_id == ConsentText.id)
        .where(Consent.enrollment_id.in_(enrollment_ids))
        .order_by(Consent.id)
    ).all()
    newest = rows[0][2] or 0 if rows else 0
    found: dict[int, list[Agreement]] = defaultdict(list)
    for row, number, _ in rows:
        found[row.enrollment_id].append(_agreement(number, row))
    return {place: state_of(agreements, newest) for place, agreements in found.items()}


@dataclass(frozen=True, slots=True)
class TakenBack:
    """Somebody with a place who has taken her agreement back and given none since."""

    enrollment_id: str
    name: str
    cohort_name: str
    at: datetime
    time_zone: str


def taken_back(db: Db, cohort_ids: Collection[int]) -> tuple[TakenBack, ...]:
    """Give who has a place in these cohorts and no agreement that stands, though there was one.

    The caller has authorized the ids.
    """
    last = func.max(Consent.withdrawn_at)
    rows = db.execute(
        select(Enrollment, Cohort, last)
        .join(Enrollment.cohort)
        .join(Consent, Consent.enrollment_id == Enrollment.id)
        .where(Enrollment.cohort_id.in_(cohort_ids), Enrollment.status.in_(HOLDING))
        .group_by(Enrollment.id, Cohort.id)
        .having(func.count() == func.count(Consent.withdrawn_at))
        .order_by(last, Enrollment.id)
    )
    names = names_in(db, cohort_ids)
    return tuple(
        TakenBack(
            place.public_id,
            names[place.id],
            cohort.name,
            at,
            cohort.time_zone,
        )
        for place, cohort, at in rows
        if at is not None
    )


def consent_texts(db: Db) -> Sequence[TextLine]:
    """List every version, the one in force first; they tell of no person."""
    rows = db.scalars(
        select(ConsentText)
        .options(joinedload(ConsentText.written_by))
        .order_by(ConsentText.number.desc())
    ).all()
    return [_text(row, rows[0].number) for row in rows]


def get_consent_text(db: Db, public_id: str) -> ConsentText:
    """Give one version; they tell of no person."""
    return db.scalars(select(ConsentText).where(ConsentText.public_id == public_id)).one()


def _agreement(number: int, row: Consent) -> Agreement:
    return Agreement(number, row.withdrawn_at)


def _line(db: Db, row: Consent, newest: int) -> ConsentLine:
    return ConsentLine(
        text=_text(row.text, newest),
        way=row.way,
        agreed_at=row.agreed_at,
        agreed_by=row.agreed_by.name if row.agreed_by else "",
        account=row.agreed_by.sign_in_name if row.agreed_by else "",
        signed_on=row.signed_on,
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=row.withdrawn_by.name if row.withdrawn_by else "",
        withdrawal=read_sealed(db.keys, row, "withdrawal") or "",
    )


def _text(row: ConsentText, newest: int) -> TextLine:
    return TextLine(
        row.public_id,
        row.number,
        row.title,
        paragraphs(row.body),
        row.written_at,
        row.written_by.name if row.written_by else "",
        row.number == newest,
    )
