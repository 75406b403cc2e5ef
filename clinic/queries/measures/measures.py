"""Reading measures: a person's courses, one filling of a questionnaire, and the instruments."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.enrollments import Medium
from clinic.domain.measures.administrations import answer_in_words
from clinic.domain.measures.instruments import Band, Instrument, Item, Scale
from clinic.domain.measures.keyings import KeyingTurn
from clinic.domain.measures.scoring import RiskAnswer, RiskState, flags
from clinic.domain.measures.stored_answers import read_stored
from clinic.domain.measures.time_order import in_order
from clinic.domain.name_order import folded
from clinic.domain.outcomes.readings import ChangeCriteria, ScoreChange, criteria_of, read_change
from clinic.lookups.measures.administrations import Asking, state_of_row
from clinic.lookups.measures.keyings import corrections_of, keyings_of
from clinic.lookups.measures.norms import Norms, clinic_norms
from clinic.lookups.people.pauses import breaks_of
from clinic.lookups.programs.content import find_instrument, instrument_of
from clinic.models import programs as rows
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.keyings import Keying
from clinic.models.measures import Administration, Correction, ScoreRow
from clinic.models.names import by_letters
from clinic.models.sealed import read_sealed
from clinic.queries.programs.programs import is_staff
from clinic.queries.scope import cohort_ids, is_open_place


@dataclass(frozen=True, slots=True)
class MeasureOccasion:
    """One occasion of a measure: asked, answered or gone by."""

    public_id: str
    occasion: str
    opens_at: datetime
    closes_at: datetime
    finished_at: datetime | None
    on: datetime
    """The day for a chart: when it was answered, else when it closed."""
    value: float | None
    reason: str | None
    band: Band | None


@dataclass(frozen=True, slots=True)
class CourseOfScale:
    """One scale of one instrument over a person's time in the group."""

    instrument_id: str
    instrument: Instrument
    scale: Scale
    criteria: ChangeCriteria
    occasions: tuple[MeasureOccasion, ...]
    """Answered, or closed without an answer, in the order of time."""
    to_come: tuple[MeasureOccasion, ...]

    @property
    def is_main(self) -> bool:
        """Whether it is the scale that stands for its instrument."""
        return self.scale.key == self.instrument.main.key

    @property
    def scale_number(self) -> int:
        """Where the scale stands among those of its instrument, from 1, as addresses name it."""
        return self.instrument.scales.index(self.scale) + 1

    @property
    def baseline(self) -> float | None:
        """The first score that may stand."""
        return next((o.value for o in self.occasions if o.value is not None), None)

    @property
    def change(self) -> ScoreChange | None:
        """The change from the first score to the last; nothing before there are two."""
        scores = [o.value for o in self.occasions if o.value is not None]
        return read_change(scores[0], scores[-1], self.criteria) if len(scores) > 1 else None


@dataclass(frozen=True, slots=True)
class AnsweredItem:
    """One question with the words that were chosen."""

    item: Item
    code: int | None
    words: str | None
    risk: RiskState | None
    is_scored: bool


@dataclass(frozen=True, slots=True)
class ScaleResult:
    """One scale of a filling with the stored score, never computed again."""

    scale: Scale
    value: float | None
    reason: str | None
    rule: str
    band: Band | None
    missing: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AdministrationPage:
    """One filling of a questionnaire with everything needed to read it."""

    administration: Administration
    instrument: Instrument
    items: tuple[AnsweredItem, ...]
    results: tuple[ScaleResult, ...]
    risks: tuple[RiskAnswer, ...]
    has_misfits: bool
    """Whether something is stored among the answers that can be none."""
    asking: Asking
    keyings: Mapping[KeyingTurn, Keying]
    """Who typed it in, where it came on paper."""
    corrections: tuple[Correction, ...]
    refusal: str | None
    """Why the person would rather not, where anything was said."""

    @property
    def is_on_paper(self) -> bool:
        """Whether the answers came on paper."""
        return self.administration.medium is Medium.PAPER


