"""Reading real scores into a cohort: people, occasions and totals from one file, all or nothing."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from clinic.content.declared import write_declared
from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.anchors import Anchor
from clinic.domain.enrollments import EnrollmentStatus, Medium
from clinic.domain.errors import Refused
from clinic.domain.groups.cohorts import CohortPlan
from clinic.domain.measures.instruments import TOTAL, Instrument
from clinic.domain.measures.score_files import ScoreFile, ScoreFileRow
from clinic.domain.measures.time_order import order_of
from clinic.domain.text import N_
from clinic.lookups.measures.score_files import check_closed
from clinic.models.accounts import Account
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.measures import Administration, ScoreImport, ScoreRow
from clinic.models.programs import InstrumentRow, ProgramRow
from clinic.models.sessions import GroupSession
from clinic.operations.groups.cohorts import record_closed_cohort

DEED_NOUN = "score_import"

_RULE = "imported"
_LONGEST_CODE = 20
_LONGEST_OCCASION = 40
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class ImportedScores:
    """What an import wrote; `empty` counts cells in which nothing stood."""

    people: int
    scores: int
    empty: int
    public_id: str = field(default="", compare=False)
    """By which it can be taken back."""


@dataclass(frozen=True, slots=True)
class NewCohort:
    """A closed cohort that is still to be recorded."""

    plan: CohortPlan
    program_row: ProgramRow
    facilitators: Sequence[Account]


@operation
def import_scores(
    db: Db,
    actor: Actor,
    cohort: Cohort,
    file: ScoreFile,
    measures: Sequence[Instrument],
    sessions: Mapping[str, int],
    *,
    is_new_cohort: bool = False,
) -> ImportedScores:
    """Write every score of a file as a total of its own occasion, or nothing at all.

    `sessions` says at which session number each occasion was measured. People are found by their
    code in the cohort, so that a second file about the same people adds to them.
    """
    lock(db, cohort)
    check_closed(cohort)
    anchors = _anchors(db, cohort, sessions)
    instruments = {measure.key: _declared(db, actor, measure) for measure in measures}
    imported = _note_file(db, actor, cohort, file, is_new_cohort=is_new_cohort)
    people = _people(db, actor, cohort, file.subjects, imported)
    db.flush()
    _refuse_second(db, cohort, file.rows, people, instruments)
    for row in file.written:
        place = anchors[row.occasion]
        _add(db, actor, people[row.subject], instruments[row.measure], place, row, imported)
    return ImportedScores(
        imported.people,
        imported.scores,
        len(file.rows) - imported.scores,
        public_id=imported.public_id,
    )


def _note_file(
    db: Db, actor: Actor, cohort: Cohort, file: ScoreFile, *, is_new_cohort: bool
) -> ScoreImport:
    imported = ScoreImport(
        cohort_id=cohort.id,
        cohort_name=cohort.name,
        made_cohort=is_new_cohort,
        file_name=file.name[:_LONGEST_NAME],
        imported_at=actor.at,
        people=len(file.subjects),
        scores=len(file.written),
    )
    db.add(imported)
    db.flush()
    return imported


@operation
def import_into_new_cohort(
    db: Db,
    actor: Actor,
    cohort: NewCohort,
    file: ScoreFile,
    measures: Sequence[Instrument],
    sessions: Mapping[str, int],
) -> ImportedScores:
    """Record a closed cohort and read its scores in, both or neither."""
    made = record_closed_cohort(db, actor, cohort.plan, cohort.program_row, cohort.facilitators)
    db.flush()
    return import_scores(db, actor, made, file, measures, sessions, is_new_cohort=True)


def _anchors(db: Db, cohort: Cohort, sessions: Mapping[str, int]) -> dict[str, GroupSession]:
    by_number = {
        row.number: row
        for row in db.scalars(select(GroupSession).where(GroupSession.cohort_id == cohort.id))
    }
    for occasion, number in sessions.items():
        if len(occasion) > _LONGEST_OCCASION:
            raise Refused(
                N_("%(occasion)s: an occasion's name has at most %(most)s characters."),
                {"occasion": occasion, "most": _LONGEST_OCCASION},
            )
        if number not in by_number:
            raise Refused(
                N_("%(occasion)s: this cohort has no session %(number)s."),
                {"occasion": occasion, "number": number},
            )
    _check_order(db, cohort, sessions)
    return {occasion: by_number[number] for occasion, number in sessions.items()}


def _check_order(db: Db, cohort: Cohort, sessions: Mapping[str, int]) -> None:
    """Refuse an occasion at two sessions, and two at one session that could stand either way."""
    found = (
        select(GroupSession.number, Administration.occasion)
        .join(Administration, Administration.group_session_id == GroupSession.id)
        .where(GroupSession.cohort_id == cohort.id)
        .distinct()
    )
    for number, occasion in db.execute(found):
        if sessions.get(occasion, number) != number:
            raise Refused(
                N_("%(occasion)s is already at session %(number)s in this cohort."),
                {"occasion": occasion, "number": number},
            )
    at: dict[int, set[str]] = {}
    for occasion, number in sessions.items():
        at.setdefault(number, set()).add(occasion)
    for number, names in sorted(at.items()):
        if order_of(names) is None:
            raise Refused(
                N_("%(occasions)s: which of them came first at session %(number)s is not told."),
                {"occasions": ", ".join(sorted(names)), "number": number},
            )


def _declared(db: Db, actor: Actor, measure: Instrument) -> InstrumentRow:
    source = write_declared(measure)
    digest = hashlib.sha256(source.encode()).hexdigest()
    row = db.scalar(
        select(InstrumentRow).where(
            InstrumentRow.key == measure.key, InstrumentRow.content_hash == digest
        )
    )
    if row is None:
        row = InstrumentRow(
            key=measure.key,
            title=measure.name,
            content_hash=digest,
            source=source,
            adopted_at=actor.at,
        )
        db.add(row)
    return row


def _people(
    db: Db, actor: Actor, cohort: Cohort, subjects: Sequence[str], imported: ScoreImport
) -> dict[str, Enrollment]:
    enrolled = select(Client.code, Enrollment).join(Client, Enrollment.client_id == Client.id)
    standing = dict(db.execute(enrolled.where(Enrollment.cohort_id == cohort.id)).all())
    people = {}
    for subject in subjects:
        code = _code(cohort, subject)
        people[subject] = standing.get(code) or _new_person(
            db, actor, cohort, subject, code, imported
        )
    return people


def _code(cohort: Cohort, subject: str) -> str:
    """Give a code that is the same for the same label, and short enough to stand on paper."""
    code = f"{cohort.public_id[:6]}-{subject}"
    if len(code) <= _LONGEST_CODE:
        return code
    digest = hashlib.sha256(subject.encode()).hexdigest()
    return f"{cohort.public_id[:6]}-{digest[: _LONGEST_CODE - 7]}"


def _new_person(
    db: Db, actor: Actor, cohort: Cohort, subject: str, code: str, imported: ScoreImport
) -> Enrollment:
    client = Client(
        preferred_name=subject,
        family_name="",
        code=code,
        medium=Medium.PAPER,
        score_import_id=imported.id,
        created_at=actor.at,
        created_by_id=actor.account_id,
    )
    db.add(client)
    db.flush()
    enrollment = Enrollment(
        cohort_id=cohort.id,
        client_id=client.id,
        status=EnrollmentStatus.COMPLETED,
        enrolled_at=actor.at,
    )
    db.add(enrollment)
    return enrollment


def _refuse_second(
    db: Db,
    cohort: Cohort,
    rows: Sequence[ScoreFileRow],
    people: Mapping[str, Enrollment],
    instruments: Mapping[str, InstrumentRow],
) -> None:
    here = select(Enrollment.id).where(Enrollment.cohort_id == cohort.id)
    have = set(
        db.execute(
            select(
                Administration.enrollment_id,
                Administration.instrument_id,
                Administration.occasion,
            ).where(Administration.enrollment_id.in_(here))
        )
    )
    for row in rows:
        if (people[row.subject].id, instruments[row.measure].id, row.occasion) in have:
            raise Refused(
                N_("%(person)s already has a score on %(measure)s for %(occasion)s."),
                {"person": row.subject, "measure": row.measure, "occasion": row.occasion},
            )


def _add(
    db: Db,
    actor: Actor,
    person: Enrollment,
    instrument: InstrumentRow,
    session: GroupSession,
    row: ScoreFileRow,
    imported: ScoreImport,
) -> None:
    administration = Administration(
        enrollment_id=person.id,
        instrument_id=instrument.id,
        group_session_id=session.id,
        occasion=row.occasion,
        opens_anchor=Anchor.START,
        opens_minutes=0,
        closes_anchor=Anchor.END,
        closes_minutes=0,
        opens_at=session.starts_at,
        closes_at=session.ends_at,
        medium=Medium.PAPER,
        started_at=session.starts_at,
        finished_at=session.starts_at,
        score_import_id=imported.id,
    )
    administration.scores = [
        ScoreRow(scale=TOTAL, value=row.value, rule=_RULE, computed_at=actor.at)
    ]
    db.add(administration)
