"""Writing down what somebody practiced at home, and what it was like."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.enrollments import EnrollmentStatus, Medium
from clinic.domain.errors import Refused, Stale
from clinic.domain.homework.homework import (
    LONGEST_NOTE,
    check_place,
    check_practice_day,
    check_practice_figures,
)
from clinic.domain.measures.administrations import check_reason
from clinic.domain.risk import RiskKind
from clinic.domain.safety.cries import Cry, cries_of_practice, flags, places
from clinic.domain.text import N_
from clinic.lookups.homework.homework import check_given
from clinic.lookups.homework.practice import corrections_of
from clinic.lookups.safety.open_cases import has_case
from clinic.models.accounts import privacy_of
from clinic.models.assignments import Assignment
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment, clock_of
from clinic.models.practice import PracticeCorrection, PracticeEntry
from clinic.models.programs import ExerciseRow
from clinic.models.risk import RiskCase
from clinic.models.sealed import read_sealed, write_sealed
from clinic.operations.safety.cries import Retraction, hear
from clinic.operations.safety.risk import CORRECTED, CaseOpening, open_risk_case


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """One line of the log as somebody tells it; a note is private unless it is shared."""

    practiced_on: date
    minutes: int
    before: int | None = None
    after: int | None = None
    has_stepped_down: bool = False
    felt_worse: bool = False
    memories_broke_in: bool = False
    note: str = ""
    is_note_shared: bool = False


@operation
def log_practice(
    db: Db,
    actor: Actor,
    assignment: Assignment,
    practice: Practice,
    medium: Medium = Medium.PORTAL,
) -> PracticeEntry:
    """Write down one practice; some ticks ask the facilitators to look."""
    lock(db, assignment)
    _check(db, actor, assignment, practice, medium)
    entry = PracticeEntry(
        assignment_id=assignment.id,
        practiced_on=practice.practiced_on,
        minutes=practice.minutes,
        before=practice.before,
        after=practice.after,
        has_stepped_down=practice.has_stepped_down,
        felt_worse=practice.felt_worse,
        memories_broke_in=practice.memories_broke_in,
        medium=medium,
        made_at=actor.at,
    )
    column = "shared_note" if practice.is_note_shared else "private_note"
    write_sealed(db.keys, entry, column, practice.note.strip())
    db.add(entry)
    db.flush()
    # What a page said that could not be kept belongs to the line that it became.
    is_heard = _take_in(db, _told_on(db, assignment, actor.once), entry)
    retraction = Retraction() if is_heard else None
    hear(db, actor, entry, _cries(entry), (), retraction)
    return entry


@operation
def hear_unkept_practice(
    db: Db, actor: Actor, assignment: Assignment, practice: Practice, form: str | None
) -> None:
    """Hear the ticks of a line that could not be kept: a day or a number was wrong, or late.

    `form` is the once-only key of its page, so that one page is heard once however often it is
    sent, and the line that it becomes at last takes the case with it.
    """
    lock(db, assignment)
    exercise = db.get(ExerciseRow, assignment.exercise_id)
    if exercise is None:
        return
    enrollment = db.get_one(Enrollment, assignment.enrollment_id)
    known = {case.mark for case in _told_on(db, assignment, form)}
    for cry in _cries(practice):
        flag = _flag(cry.kind, assignment, form)
        if flag not in known:
            by = CaseOpening(flag=flag, sign=cry.sign, said=exercise.title)
            open_risk_case(db, actor, enrollment, cry.kind, by)


@operation
def take_back_ticks(db: Db, actor: Actor, entry: PracticeEntry) -> PracticeEntry:
    """Say that the ticks of a line were a slip: its cases stay, and say who took them back."""
    lock(db, entry)
    if entry.felt_worse or entry.memories_broke_in:
        _keep_what_stood(db, actor, entry)
    entry.felt_worse = entry.memories_broke_in = False
    hear(db, actor, entry, (), retraction=Retraction())
    return entry


@operation
def correct_practice(
    db: Db,
    actor: Actor,
    entry: PracticeEntry,
    practice: Practice,
    seen: int,
    *,
    has_note: bool,
    reason: str | None = None,
) -> PracticeEntry:
    """Mend a line of the log: what it said is kept, and its cases say what became of it.

    `seen` is how many corrections the page knew of. Without `has_note` the note stays as it is. A
    `reason`, which may be empty, says that the typing desk mends it by the paper, and not the
    person: that has no end, and what opened a case is taken back with a reason alone.
    """
    lock(db, entry)
    if seen != corrections_of(db, entry):
        raise Stale(
            N_(
                "This was corrected in another window since. What you typed is still on the page: "
                "look at what stands now under Done, then correct it there."
            )
        )
    _check_correction(db, actor, entry, practice, is_desk=reason is not None)
    if _says_the_same(db, entry, practice, has_note=has_note):
        return entry  # a page on which nothing was changed is no correction
    retraction = _retraction(db, entry, practice, reason)
    before = places(_cries(entry))
    _keep_what_stood(db, actor, entry)
    _write(entry, practice)
    if has_note:
        _write_note(db, entry, practice)
    db.flush()
    hear(db, actor, entry, _cries(entry), before, retraction)
    return entry


def _says_the_same(db: Db, entry: PracticeEntry, practice: Practice, *, has_note: bool) -> bool:
    stands = Practice(
        practiced_on=entry.practiced_on,
        minutes=entry.minutes,
        before=entry.before,
        after=entry.after,
        has_stepped_down=entry.has_stepped_down,
        felt_worse=entry.felt_worse,
        memories_broke_in=entry.memories_broke_in,
    )
    if replace(practice, note="", is_note_shared=False) != stands:
        return False
    if not has_note:
        return True
    kept = [read_sealed(db.keys, entry, name) or "" for name in ("shared_note", "private_note")]
    note = practice.note.strip()
    return kept == ([note, ""] if practice.is_note_shared else ["", note])


def _write(entry: PracticeEntry, practice: Practice) -> None:
    entry.practiced_on = practice.practiced_on
    entry.minutes = practice.minutes
    entry.before, entry.after = practice.before, practice.after
    entry.has_stepped_down = practice.has_stepped_down
    entry.felt_worse = practice.felt_worse
    entry.memories_broke_in = practice.memories_broke_in


def _write_note(db: Db, entry: PracticeEntry, practice: Practice) -> None:
    column, other = "shared_note", "private_note"
    if not practice.is_note_shared:
        column, other = other, column
    write_sealed(db.keys, entry, column, practice.note.strip())
    write_sealed(db.keys, entry, other, None)


@operation
def hear_unkept_correction(
    db: Db, actor: Actor, entry: PracticeEntry, practice: Practice
) -> PracticeEntry:
    """Hear the ticks of a correction that could not be kept; the line stays as it is."""
    lock(db, entry)
    hear(db, actor, entry, _cries(practice), places(_cries(entry)))
    return entry


def _keep_what_stood(db: Db, actor: Actor, entry: PracticeEntry) -> None:
    stood = PracticeCorrection(
        practice_entry_id=entry.id,
        account_id=actor.account_id,
        corrected_at=actor.at,
        practiced_on=entry.practiced_on,
        minutes=entry.minutes,
        before=entry.before,
        after=entry.after,
        has_stepped_down=entry.has_stepped_down,
        felt_worse=entry.felt_worse,
        memories_broke_in=entry.memories_broke_in,
    )
    write_sealed(db.keys, stood, "shared_note", read_sealed(db.keys, entry, "shared_note"))
    db.add(stood)


@operation
def choose_reader(db: Db, actor: Actor, entry: PracticeEntry, *, is_shared: bool) -> PracticeEntry:
    """Let the facilitators read the note of a practice from now on, or nobody but its writer."""
    lock(db, entry)
    if is_shared and privacy_of(db, actor.account_id).is_closed(entry.made_at):
        raise Refused(N_("This note is closed. Open it first, under “What is closed”."))
    column, other = "shared_note", "private_note"
    if not is_shared:
        column, other = other, column
    if (note := read_sealed(db.keys, entry, other)) is not None:
        write_sealed(db.keys, entry, column, note)
        write_sealed(db.keys, entry, other, None)
    return entry


def _cries(told: PracticeEntry | Practice) -> tuple[Cry, ...]:
    return cries_of_practice(felt_worse=told.felt_worse, memories_broke_in=told.memories_broke_in)


def _flag(kind: RiskKind, assignment: Assignment, form: str | None) -> str:
    """Name what one page said; a key that somebody made up may be of any length."""
    page = hashlib.sha256(f"{assignment.public_id} {form or ''}".encode()).hexdigest()[:24]
    return f"{kind}.{page}"


def _told_on(db: Db, assignment: Assignment, form: str | None) -> Collection[RiskCase]:
    """Find the cases that a page opened before it could be kept."""
    flags = [_flag(kind, assignment, form) for kind in (RiskKind.FELT_WORSE, RiskKind.MEMORIES)]
    return db.scalars(
        select(RiskCase).where(
            RiskCase.enrollment_id == assignment.enrollment_id, RiskCase.flag.in_(flags)
        )
    ).all()


def _take_in(db: Db, cases: Collection[RiskCase], entry: PracticeEntry) -> bool:
    for case in cases:
        case.practice_entry_id = entry.id
        case.flag = case.kind.value
    db.flush()
    return bool(cases)


def _check_correction(
    db: Db, actor: Actor, entry: PracticeEntry, practice: Practice, *, is_desk: bool
) -> None:
    """Refuse what no line may say; a break keeps nobody from mending one, nor does its age."""
    assignment = db.get_one(Assignment, entry.assignment_id)
    enrollment = db.get_one(Enrollment, assignment.enrollment_id)
    standing = enrollment.status_at(actor.at)
    if not is_desk and standing is not EnrollmentStatus.PAUSED:
        check_place(standing, db.get_one(Cohort, enrollment.cohort_id).status)
    if practice.practiced_on != entry.practiced_on:
        _check_day(db, actor, assignment, practice, has_bound=not is_desk)
    _check_figures(practice)


def _retraction(db: Db, entry: PracticeEntry, practice: Practice, reason: str | None) -> Retraction:
    """Say how ticks go that stood: the person takes them back, or the desk says why."""
    if reason is None:
        return Retraction()
    gone = flags(_cries(entry)) - flags(_cries(practice))
    if gone and not reason.strip() and has_case(db, entry, gone):
        raise Refused(
            N_("This takes back what opened a risk case. Say why in a few words, then keep it."),
            field="reason",
        )
    check_reason(reason)
    return Retraction(CORRECTED, reason)


def _check(
    db: Db, actor: Actor, assignment: Assignment, practice: Practice, medium: Medium
) -> None:
    is_portal = medium is Medium.PORTAL
    if is_portal:
        enrollment = db.get_one(Enrollment, assignment.enrollment_id)
        check_given(assignment)
        check_place(enrollment.status, db.get_one(Cohort, enrollment.cohort_id).status)
    if assignment.exercise_id is None:
        raise Refused(N_("A sheet is filled in, not logged."))
    if actor.at < assignment.opens_at:
        raise Refused(N_("This is not open yet."))
    _check_day(db, actor, assignment, practice, has_bound=is_portal)
    _check_figures(practice)


def _check_day(
    db: Db, actor: Actor, assignment: Assignment, practice: Practice, *, has_bound: bool
) -> None:
    # Today is where she is. Whoever types from paper goes by the day of the group.
    enrollment = db.get_one(Enrollment, assignment.enrollment_id)
    cohort = db.get_one(Cohort, enrollment.cohort_id)
    clock = clock_of(cohort, db.get_one(Client, enrollment.client_id))
    day_of = clock.day_of if has_bound else clock.group_day_of
    check_practice_day(
        practice.practiced_on,
        day_of(actor.at),
        max(day_of(assignment.opens_at), day_of(enrollment.enrolled_at)),
        day_of(assignment.closes_at),
        has_bound=has_bound,
    )


def _check_figures(practice: Practice) -> None:
    check_practice_figures(practice.minutes, practice.before, practice.after)
    if len(practice.note) > LONGEST_NOTE:
        raise Refused(
            N_("This is longer than the %(most)s characters that fit."),
            {"most": LONGEST_NOTE},
            "note",
        )
