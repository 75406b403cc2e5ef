"""What was only read second-hand looks not verified, wherever it is shown."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from clinic.content.instrument_files import load_instruments
from clinic.db import Db
from clinic.domain.clinic.settings import Paper
from clinic.models.programs import InstrumentRow
from clinic.printing.measures import measure_html
from clinic.printing.sheets import Layout
from tests.cast import Cast
from tests.client import Person
from tests.homework import measure_of
from tests.scores import give_score

As = Callable[[str], Person]
SECOND_HAND = "NHS Talking Therapies manual, as quoted at cbtwatch.com"


@pytest.fixture
def scored(db: Db, cast: Cast) -> None:
    give_score(db, cast, "mia", 16)
    give_score(db, cast, "mia", 9, occasion="mid")


def test_the_page_of_a_person_and_of_her_group_say_so(as_: As, cast: Cast, scored: None) -> None:
    theresa = as_("theresa")
    for page in (
        theresa.get("therapist.clients.show", client_id=cast.clients["mia"].public_id),
        theresa.get("therapist.cohort_measures.show", cohort_id=cast.cohort.public_id),
    ):
        assert f"{SECOND_HAND}; read second-hand, not verified)" in page.text
    person = theresa.get("therapist.clients.show", client_id=cast.clients["mia"].public_id)
    assert "Not verified at the source: the reliable change." in person.text


def test_the_page_of_the_measure_and_of_one_filling_say_so(
    as_: As, db: Db, cast: Cast, scored: None
) -> None:
    found = db.scalars(select(InstrumentRow.public_id).where(InstrumentRow.key == "phq-9")).one()
    filling = measure_of(db, cast, occasion="baseline").public_id
    theresa = as_("theresa")

    measure = theresa.get("therapist.measures.show", instrument_id=found).text
    filled = theresa.get("therapist.administrations.show", administration_id=filling).text

    for text in (measure, filled):
        assert f"{SECOND_HAND} read second-hand, not verified" in text
    assert "Scoring key from Kroenke" in filled


def test_paper_says_so() -> None:
    shipped = load_instruments().instruments
    words = "The wording was not compared with its original."
    sheets = {
        key: measure_html(shipped[key], Layout(Paper.A4), today=date(2026, 2, 25))
        for key in ("k10", "phq-9")
    }

    assert words in sheets["k10"]
    assert words not in sheets["phq-9"]
