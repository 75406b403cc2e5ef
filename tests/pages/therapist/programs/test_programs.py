"""Programs, exercises, sheets and measures: everything a therapist may look up."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.models.programs import ExerciseRow, InstrumentRow, ProgramRow, WorksheetRow
from tests.client import Person

As = Callable[[str], Person]

SHOWN: list[tuple[str, str, Any]] = [
    ("therapist.programs.show", "program_id", ProgramRow),
    ("therapist.exercises.show", "exercise_id", ExerciseRow),
    ("therapist.worksheets.show", "worksheet_id", WorksheetRow),
    ("therapist.measures.show", "instrument_id", InstrumentRow),
]


@pytest.mark.parametrize(("endpoint", "argument", "kind"), SHOWN)
def test_every_piece_that_ships_has_a_page(
    as_: As, db: Db, endpoint: str, argument: str, kind: Any
) -> None:
    theresa, pieces = as_("theresa"), db.scalars(select(kind)).all()
    assert pieces
    for row in pieces:
        page = theresa.get(endpoint, **{argument: row.public_id})
        assert page.has_heading(row.title), row.title


@pytest.mark.parametrize(
    ("endpoint", "words"),
    [
        ("therapist.programs.index", "Safe Connections"),
        ("therapist.worksheets.index", "W10 My patterns this week"),
        ("therapist.measures.index", "PHQ-9 Patient Health Questionnaire, nine items"),
    ],
)
def test_a_supervisor_looks_everything_up(as_: As, endpoint: str, words: str) -> None:
    assert words in as_("sigrid").get(endpoint).text


def test_a_program_shows_each_week_with_plan_sheets_practice_and_measures(as_: As, db: Db) -> None:
    program = db.scalars(select(ProgramRow).where(ProgramRow.slug == "safe-connections")).one()
    page = as_("theresa").get("therapist.programs.show", program_id=program.public_id)
    assert "Session 1 · 120 min Arriving: why minds are tricky" in page.text
    assert "Tricky minds and compassion · teaching" in page.text
    assert "Soothing rhythm breathing 5 × 5 min" in page.text
    assert "PHQ-9 Before" in page.text


def test_a_measure_shows_its_rule_its_norms_and_what_is_not_verified(as_: As, db: Db) -> None:
    row = db.scalars(select(InstrumentRow).where(InstrumentRow.key == "phq-9")).one()
    page = as_("theresa").get("therapist.measures.show", instrument_id=row.public_id)
    assert "Up to 2 missing answers take the mean of the others." in page.text
    assert "Kocalevent and colleagues 2013 not verified" in page.text
    assert "question 9, from 1 on" in page.text
    assert "No permission required to reproduce" in page.text
    assert "The answers 0, 1, 2, 3, 0, 1, 2, 3, 0 give:" in page.text
    assert "Depression: 12 moderate of 0 to 27" in page.text


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("phq-9", "symptoms of a major depressive syndrome: Low mood or little interest;"),
        ("itq", "criteria of PTSD: Re-experiencing; Avoidance; Sense of threat;"),
        ("scs", "Mean of the subscale means"),
        ("scs", "Reversed questions count here as they were given"),
        ("swemwbs", "Sum of the answers, looked up in a table"),
        ("wsas", "Question 1, where it does not apply."),
        ("ceas", "its wording does not come with the program. not part of the score"),
        ("ecr-s", "Scoring key from Wei, Russell, Mallinckrodt & Vogel 2007"),
        ("fscrs", "This program carries only the scoring key"),
    ],
)
def test_a_measure_says_in_words_how_it_is_scored(as_: As, db: Db, key: str, words: str) -> None:
    row = db.scalars(select(InstrumentRow).where(InstrumentRow.key == key)).one()
    page = as_("theresa").get("therapist.measures.show", instrument_id=row.public_id)
    assert words in page.text


def test_an_exercise_says_its_caution_before_its_first_step(as_: As, db: Db) -> None:
    row = db.scalars(select(ExerciseRow).where(ExerciseRow.slug == "safe-place")).one()
    page = as_("theresa").get("therapist.exercises.show", exercise_id=row.public_id)
    assert page.text.index("When to stop.") < page.text.index("Sit comfortably")
    assert "Gentler: Five-senses grounding" in page.text


def test_a_sheet_is_printed_by_those_who_may_print(as_: As, db: Db) -> None:
    row = db.scalars(select(WorksheetRow).where(WorksheetRow.code == "W10")).one()
    show = {"worksheet_id": row.public_id}
    assert "Large print" in as_("theresa").get("therapist.worksheets.show", **show).text
    assert "Large print" not in as_("sigrid").get("therapist.worksheets.show", **show).text
