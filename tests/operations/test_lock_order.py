"""Two who write at once take what they share in one order: on a server that lets them write side by
side, neither waits for the other for ever."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier, BrokenBarrierError

import pytest
from flask import Flask
from sqlalchemy import event, select

from clinic.db import Db
from clinic.domain.access import Action, Actor
from clinic.domain.clinic.trail import PageRead, Subject
from clinic.domain.enrollments import AttendanceMark
from clinic.domain.groups.cohorts import Span
from clinic.domain.homework.doses import Dose
from clinic.lookups.clinic.trail import broken_links
from clinic.models.programs import ExerciseRow, WorksheetRow
from clinic.operations.clinic.trail import note_reads
from clinic.operations.groups.attendance import PersonMark, mark_attendance
from clinic.operations.homework.assignments import assign
from clinic.operations.people.pauses import pause
from clinic.operations.post.reminders import plan_reminders
from tests.cast import NOW, Cast, load
from tests.databases import engine_of

TURN = 0.3
"""Seconds that one who has taken a row waits for the other to take one as well."""
PATIENCE = 30
_TAKES = re.compile(r"^(INSERT|UPDATE|DELETE)\b|\bFOR UPDATE\b")

Deed = Callable[[Db, Cast, str, list[str]], object]


def _people(cast: Cast, names: list[str]) -> list[str]:
    return [cast.enrollments[name].public_id for name in names]


def _exercise(db: Db) -> ExerciseRow:
    return db.scalars(select(ExerciseRow).order_by(ExerciseRow.id.desc()).limit(1)).one()


def _sheet(db: Db) -> WorksheetRow:
    return db.scalars(select(WorksheetRow).order_by(WorksheetRow.id.desc()).limit(1)).one()


def _give(part: Callable[[Db], ExerciseRow | WorksheetRow]) -> Deed:
    def deed(db: Db, cast: Cast, who: str, names: list[str]) -> object:
        row = part(db)
        people = [cast.enrollments[name] for name in names]
        window = Span(NOW - timedelta(days=1), NOW + timedelta(days=2))
        return assign(db, _by(cast, who), cast.sessions[3], people, row, window, Dose(1, 10))

    return deed


def _mark(db: Db, cast: Cast, who: str, names: list[str]) -> object:
    marks = {one: PersonMark(AttendanceMark.PRESENT) for one in _people(cast, names)}
    return mark_attendance(db, _by(cast, who), cast.sessions[1], marks)


def _pause(db: Db, cast: Cast, who: str, names: list[str]) -> object:
    ends_on = (NOW + timedelta(days=9)).date()
    return pause(db, _by(cast, who), cast.enrollments[names[0]], ends_on, "tired")


def _plan(db: Db, cast: Cast, _who: str, _names: list[str]) -> object:
    return plan_reminders(db, Actor(None, NOW), cast.cohort.id)


def _read(db: Db, cast: Cast, _who: str, names: list[str]) -> None:
    readers = ("theresa", "tom") if names[0] == "mia" else ("tom", "theresa")
    reads = [PageRead(NOW, cast.accounts[name].id, Action.CLIENT_READ) for name in readers]
    note_reads(db, Actor(None, NOW), [(read, Subject()) for read in reads])


def _by(cast: Cast, who: str) -> Actor:
    return Actor(cast.accounts[who].id, NOW, cast.accounts[who].role)


DEEDS: dict[str, Deed] = {
    "give an exercise": _give(_exercise),
    "give a sheet": _give(_sheet),
    "mark who came": _mark,
    "begin a break": _pause,
    "plan reminders": _plan,
    "write reads down": _read,
}
PAIRS = [(one, other) for at, one in enumerate(DEEDS) for other in list(DEEDS)[at:]]


@pytest.fixture
def side_by_side(app: Flask, db: Db) -> Iterator[Callable[[Deed, Deed], None]]:
    """Do two deeds at once, each of which takes one row after the other in step with the other."""
    engine, databases = engine_of(db), app.extensions["hearth"].databases
    if engine.dialect.name == "sqlite":
        pytest.skip("one writes at a time")
    turns = Barrier(2)

    def in_step(_line: object, _cursor: object, statement: str, *_: object) -> None:
        if _TAKES.search(statement):
            # Whoever waits for a row of the other comes to no turn: then both go on.
            with suppress(BrokenBarrierError):
                turns.wait(TURN)

    def run(deed: Deed, who: str, names: list[str]) -> None:
        with databases() as session:
            deed(session, load(session), who, names)

    def both(one: Deed, other: Deed) -> None:
        with ThreadPoolExecutor(2) as threads:
            first = threads.submit(run, one, "theresa", ["mia", "max"])
            second = threads.submit(run, other, "tom", ["max", "mia"])
            first.result(PATIENCE)
            second.result(PATIENCE)

    event.listen(engine, "after_cursor_execute", in_step)
    yield both
    event.remove(engine, "after_cursor_execute", in_step)


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_two_who_share_people_both_end(
    db: Db, side_by_side: Callable[[Deed, Deed], None], one: str, other: str
) -> None:
    side_by_side(DEEDS[one], DEEDS[other])
    side_by_side(DEEDS[other], DEEDS[one])
    db.commit()
    assert broken_links(db) == []