@dataclass(frozen=True, slots=True)
class InstrumentLine:
    """One version of an instrument, of the list or on its page."""

    public_id: str
    key: str
    """As it is stored: of another form it is `key@form`."""
    instrument: Instrument
    is_own: bool
    is_newest: bool
    has_base: bool


def courses_of(
    db: Db, reader: Reader, enrollment: Enrollment, now: datetime
) -> list[CourseOfScale]:
    """Give a person's scores over time, one course a scale, those of an instrument together."""
    found = db.scalars(
        select(Administration)
        .join(Administration.enrollment)
        .where(
            Administration.enrollment_id == enrollment.id,
            is_open_place(reader),
        )
        .options(
            joinedload(Administration.instrument),
            joinedload(Administration.group_session),
            selectinload(Administration.scores),
        )
    )
    by_instrument: dict[int, list[Administration]] = defaultdict(list)
    for row in found:
        by_instrument[row.instrument_id].append(row)
    norms = clinic_norms(db) if by_instrument else {}
    courses = [
        _course(filled, scale, norms, now)
        for filled in by_instrument.values()
        if (instrument := find_instrument(filled[0].instrument)) is not None
        for scale in instrument.scales
    ]
    return sorted(courses, key=lambda course: folded(course.instrument.short_name))


def get_administration(db: Db, reader: Reader, public_id: str, now: datetime) -> AdministrationPage:
    """Give one filling of a questionnaire by one of the reader's people."""
    row = db.scalars(
        select(Administration)
        .join(Administration.enrollment)
        .where(Administration.public_id == public_id, is_open_place(reader))
        .options(
            joinedload(Administration.instrument),
            joinedload(Administration.enrollment).options(
                joinedload(Enrollment.client), joinedload(Enrollment.cohort)
            ),
            selectinload(Administration.scores),
        )
    ).one()
    instrument = instrument_of(row.instrument)
    stored = read_stored(instrument, row.answers)
    answers = stored.codes
    risks = () if instrument.is_score_only else flags(instrument, answers)
    by_scale = {score.scale: score for score in row.scores}
    results = tuple(
        _result(scale, by_scale[scale.key], answers)
        for scale in instrument.scales
        if scale.key in by_scale
    )
    pauses = breaks_of(db, [row.enrollment_id]).get(row.enrollment_id, ())
    return AdministrationPage(
        row,
        instrument,
        _items(instrument, answers, risks),
        results,
        risks,
        has_misfits=bool(stored.misfits),
        asking=state_of_row(row, now, pauses),
        keyings=keyings_of(db, row),
        corrections=tuple(corrections_of(db, row)),
        refusal=read_sealed(db.keys, row, "refusal"),
    )


def _items(
    instrument: Instrument, answers: Mapping[int, int], risks: Sequence[RiskAnswer]
) -> tuple[AnsweredItem, ...]:
    states = {risk.item: risk.state for risk in risks}
    scored = {item.number for item in instrument.items}
    return tuple(
        AnsweredItem(
            item,
            answers.get(item.number),
            answer_in_words(instrument, item, answers.get(item.number)),
            states.get(item.number),
            item.number in scored,
        )
        for item in instrument.asked
    )


def list_instruments(db: Db, reader: Reader) -> list[InstrumentLine]:
    """List the instruments that programs on offer use, and those of the reader's own cohorts."""
    newest = set(db.scalars(_newest()))
    lines = [
        _line(row, instrument, newest)
        for row in _listed(db, reader)
        if (instrument := find_instrument(row)) is not None
    ]
    # By the name that is read; the newest version of one stays in front of its older ones.
    return sorted(lines, key=lambda line: folded(line.instrument.short_name))


def unreadable_instruments(db: Db, reader: Reader) -> list[rows.InstrumentRow]:
    """List what cannot be read, to be named, mended or put away."""
    return [row for row in _listed(db, reader) if find_instrument(row) is None]


