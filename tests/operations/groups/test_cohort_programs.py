"""Moving a running cohort to another version: what is past, begun or given by hand stays."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.enrollments import Medium
from clinic.domain.errors import Refused, Stale
from clinic.lookups.programs.content import program_of
from clinic.models.assignments import Assignment
from clinic.models.programs import ProgramRow
from clinic.operations.groups.cohort_program import move_cohort
from tests.cast import NOW, Cast
from tests.crowd import theresa
from tests.edited_programs import edited, move
from tests.sheets import save


def practice(db: Db, cast: Cast, number: int) -> list[Assignment]:
    session = cast.sessions[number]
    return list(
        db.scalars(
            select(Assignment)
            .where(Assignment.group_session_id == session.id)
            .order_by(Assignment.id)
            .execution_options(populate_existing=True)
        )
    )


State = tuple[int, int | None, int | None, int | None, int | None, bool, datetime]


def state(rows: list[Assignment]) -> list[State]:
    return [
        (r.id, r.exercise_id, r.worksheet_id, r.times_per_week, r.minutes, r.is_active, r.opens_at)
        for r in rows
    ]


def test_a_sheet_that_the_new_plan_leaves_out_is_taken_out_and_comes_back_with_the_old_plan(
    db: Db, cast: Cast
) -> None:
    shipped = db.get_one(ProgramRow, cast.cohort.program_id)
    number, line = _last_sheet(shipped)
    target = edited(db, cast, line, "")
    before = state(practice(db, cast, number))
    move(db, cast, target)
    rows = practice(db, cast, number)
    assert sorted(row.id for row in rows) == sorted(row[0] for row in before)
    assert sum(not row.is_active for row in rows) == 3
    move(db, cast, shipped)
    assert state(practice(db, cast, number)) == before


def test_what_belongs_to_past_sessions_stays(db: Db, cast: Cast) -> None:
    _number, line = _last_sheet(db.get_one(ProgramRow, cast.cohort.program_id))
    target = edited(db, cast, line, "")
    before = [state(practice(db, cast, number)) for number in (1, 2, 3)]
    move(db, cast, target)
    assert [state(practice(db, cast, number)) for number in (1, 2, 3)] == before
    db.refresh(cast.cohort)
    assert cast.cohort.program_id == target.id


def test_what_somebody_has_begun_stays(db: Db, cast: Cast) -> None:
    number, line = _last_sheet(db.get_one(ProgramRow, cast.cohort.program_id))
    target = edited(db, cast, line, "")
    mine = next(
        row
        for row in practice(db, cast, number)
        if row.worksheet_id and row.enrollment_id == cast.enrollments["noor"].id
    )
    save(db, theresa(cast), mine, {}, 0, Medium.PAPER)
    move(db, cast, target)
    assert sum(not row.is_active for row in practice(db, cast, number)) == 2


def test_other_cohorts_stay_on_theirs(db: Db, cast: Cast) -> None:
    before = cast.other_cohort.program_id
    move(db, cast, edited(db, cast, "title: Ours", "title: Ours again"))
    db.refresh(cast.other_cohort)
    assert cast.other_cohort.program_id == before


def test_a_program_with_other_sessions_is_refused_and_changes_nothing(db: Db, cast: Cast) -> None:
    cohort, before = cast.cohort, cast.cohort.program_id
    sessions = len(program_of(db.get_one(ProgramRow, before)).sessions)
    every = db.scalars(select(ProgramRow).order_by(ProgramRow.id))
    fewer = next(row for row in every if len(program_of(row).sessions) < sessions)
    with pytest.raises(Refused, match="different sessions"):
        move_cohort(db, theresa(cast), cohort, fewer, cohort.version)
    db.refresh(cohort)
    assert cohort.program_id == before


def test_a_cohort_that_somebody_changed_meanwhile_is_not_moved(db: Db, cast: Cast) -> None:
    target = edited(db, cast, "title: Ours", "title: Ours again")
    with pytest.raises(Stale):
        move_cohort(db, theresa(cast), cast.cohort, target, 99)


def test_once_all_is_over_nothing_moves_but_the_version(db: Db, cast: Cast) -> None:
    number, line = _last_sheet(db.get_one(ProgramRow, cast.cohort.program_id))
    target = edited(db, cast, line, "")
    before = state(practice(db, cast, number))
    late = replace(theresa(cast), at=NOW + timedelta(days=400))
    move(db, cast, target, late)
    assert state(practice(db, cast, number)) == before


def _last_sheet(program: ProgramRow) -> tuple[int, str]:
    """Find a session to come that gives a sheet home, and the line of the plan that says so."""
    for session in program_of(program).sessions:
        for item in session.assignments:
            named = f"      - {{worksheet: {item.worksheet}"
            lines = [line for line in program.source.split("\n") if line.startswith(named)]
            if session.number > 3 and item.worksheet and len(lines) == 1:
                return session.number, f"{lines[0]}\n"
    raise LookupError("no session to come gives a sheet home")
