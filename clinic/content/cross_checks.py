"""The rules that hold between content files: what is named exists, and doses stay bearable."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from clinic.content.faults import FaultReport
from clinic.content.promises import check_text, names_log_tick
from clinic.content.reader_claims import promise_of_privacy
from clinic.domain.homework.exercises import Exercise
from clinic.domain.homework.worksheets import Readers, Worksheet
from clinic.domain.programs.programs import PlannedAssignment, PlannedSession, Program
from clinic.domain.safety.cries import is_marked

MOST_DAILY_MINUTES = 20
"""Homework a day on average; above it people stop practicing rather than practice more."""


@dataclass(frozen=True, slots=True)
class KnownContent:
    """What a content file may name."""

    worksheets: Mapping[str, Worksheet]
    exercises: Mapping[str, Exercise]
    instruments: Collection[str]


def check_worksheet(
    worksheet: Worksheet, text: str, report: FaultReport, known: KnownContent
) -> None:
    """Report a promise that no field of the sheet backs, and a name of what does not exist."""
    is_backed = is_marked(worksheet)
    check_text(text, report, _titles(known), known.worksheets, is_backed=is_backed)


def check_exercise(exercise: Exercise, text: str, report: FaultReport, known: KnownContent) -> None:
    """Report what an exercise names that does not exist, rungs in a circle, and empty promises."""
    is_backed = names_log_tick(text)
    check_text(text, report, _titles(known), known.worksheets, is_backed=is_backed)
    _expect(exercise.gentler, known.exercises, report, "gentler")
    _expect(exercise.worksheet, known.worksheets, report, "worksheet")
    check_promise(exercise, report, known)
    passed: set[str] = set()
    rung: Exercise | None = exercise
    while rung is not None and rung.slug not in passed:
        passed.add(rung.slug)
        rung = known.exercises.get(rung.gentler or "")
    if rung is not None:
        report.add(report.line("gentler"), "expected gentler exercises that end, not a circle")


def check_promise(exercise: Exercise, report: FaultReport, known: KnownContent) -> None:
    """Report an exercise that promises privacy and leads to a sheet that the facilitators read."""
    sheet = known.worksheets.get(exercise.worksheet or "")
    if sheet is None or not sheet.fields or sheet.readers is Readers.MINE:
        return
    told = (exercise.purpose, exercise.caution, exercise.stop_rule, exercise.html)
    found = promise_of_privacy("\n".join(told))
    if found:
        expected = f"expected {sheet.code} with readers: {Readers.MINE.value}"
        line = report.line("worksheet")
        report.add(line, f"{expected}, since {exercise.slug} says {found[0]!r}")


def check_program(program: Program, text: str, report: FaultReport, known: KnownContent) -> None:
    """Report what a program names that does not exist, and homework that is too much."""
    # A plan is read by those who lead the group: what they are to do is no promise.
    check_text(text, report, _titles(known), known.worksheets, is_backed=True)
    for place, session in enumerate(program.sessions):
        path = f"sessions.{place}"
        for number, code in enumerate(session.handouts):
            _expect(code, known.worksheets, report, f"{path}.handouts.{number}")
        for number, measure in enumerate(session.measures):
            at = f"{path}.measures.{number}.instrument"
            _expect(measure.instrument, known.instruments, report, at)
        for number, assignment in enumerate(session.assignments):
            _check_assignment(assignment, report, known, f"{path}.assignments.{number}")
        daily = daily_minutes(session, known.worksheets)
        if daily > MOST_DAILY_MINUTES:
            expected = f"expected at most {MOST_DAILY_MINUTES} minutes of homework a day"
            report.add(report.line(f"{path}.assignments"), f"{expected}, found {daily:.1f}")


def daily_minutes(session: PlannedSession, worksheets: Mapping[str, Worksheet]) -> float:
    """Average what one session assigns over the seven days that follow it."""
    total = 0
    for assignment in session.assignments:
        sheet = worksheets.get(assignment.worksheet or "")
        each = assignment.minutes or (sheet.minutes if sheet else 0)
        total += each * assignment.times_per_week
    return total / 7


def _check_assignment(
    assignment: PlannedAssignment, report: FaultReport, known: KnownContent, path: str
) -> None:
    _expect(assignment.exercise, known.exercises, report, f"{path}.exercise")
    _expect(assignment.worksheet, known.worksheets, report, f"{path}.worksheet")
    exercise = known.exercises.get(assignment.exercise or "")
    if exercise is not None and exercise.therapist_unlock:
        line = report.line(f"{path}.exercise")
        report.add(line, f"expected an exercise that needs no unlocking, found {exercise.slug}")


def _titles(known: KnownContent) -> list[str]:
    sheets = [sheet.title for sheet in known.worksheets.values()]
    return [*sheets, *(exercise.title for exercise in known.exercises.values())]


def _expect(name: str | None, names: Collection[str], report: FaultReport, path: str) -> None:
    if name is not None and name not in names:
        report.add(report.line(path), f"expected a name that exists, found {name[:80]!r}")
