"""The texts of the consent, and how it stands with places."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from clinic.db import Db
from clinic.domain.enrollments import HOLDING
from clinic.domain.people.consents import Agreement, ConsentState, paragraphs, state_of
from clinic.lookups.people.names import names_in
from clinic.lookups.statements import kept, rows_of
from clinic.models.cohorts import Cohort
from clinic.models.consents import Consent, ConsentText
from clinic.models.enrollments import Enrollment


@dataclass(frozen=True, slots=True)
class TextLine:
    """One version of the text, with its paragraphs."""

    public_id: str
    number: int
    title: str
    paragraphs: tuple[str, ...]
    written_at: datetime
    by: str
    """Empty for the text that ships with the program."""
    is_in_force: bool


def consent_states(db: Db, enrollment_ids: Collection[int]) -> dict[int, ConsentState]:
    """Give how it stands with each of these places; who is not in it has never agreed.

    The caller has authorized the ids.
    """
    rows = rows_of(db, _given(enrollment_ids)).all()
    newest = rows[0][2] or 0 if rows else 0
    found: dict[int, list[Agreement]] = defaultdict(list)
    for row, number, _ in rows:
        found[row.enrollment_id].append(agreement_in(number, row))
    return {place: state_of(agreements, newest) for place, agreements in found.items()}


def withdrawn_places() -> Select[int]:
    """Select the ids of places whose every agreement was taken back, though there was one."""
    return (
        select(Consent.enrollment_id)
        .group_by(Consent.enrollment_id)
        .having(func.count() == func.count(Consent.withdrawn_at))
    )


@kept
def _given(enrollment_ids: Collection[int]) -> Select[Consent, int, int]:
    in_force = select(func.max(ConsentText.number)).scalar_subquery()
    return (
        select(Consent, ConsentText.number, in_force)
        .select_from(Consent)
        .join(ConsentText, Consent.text_id == ConsentText.id)
        .where(Consent.enrollment_id.in_(enrollment_ids))
        .order_by(Consent.id)
    )


@dataclass(frozen=True, slots=True)
class TakenBack:
    """Somebody with a place who has taken her agreement back and given none since."""

    enrollment_id: str
    name: str
    cohort_name: str
    at: datetime
    time_zone: str


@kept
def _all_withdrawn(
    cohort_ids: Collection[int],
) -> Select[Enrollment, Cohort, datetime | None]:
    last = func.max(Consent.withdrawn_at)
    return (
        select(Enrollment, Cohort, last)
        .join(Enrollment.cohort)
        .join(Consent, Consent.enrollment_id == Enrollment.id)
        .where(Enrollment.cohort_id.in_(cohort_ids), Enrollment.status.in_(HOLDING))
        .group_by(Enrollment.id, Cohort.id)
        .having(func.count() == func.count(Consent.withdrawn_at))
        .order_by(last, Enrollment.id)
    )


def taken_back(db: Db, cohort_ids: Collection[int]) -> tuple[TakenBack, ...]:
    """Give who has a place in these cohorts and no agreement that stands, though there was one.

    The caller has authorized the ids.
    """
    rows = rows_of(db, _all_withdrawn(cohort_ids))
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
    return [text_line(row, rows[0].number) for row in rows]


def get_consent_text(db: Db, public_id: str) -> ConsentText:
    """Give one version; they tell of no person."""
    return db.scalars(select(ConsentText).where(ConsentText.public_id == public_id)).one()


def agreement_in(number: int, row: Consent) -> Agreement:
    return Agreement(number, row.withdrawn_at)


def text_line(row: ConsentText, newest: int) -> TextLine:
    return TextLine(
        row.public_id,
        row.number,
        row.title,
        paragraphs(row.body),
        row.written_at,
        row.written_by.name if row.written_by else "",
        row.number == newest,
    )
