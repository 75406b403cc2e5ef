"""The page of a measure: all that somebody needs who checks a score by hand."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.models.programs import InstrumentRow
from tests.client import Page, Person

As = Callable[[str], Person]


@pytest.fixture
def page_of(as_: As, db: Db) -> Callable[[str], Page]:
    def show(key: str) -> Page:
        row = db.scalars(select(InstrumentRow).where(InstrumentRow.key == key)).first()
        assert row is not None
        return as_("theresa").get("therapist.measures.show", instrument_id=row.public_id)

    return show


def test_a_question_that_is_not_scored_stands_there_with_its_own_answers(
    page_of: Callable[[str], Page],
) -> None:
    text = page_of("phq-9").text
    assert "If you checked off any problems" in text
    assert "not part of the score 0 Not difficult at all · 1 Somewhat difficult" in text
    assert "0 Not at all · 1 Several days" in text


def test_a_score_by_table_shows_the_table(page_of: Callable[[str], Page]) -> None:
    text = page_of("swemwbs").text
    assert "The score for each sum Sum Score 7 7 8 9.51" in text
    assert "34 32.55 35 35" in text


def test_a_mean_of_means_names_what_is_averaged(page_of: Callable[[str], Page]) -> None:
    assert "Means that are averaged questions 5, 12, 19, 23, 26; questions" in page_of("scs").text


@pytest.mark.parametrize(("key", "is_known"), [("ecr-rs", False), ("core-10", True)])
def test_a_scale_without_a_confirmed_norm_says_so(
    page_of: Callable[[str], Page], key: str, is_known: bool
) -> None:
    said = "No confirmed norm is known, so no change is called reliable unless the clinic enters"
    assert (said in page_of(key).text) is not is_known