def _listed(db: Db, reader: Reader) -> Sequence[rows.InstrumentRow]:
    linked = select(rows.program_instruments.c.part_id).join(
        rows.ProgramRow, rows.ProgramRow.id == rows.program_instruments.c.program_id
    )
    used = exists().where(
        Administration.instrument_id == rows.InstrumentRow.id,
        Administration.enrollment_id == Enrollment.id,
        is_open_place(reader),
    )
    return db.scalars(
        select(rows.InstrumentRow)
        .where(
            is_staff(reader),
            or_(
                rows.InstrumentRow.id.in_(linked.where(rows.ProgramRow.is_offered)),
                used,
                rows.InstrumentRow.is_own & rows.InstrumentRow.id.in_(_newest()),
            ),
        )
        .order_by(by_letters(rows.InstrumentRow.key), rows.InstrumentRow.id.desc())
    ).all()


def get_instrument(db: Db, reader: Reader, public_id: str) -> InstrumentLine:
    """Give one version of an instrument; a declared one only to those whose cohorts use it."""
    used = exists().where(
        Administration.instrument_id == rows.InstrumentRow.id,
        Administration.enrollment_id == Enrollment.id,
        Enrollment.cohort_id.in_(select(Cohort.id).where(Cohort.id.in_(cohort_ids(reader)))),
    )
    linked = rows.InstrumentRow.id.in_(select(rows.program_instruments.c.part_id))
    row = db.scalars(
        select(rows.InstrumentRow).where(
            rows.InstrumentRow.public_id == public_id,
            is_staff(reader),
            or_(linked, used, rows.InstrumentRow.is_own),
        )
    ).one()
    return _line(row, instrument_of(row), set(db.scalars(_newest())))


def _newest() -> Any:
    """Select the newest version of each; the types of SQLAlchemy cannot name what max gives."""
    return select(func.max(rows.InstrumentRow.id)).group_by(rows.InstrumentRow.key)


def _line(row: rows.InstrumentRow, instrument: Instrument, newest: set[int]) -> InstrumentLine:
    return InstrumentLine(
        row.public_id,
        row.key,
        instrument,
        row.is_own,
        row.id in newest,
        row.based_on_id is not None,
    )


def _course(
    filled: Sequence[Administration], scale: Scale, norms: Norms, now: datetime
) -> CourseOfScale:
    row = filled[0].instrument
    named = {name: place for place, name in enumerate(in_order({f.occasion for f in filled}))}
    occasions = sorted(
        (_occasion(row, scale) for row in filled),
        key=lambda o: (o.on, o.opens_at, named[o.occasion]),
    )
    is_past = [o.finished_at is not None or o.closes_at <= now for o in occasions]
    return CourseOfScale(
        row.public_id,
        instrument_of(row),
        scale,
        criteria_of(scale, norms.get((row.key, scale.key))),
        tuple(o for o, past in zip(occasions, is_past, strict=True) if past),
        tuple(o for o, past in zip(occasions, is_past, strict=True) if not past),
    )


def _occasion(row: Administration, scale: Scale) -> MeasureOccasion:
    score = next((score for score in row.scores if score.scale == scale.key), None)
    value = score.value if score else None
    return MeasureOccasion(
        public_id=row.public_id,
        occasion=row.occasion,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        finished_at=row.finished_at,
        on=row.finished_at or row.closes_at,
        value=value,
        reason=score.reason if score else None,
        band=None if value is None else scale.band_of(value),
    )


def _result(scale: Scale, stored: ScoreRow, answers: dict[int, int]) -> ScaleResult:
    return ScaleResult(
        scale,
        stored.value,
        stored.reason,
        stored.rule,
        None if stored.value is None else scale.band_of(stored.value),
        tuple(item for item in scale.items if item not in answers),
    )
