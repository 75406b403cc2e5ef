"""Giving home practice, and taking it out for one person."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.errors import Refused
from clinic.domain.groups.cohorts import Span
from clinic.domain.homework.doses import Dose
from clinic.models.assignments import Assignment
from clinic.models.practice import PracticeEntry
from clinic.models.programs import ExerciseRow
from clinic.operations.homework.assignments import assign, switch
from clinic.operations.homework.practice import Practice, log_practice
from tests.cast import NOW, Cast
from tests.homework import exercise_of

WINDOW = Span(NOW, NOW + timedelta(days=3))


@pytest.fixture
def theresa(cast: Cast) -> Actor:
    return Actor(cast.accounts["theresa"].id, NOW)


def test_who_has_it_already_keeps_the_one_she_has_with_the_new_dose(
    db: Db, cast: Cast, theresa: Actor
) -> None:
    mine = exercise_of(db, cast)
    exercise = db.get_one(ExerciseRow, mine.exercise_id)
    people = [cast.enrollments["mia"], cast.enrollments["max"]]
    given = assign(db, theresa, cast.sessions[3], people, exercise, WINDOW, Dose(2, 9))
    assert given[0] is mine
    assert (mine.times_per_week, mine.minutes) == (2, 9)
    rows = select(Assignment).where(
        Assignment.exercise_id == exercise.id, Assignment.enrollment_id == people[0].id
    )
    assert (
        len(db.scalars(rows.where(Assignment.group_session_id == cast.sessions[3].id)).all()) == 1
    )


def test_what_was_taken_out_comes_back_when_it_is_given_again(
    db: Db, cast: Cast, theresa: Actor
) -> None:
    mine = exercise_of(db, cast)
    switch(db, theresa, mine, is_active=False)
    exercise = db.get_one(ExerciseRow, mine.exercise_id)
    assign(db, theresa, cast.sessions[3], [cast.enrollments["mia"]], exercise, WINDOW, Dose(2, 9))
    assert mine.is_active


def test_nothing_is_given_for_a_time_that_is_over(db: Db, cast: Cast, theresa: Actor) -> None:
    over = Span(NOW - timedelta(days=7), NOW)
    exercise = db.get_one(ExerciseRow, exercise_of(db, cast).exercise_id)
    people = [cast.enrollments["mia"]]
    with pytest.raises(Refused, match="is over"):
        assign(db, theresa, cast.sessions[2], people, exercise, over, Dose(2, 9))


def test_what_was_practiced_stays_when_a_piece_is_taken_out(
    db: Db, cast: Cast, theresa: Actor
) -> None:
    mine = exercise_of(db, cast)
    mia = Actor(cast.accounts["mia"].id, NOW)
    log_practice(db, mia, mine, Practice(practiced_on=NOW.date(), minutes=5))
    switch(db, theresa, mine, is_active=False)
    entries = db.scalars(select(PracticeEntry).where(PracticeEntry.assignment_id == mine.id))
    assert [entry.minutes for entry in entries] == [5]
