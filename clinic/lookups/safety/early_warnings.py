"""Reading who of the running cohorts should be looked at early, from the scores on main scales."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from clinic.db import Db
from clinic.domain.enrollments import HOLDING
from clinic.domain.measures.instruments import Instrument
from clinic.domain.outcomes.readings import ChangeCriteria, criteria_of
from clinic.domain.people.pauses import Break, is_excused
from clinic.domain.programs.programs import SessionKind
from clinic.domain.safety.early_warnings import (
    EarlyWarning,
    OccasionReading,
    WarningKind,
    warnings_of,
)
from clinic.lookups.measures.norms import clinic_norms
from clinic.lookups.people.names import names_in
from clinic.lookups.programs.content import find_instrument
from clinic.lookups.statements import kept, rows_of
from clinic.models import programs as rows
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.measures import Administration, ScoreRow
from clinic.models.names import by_letters
from clinic.models.pauses import Pause
from clinic.models.sessions import GroupSession

_ORDER = list(WarningKind)


@dataclass(frozen=True, slots=True)
class WarningReason:
    """One warning, with the questionnaire that it comes from and what it is read by."""

    instrument: Instrument
    criteria: ChangeCriteria
    warning: EarlyWarning


@dataclass(frozen=True, slots=True)
class Listed:
    """A person to be looked at, with every reason, the most pressing first."""

    client_id: str
    name: str
    cohort_name: str
    reasons: tuple[WarningReason, ...]

    @property
    def kind(self) -> WarningKind:
        """The most pressing of the reasons."""
        return self.reasons[0].warning.kind


@dataclass(frozen=True, slots=True)
class _WarnedFilling:
    enrollment_id: int
    cohort_id: int
    instrument_id: int
    met_at: datetime
    """When the session begins that the occasion depends on."""
    closes_at: datetime
    occasion: str
    finished_at: datetime | None
    scale: str | None
    value: float | None


def early_warnings(
    db: Db, ids: Sequence[int], sessions: Sequence[GroupSession], now: datetime
) -> tuple[Listed, ...]:
    """List the people of the reader's running cohorts `ids`, which meet in `sessions`.

    What somebody would rather not answer is no missing datum, and neither is what closed in a break
    or in the week after it.
    """
    by_person: dict[int, dict[int, list[_WarnedFilling]]] = defaultdict(lambda: defaultdict(list))
    for one in _fillings(db, ids, now):
        by_person[one.enrollment_id][one.instrument_id].append(one)
    instruments = _instruments(db, {key for courses in by_person.values() for key in courses})
    norms, starts = clinic_norms(db), _regular_starts(sessions)
    people, breaks = _people(db, ids)
    listed, names = [], names_in(db, ids)
    for enrollment_id, (client_id, cohort_name) in people.items():
        reasons: list[WarningReason] = []
        for instrument_id, fillings in by_person.get(enrollment_id, {}).items():
            stored = instruments[instrument_id]
            instrument = find_instrument(stored)
            if instrument is None:
                continue
            scale = instrument.main
            criteria = criteria_of(scale, norms.get((stored.key, scale.key)))
            readings = _readings(fillings, scale.key, starts, breaks.get(enrollment_id, ()))
            reasons += [
                WarningReason(instrument, criteria, found)
                for found in warnings_of(readings, scale, criteria)
            ]
        if reasons:
            reasons.sort(key=lambda it: _ORDER.index(it.warning.kind))
            listed.append(Listed(client_id, names[enrollment_id], cohort_name, tuple(reasons)))
    return tuple(sorted(listed, key=lambda it: _ORDER.index(it.kind)))


def _fillings(db: Db, ids: Sequence[int], now: datetime) -> Sequence[_WarnedFilling]:
    return [_WarnedFilling(*row) for row in rows_of(db, _given(ids, now))]


@kept
def _given(ids: Sequence[int], now: datetime) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Enrollment.id,
            Enrollment.cohort_id,
            Administration.instrument_id,
            GroupSession.starts_at,
            Administration.closes_at,
            Administration.occasion,
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
        .where(
            Enrollment.cohort_id.in_(ids),
            Enrollment.status.in_(HOLDING),
            Administration.refused_at.is_(None),
            or_(Administration.finished_at.is_not(None), Administration.closes_at <= now),
        )
        .order_by(Enrollment.id, GroupSession.starts_at, Administration.opens_at, Administration.id)
    )


def _people(
    db: Db, ids: Sequence[int]
) -> tuple[dict[int, tuple[str, str]], dict[int, list[Break]]]:
    people: dict[int, tuple[str, str]] = {}
    breaks: dict[int, list[Break]] = defaultdict(list)
    for key, client_id, cohort, begins_at, ends_at in rows_of(db, _holding(ids)):
        people[key] = (client_id, cohort)
        if begins_at is not None:
            breaks[key].append(Break(begins_at, ends_at))
    return people, breaks


@kept
def _holding(ids: Sequence[int]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Enrollment.id,
            Client.public_id,
            Cohort.name,
            Pause.begins_at,
            func.coalesce(Pause.ended_at, Pause.ends_at),
        )
        .join(Client, Enrollment.client_id == Client.id)
        .join(Cohort, Enrollment.cohort_id == Cohort.id)
        .outerjoin(Pause, Pause.enrollment_id == Enrollment.id)
        .where(Cohort.id.in_(ids), Enrollment.status.in_(HOLDING))
        .order_by(by_letters(Cohort.name), by_letters(Client.preferred_name), Enrollment.id)
    )


def _readings(
    fillings: Sequence[_WarnedFilling],
    scale: str,
    starts: Mapping[int, Sequence[datetime]],
    breaks: Sequence[Break],
) -> list[OccasionReading]:
    """Give one reading an occasion: a row stands for each scale that has a score."""
    by_occasion: dict[str, OccasionReading] = {}
    for one in fillings:
        if one.finished_at is None and is_excused(one.closes_at, breaks):
            continue
        value = one.value if one.scale == scale else None
        kept = by_occasion.get(one.occasion)
        if kept is None or kept.value is None:
            regular = starts.get(one.cohort_id, ())
            reached = sum(start <= one.met_at for start in regular)
            is_answered = one.finished_at is not None
            by_occasion[one.occasion] = OccasionReading(
                one.occasion, value, is_answered, reached / len(regular) if regular else 0.0
            )
    return list(by_occasion.values())


def _instruments(db: Db, ids: set[int]) -> dict[int, rows.InstrumentRow]:
    found = db.scalars(select(rows.InstrumentRow).where(rows.InstrumentRow.id.in_(ids)))
    return {row.id: row for row in found}


def _regular_starts(sessions: Sequence[GroupSession]) -> dict[int, list[datetime]]:
    starts: dict[int, list[datetime]] = defaultdict(list)
    for row in sessions:
        if row.kind is SessionKind.REGULAR:
            starts[row.cohort_id].append(row.starts_at)
    return starts
