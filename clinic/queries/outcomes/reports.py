"""What a report about one person tells: meetings, practice, scores, and risk where asked for."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.measures.instruments import Instrument, Scale
from clinic.domain.measures.scoring import RiskState, flags
from clinic.domain.measures.stored_answers import fitting_codes
from clinic.domain.outcomes.readings import ChangeCriteria, criteria_of
from clinic.domain.risk import RiskKind
from clinic.lookups.measures.norms import Norms, clinic_norms
from clinic.lookups.people.pauses import breaks_of
from clinic.lookups.programs.content import instrument_of
from clinic.models.assignments import Assignment
from clinic.models.enrollments import Enrollment
from clinic.models.measures import Administration, ScoreRow
from clinic.models.names import by_letters
from clinic.models.practice import PracticeEntry
from clinic.models.programs import ExerciseRow
from clinic.models.risk import RiskCase
from clinic.models.sealed import read_sealed
from clinic.queries.people.chart_notes import NoteLine, chart_notes_of
from clinic.queries.people.enrollments import AttendanceCourse, attendance_of
from clinic.queries.scope import is_open_place


@dataclass(frozen=True, slots=True)
class Practiced:
    """One exercise with how often and how long it was practiced."""

    title: str
    times: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Note:
    """Words that the person shared, with their day."""

    on: date
    words: str


@dataclass(frozen=True, slots=True)
class Scored:
    """One scale on one occasion: a score with its rule, or the reason why there is none."""

    administration_id: int
    occasion: str
    on: datetime
    """When it was answered, else when it closed."""
    is_answered: bool
    value: float | None
    reason: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class ScaleCourse:
    """One scale of one instrument over a person's time in the group."""

    instrument: Instrument
    scale: Scale
    is_main: bool
    scored: tuple[Scored, ...]
    criteria: ChangeCriteria
    """The clinic's own norm comes before a published one."""

    @property
    def values(self) -> tuple[Scored, ...]:
        """Keep the occasions that have a score."""
        return tuple(one for one in self.scored if one.value is not None)


@dataclass(frozen=True, slots=True)
class RiskLine:
    """One risk case without its words: a report says that it was, and that somebody looked."""

    kind: RiskKind
    instrument: str | None
    item: int | None
    opened_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class UnknownRisk:
    """A risk question that was left open: what it would have said is not known."""

    instrument: str
    item: int
    occasion: str


@dataclass(frozen=True, slots=True)
class PersonReport:
    """Everything that a report about one person may tell."""

    enrollment: Enrollment
    attendance: AttendanceCourse
    practiced: tuple[Practiced, ...]
    notes: tuple[Note, ...]
    courses: tuple[ScaleCourse, ...]
    chart_notes: tuple[NoteLine, ...]
    """What staff wrote to days; a report tells it only where the writer says so."""
    risks: tuple[RiskLine, ...]
    unknown_risks: tuple[UnknownRisk, ...]


def person_report(db: Db, reader: Reader, enrollment: Enrollment, now: datetime) -> PersonReport:
    """Give what a report about one of the reader's people may tell."""
    filled = _filled(db, reader, enrollment, now)
    breaks = breaks_of(db, [enrollment.id]).get(enrollment.id, ())
    return PersonReport(
        enrollment=enrollment,
        attendance=attendance_of(db, reader, enrollment, breaks, now),
        practiced=_practiced(db, enrollment),
        notes=_notes(db, enrollment),
        courses=tuple(_courses(filled, clinic_norms(db) if filled else {})),
        chart_notes=chart_notes_of(db, reader, enrollment),
        risks=_risks(db, reader, enrollment),
        unknown_risks=_unknown(filled),
    )


def _filled(
    db: Db, reader: Reader, enrollment: Enrollment, now: datetime
) -> Sequence[Administration]:
    return db.scalars(
        select(Administration)
        .join(Administration.enrollment)
        .where(
            Administration.enrollment_id == enrollment.id,
            is_open_place(reader),
            (Administration.finished_at.is_not(None)) | (Administration.closes_at <= now),
        )
        .options(joinedload(Administration.instrument), selectinload(Administration.scores))
        .order_by(Administration.opens_at, Administration.id)
    ).all()


def _courses(filled: Sequence[Administration], norms: Norms) -> list[ScaleCourse]:
    by_key: dict[str, list[Administration]] = defaultdict(list)
    for row in filled:
        by_key[row.instrument.key].append(row)
    found = []
    for key in sorted(by_key):
        rows = by_key[key]
        instrument = instrument_of(rows[-1].instrument)
        for scale in instrument.scales:
            scored = tuple(_scored(row, scale) for row in rows)
            criteria = criteria_of(scale, norms.get((key, scale.key)))
            found.append(ScaleCourse(instrument, scale, scale is instrument.main, scored, criteria))
    return found


def _scored(row: Administration, scale: Scale) -> Scored:
    score: ScoreRow | None = next((s for s in row.scores if s.scale == scale.key), None)
    return Scored(
        administration_id=row.id,
        occasion=row.occasion,
        on=row.finished_at or row.closes_at,
        is_answered=row.finished_at is not None,
        value=score.value if score else None,
        reason=score.reason if score else None,
        rule=score.rule if score else "",
    )


def _practiced(db: Db, enrollment: Enrollment) -> tuple[Practiced, ...]:
    rows = db.execute(
        select(ExerciseRow.title, func.count(), func.sum(PracticeEntry.minutes))
        .select_from(PracticeEntry)
        .join(Assignment, PracticeEntry.assignment_id == Assignment.id)
        .join(ExerciseRow, Assignment.exercise_id == ExerciseRow.id)
        .where(Assignment.enrollment_id == enrollment.id)
        .group_by(ExerciseRow.title)
        .order_by(func.count().desc(), by_letters(ExerciseRow.title))
    )
    return tuple(Practiced(title, times, minutes or 0) for title, times, minutes in rows)


def _notes(db: Db, enrollment: Enrollment) -> tuple[Note, ...]:
    rows = db.scalars(
        select(PracticeEntry)
        .join(Assignment, PracticeEntry.assignment_id == Assignment.id)
        .where(Assignment.enrollment_id == enrollment.id, PracticeEntry.shared_note.is_not(None))
        .order_by(PracticeEntry.practiced_on, PracticeEntry.id)
    )
    told = ((row.practiced_on, read_sealed(db.keys, row, "shared_note")) for row in rows)
    return tuple(Note(on, words) for on, words in told if words)


def _risks(db: Db, reader: Reader, enrollment: Enrollment) -> tuple[RiskLine, ...]:
    rows = db.scalars(
        select(RiskCase)
        .join(RiskCase.enrollment)
        .where(
            RiskCase.enrollment_id == enrollment.id,
            is_open_place(reader),
        )
        .options(joinedload(RiskCase.administration).joinedload(Administration.instrument))
        .order_by(RiskCase.opened_at, RiskCase.id)
    )
    return tuple(
        RiskLine(
            case.kind,
            instrument_of(case.administration.instrument).short_name
            if case.administration
            else None,
            case.item,
            case.opened_at,
            case.closed_at,
        )
        for case in rows
    )


def _unknown(filled: Sequence[Administration]) -> tuple[UnknownRisk, ...]:
    found = []
    for row in filled:
        instrument = instrument_of(row.instrument)
        if row.finished_at is None or instrument.is_score_only:
            continue
        answers = fitting_codes(instrument, row.answers)
        found += [
            UnknownRisk(instrument.short_name, risk.item, row.occasion)
            for risk in flags(instrument, answers)
            if risk.state is RiskState.UNKNOWN
        ]
    return tuple(found)
