"""One filling of a questionnaire, and the courses on a person's page."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.enrollments import Medium
from clinic.models.measures import Administration
from clinic.operations.measures.administrations import answer_items, finish_administration
from tests.cast import Cast
from tests.client import Person
from tests.conftest import Clock
from tests.homework import measure_of

As = Callable[[str], Person]


def fill(
    db: Db, cast: Cast, answers: dict[int, int], occasion: str = "mid", key: str = "phq-9"
) -> Administration:
    row = measure_of(db, cast, key=key, occasion=occasion)
    mia = Actor(cast.accounts["mia"].id, row.opens_at + timedelta(hours=1))
    answer_items(db, mia, row, answers, Medium.PORTAL)
    return finish_administration(db, mia, row, Medium.PORTAL)


def items(*codes: int) -> dict[int, int]:
    return dict(enumerate(codes, 1))


def test_every_answer_stands_in_its_words_with_score_band_rule_and_source(
    as_: As, db: Db, cast: Cast
) -> None:
    row = fill(db, cast, items(3, 2, 1, 0, 1, 2, 1, 0, 0))
    page = as_("theresa").get("therapist.administrations.show", administration_id=row.public_id)
    assert "10 of 0 to 27 moderate" in page.text
    assert "Little interest or pleasure in doing things Nearly every day (3)" in page.text
    assert "Rule sum, key 1" in page.text
    assert "Kroenke, Spitzer & Williams 2001, as implemented in CamCOPS verified" in page.text
    assert "No risk reported" in page.text


def test_a_missing_risk_answer_is_unknown_and_a_prorated_score_says_what_is_missing(
    as_: As, db: Db, cast: Cast
) -> None:
    row = fill(db, cast, items(1, 1, 1, 1, 1, 1, 1, 1))
    page = as_("theresa").get("therapist.administrations.show", administration_id=row.public_id)
    assert "Unknown: not answered" in page.text
    assert "prorated" in page.text
    assert "question 9" in page.text
    assert "not verified" in page.text


def test_too_many_missing_answers_give_no_number(as_: As, db: Db, cast: Cast) -> None:
    row = fill(db, cast, items(1, 1, 1))
    page = as_("theresa").get("therapist.administrations.show", administration_id=row.public_id)
    assert "– no score: too many answers missing" in page.text


def test_what_was_not_sent_has_no_score_yet(as_: As, db: Db, cast: Cast) -> None:
    row = measure_of(db, cast)
    page = as_("theresa").get("therapist.administrations.show", administration_id=row.public_id)
    assert "Not sent yet" in page.text


def test_a_course_is_a_picture_and_a_table_and_a_gap_is_no_number(
    clock: Clock, as_: As, db: Db, cast: Cast
) -> None:
    fill(db, cast, items(2, 2, 2, 2, 2, 2, 2, 0, 0))
    clock.at = measure_of(db, cast).closes_at + timedelta(days=1)
    page = as_("theresa").get("therapist.clients.show", client_id=cast.clients["mia"].public_id)
    assert len(page.parts(class_="chart-line")) == 0
    assert "One score so far: 14." in page.html
    assert "Midway Sat, Feb 28 14 moderate" in page.text
    assert "Before Tue, Feb 10 – not answered" in page.text


@pytest.mark.parametrize(("name", "status"), [("sam", 404), ("ada", 403), ("mia", 403)])
def test_nobody_else_reads_the_answers(as_: As, db: Db, cast: Cast, name: str, status: int) -> None:
    row = measure_of(db, cast)
    answer = as_(name).get("therapist.administrations.show", administration_id=row.public_id)
    assert answer.status == status
