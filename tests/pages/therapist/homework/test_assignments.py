"""Giving home practice: to whom, how much, and taking it out again."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.models.assignments import Assignment
from clinic.models.programs import ExerciseRow
from tests.cast import Cast
from tests.client import Person
from tests.homework import exercise_of

As = Callable[[str], Person]


@pytest.fixture
def square_breath(db: Db) -> ExerciseRow:
    return db.scalars(select(ExerciseRow).where(ExerciseRow.slug == "square-breath")).one()


def given(db: Db, exercise: ExerciseRow) -> dict[int, Assignment]:
    db.commit()
    rows = db.scalars(select(Assignment).where(Assignment.exercise_id == exercise.id))
    return {row.enrollment_id: row for row in rows}


def form(cast: Cast, *names: str, times: int = 2, minutes: int = 3) -> dict[str, object]:
    people = [cast.enrollments[name].public_id for name in names]
    return {"times_per_week": times, "minutes": minutes, "people": people}


def test_everything_of_the_program_is_offered_by_what_it_trains(as_: As, cast: Cast) -> None:
    where = {"session_id": cast.sessions[4].public_id}
    page = as_("theresa").get("therapist.assignments.new", **where)
    assert page.has_heading("Calming")
    assert "A place that welcomes you" in page.text
    assert "My patterns this week" in page.text


def test_it_is_given_to_the_chosen_people_only(
    as_: As, db: Db, cast: Cast, square_breath: ExerciseRow
) -> None:
    where = {"session_id": cast.sessions[4].public_id, "part": square_breath.public_id}
    page = as_("theresa").get("therapist.assignments.new", **where)
    assert len(page.ticked) == 3
    before = set(given(db, square_breath))
    data = form(cast, "mia", "noor")
    assert as_("theresa").post("therapist.assignments.create", data, **where).status == 303
    added = {cast.enrollments[name].id for name in ("mia", "noor")}
    assert set(given(db, square_breath)) == before | added


def test_a_day_with_too_much_in_it_is_given_only_when_it_is_meant(
    as_: As, db: Db, cast: Cast, square_breath: ExerciseRow
) -> None:
    where = {"session_id": cast.sessions[4].public_id, "part": square_breath.public_id}
    data = form(cast, "mia", times=7, minutes=20)
    theresa = as_("theresa")
    page = theresa.post("therapist.assignments.create", data, **where)
    assert page.status == 422
    assert "more than 20 minutes a day for Mia R." in page.text
    assert cast.enrollments["mia"].id not in given(db, square_breath)
    meant = {**data, "is_dose_meant": "y"}
    assert theresa.post("therapist.assignments.create", meant, **where).status == 303
    assert given(db, square_breath)[cast.enrollments["mia"].id].minutes == 20


@pytest.mark.parametrize(
    "change",
    [
        {"times_per_week": "0"},
        {"times_per_week": "22"},
        {"minutes": "181"},
        {"minutes": "five"},
        {"people": []},
        {"people": ["zzzzzzzzzzzzzzzzzzzz"]},
    ],
)
def test_what_cannot_be_given_is_refused(
    as_: As, db: Db, cast: Cast, square_breath: ExerciseRow, change: dict[str, object]
) -> None:
    before = set(given(db, square_breath))
    where = {"session_id": cast.sessions[4].public_id, "part": square_breath.public_id}
    data = {**form(cast, "mia"), **change}
    assert as_("theresa").post("therapist.assignments.create", data, **where).status == 422
    assert set(given(db, square_breath)) == before


@pytest.mark.parametrize(
    ("number", "sentence"),
    [(2, "The time for home practice after that session is over."), (9, "No session follows")],
)
def test_nothing_is_given_where_there_is_no_time_to_practice(
    as_: As, cast: Cast, square_breath: ExerciseRow, number: int, sentence: str
) -> None:
    where = {"session_id": cast.sessions[number].public_id, "part": square_breath.public_id}
    page = as_("theresa").post("therapist.assignments.create", form(cast, "mia"), **where)
    assert page.status == 422
    assert sentence in page.text


def test_a_piece_is_taken_out_for_one_person_and_put_back(as_: As, db: Db, cast: Cast) -> None:
    theresa, mine = as_("theresa"), exercise_of(db, cast)
    where = {"assignment_id": mine.public_id}
    out = theresa.post("therapist.assignments.update", {"is_active": "no"}, **where)
    assert "taken out" in theresa.open(out.location.partition("#")[0]).text
    db.commit()
    db.refresh(mine)
    assert not mine.is_active
    assert exercise_of(db, cast, "max").is_active
    theresa.post("therapist.assignments.update", {"is_active": "yes"}, **where)
    db.commit()
    db.refresh(mine)
    assert mine.is_active


def test_a_switch_without_a_word_is_not_understood(as_: As, db: Db, cast: Cast) -> None:
    where = {"assignment_id": exercise_of(db, cast).public_id}
    assert as_("theresa").post("therapist.assignments.update", **where).status == 400


def test_others_give_and_take_nothing(
    as_: As, db: Db, cast: Cast, square_breath: ExerciseRow
) -> None:
    session = {"session_id": cast.sessions[4].public_id, "part": square_breath.public_id}
    mine = {"assignment_id": exercise_of(db, cast).public_id}
    data = {"is_active": "no"}
    for name, status in (("sam", 404), ("sigrid", 403)):
        person = as_(name)
        assert person.get("therapist.assignments.new", **session).status == status
        assert person.post("therapist.assignments.update", data, **mine).status == status
