"""Everybody's course on each measure of a cohort, and the group's mean per occasion."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, select

from clinic.db import Db
from clinic.domain.enrollments import NOT_YET, EnrollmentStatus
from clinic.domain.measures.instruments import Instrument, Scale
from clinic.domain.measures.time_order import in_order
from clinic.domain.outcomes.change import summarize
from clinic.domain.people.departures import EXIT_OCCASION
from clinic.lookups.programs.content import find_instrument
from clinic.lookups.statements import kept, rows_of
from clinic.models import programs as rows
from clinic.models.enrollments import Enrollment
from clinic.models.measures import Administration, ScoreRow
from clinic.models.names import by_letters
from clinic.models.sessions import GroupSession


@dataclass(frozen=True, slots=True)
class MeasureName:
    """One measure of a cohort, to choose from."""

    key: str
    short_name: str
    name: str


@dataclass(frozen=True, slots=True)
class CohortOccasion:
    """One occasion of a measure: who was asked, who answered, and the mean of their scores."""

    occasion: str
    on: datetime
    asked: int
    answered: int
    scored: int
    mean: float | None
    sd: float | None
    """Of the sample, with n - 1; `None` for fewer than two scores."""


@dataclass(frozen=True, slots=True)
class MemberCourse:
    """One person's scores, one for each occasion; `None` where there is none."""

    enrollment_id: int
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure across a cohort."""

    name: MeasureName
    scale: Scale
    occasions: tuple[CohortOccasion, ...]
    courses: tuple[MemberCourse, ...]

    @property
    def scored(self) -> int:
        """How many scores there are altogether."""
        return sum(occasion.scored for occasion in self.occasions)

    def last_of(self, enrollment_id: int) -> float | None:
        """Find the latest score of a person."""
        values = next((c.values for c in self.courses if c.enrollment_id == enrollment_id), ())
        return next((value for value in reversed(values) if value is not None), None)


@dataclass(frozen=True, slots=True)
class _CourseFilling:
    enrollment_id: int
    status: EnrollmentStatus
    exit_until: datetime | None
    instrument_id: int
    occasion: str
    starts_at: datetime
    finished_at: datetime | None
    scale: str | None
    value: float | None


def measures_of(db: Db, cohort_id: int) -> tuple[Measure, ...]:
    """Give every measure of a cohort that the reader has already been given, in two questions."""
    fillings = _fillings(db, cohort_id)
    ids = {filling.instrument_id for filling in fillings}
    instruments = db.scalars(
        select(rows.InstrumentRow)
        .where(rows.InstrumentRow.id.in_(ids))
        .order_by(rows.InstrumentRow.id)
    )
    return tuple(
        _measure(instrument, [f for f in fillings if f.instrument_id == row.id])
        for row in instruments
        if (instrument := find_instrument(row)) is not None
    )


def _fillings(db: Db, cohort_id: int) -> Sequence[_CourseFilling]:
    return [_CourseFilling(*row) for row in rows_of(db, _given(cohort_id))]


@kept
def _given(cohort_id: int) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Enrollment.id,
            Enrollment.status,
            Enrollment.exit_until,
            Administration.instrument_id,
            Administration.occasion,
            GroupSession.starts_at,
            Administration.finished_at,
            ScoreRow.scale,
            ScoreRow.value,
        )
        .select_from(Administration)
        .join(Enrollment, Administration.enrollment_id == Enrollment.id)
        .join(GroupSession, Administration.group_session_id == GroupSession.id)
        .outerjoin(
            ScoreRow,
            and_(ScoreRow.administration_id == Administration.id, ScoreRow.value.is_not(None)),
        )
        .where(Enrollment.cohort_id == cohort_id, Enrollment.status.not_in(NOT_YET))
        .order_by(GroupSession.starts_at, by_letters(Administration.occasion), Enrollment.id)
    )


def _measure(instrument: Instrument, fillings: Sequence[_CourseFilling]) -> Measure:
    scale = instrument.main
    # By the latest meeting: whoever leaves is asked early what the others are asked at the end.
    last = {filling.occasion: filling.starts_at for filling in fillings}
    named = in_order(last)
    names = sorted(named, key=lambda name: last[name])
    occasions = tuple(
        _occasion(name, [f for f in fillings if f.occasion == name], scale) for name in names
    )
    return Measure(
        MeasureName(instrument.key, instrument.short_name, instrument.name),
        scale,
        occasions,
        tuple(_courses(names, fillings, scale)),
    )


def _occasion(name: str, fillings: Sequence[_CourseFilling], scale: Scale) -> CohortOccasion:
    summary = summarize([f.value for f in fillings if f.scale == scale.key and f.value is not None])
    # Who left before answering is no longer asked, but for the end.
    asked = {
        f.enrollment_id: f.finished_at is not None
        for f in fillings
        if f.finished_at is not None
        or f.status is not EnrollmentStatus.WITHDRAWN
        or (f.occasion == EXIT_OCCASION and f.exit_until is not None)
    }
    return CohortOccasion(
        occasion=name,
        on=fillings[-1].starts_at,
        asked=len(asked),
        answered=sum(asked.values()),
        scored=summary.n if summary else 0,
        mean=summary.mean if summary else None,
        sd=summary.sd if summary else None,
    )


def _courses(
    names: list[str], fillings: Iterable[_CourseFilling], scale: Scale
) -> Iterable[MemberCourse]:
    by_person: dict[int, dict[str, float]] = {}
    for filling in fillings:
        own = by_person.setdefault(filling.enrollment_id, {})
        if filling.scale == scale.key and filling.value is not None:
            own[filling.occasion] = filling.value
    for enrollment_id, own in by_person.items():
        yield MemberCourse(enrollment_id, tuple(own.get(name) for name in names))
