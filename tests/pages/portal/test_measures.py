"""Questionnaires: one question at a time, nothing lost, help first where an answer asks for it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.models.measures import Administration, ScoreRow
from clinic.models.risk import RiskCase
from tests.cast import NOW, Cast
from tests.client import Page, Person
from tests.conftest import Clock
from tests.homework import measure_of

As = Callable[[str], Person]


@pytest.fixture
def row(db: Db, cast: Cast, clock: Clock) -> Administration:
    clock.at = NOW + timedelta(days=4)
    return measure_of(db, cast)


def answer(person: Person, row: Administration, item: int, code: str, **more: str) -> Page:
    data = {f"item_{item}": code, **more}
    key = row.public_id
    return person.post("portal.measures.answer", data, administration_id=key, item=item)


def send(person: Person, row: Administration) -> Page:
    form = person.get("portal.measures.review", administration_id=row.public_id)
    sent = {"once": form.once}
    return person.post("portal.measures.finish", sent, administration_id=row.public_id)


def test_the_introduction_says_who_reads_and_that_nobody_reads_along(
    as_: As, row: Administration
) -> None:
    page = as_("mia").get("portal.measures.show", administration_id=row.public_id)
    assert "Theresa Lind and Tom Adeyemi read your answers, and nobody else" in page.text
    assert "This is not an emergency line" in page.text
    assert "No permission required to reproduce" in page.text
    assert page.title == "Questions · Tuesdays"


def test_going_on_and_back_both_keep_the_answer(as_: As, db: Db, row: Administration) -> None:
    mia = as_("mia")
    on = answer(mia, row, 1, "2")
    assert on.location.endswith("/items/2")
    back = answer(mia, row, 2, "1", then="back")
    assert back.location.endswith("/items/1")
    db.refresh(row)
    assert row.answers == {"1": 2, "2": 1}
    page = mia.get("portal.measures.answer", administration_id=row.public_id, item=1)
    assert page.is_ticked("2")


def test_a_question_may_be_left_open_and_is_named_before_sending(
    as_: As, db: Db, row: Administration
) -> None:
    mia = as_("mia")
    assert answer(mia, row, 1, "").status == 303
    answer(mia, row, 2, "3")
    review = mia.get("portal.measures.review", administration_id=row.public_id)
    assert "9 questions are unanswered" in review.text
    assert review.text.count("left blank") == 9
    assert "Nearly every day" in review.text


def test_all_questions_stand_on_one_page_for_who_likes_it(
    as_: As, db: Db, row: Administration
) -> None:
    mia, key = as_("mia"), row.public_id
    page = mia.get("portal.measures.show", administration_id=key, mode="list")
    assert len(page.parts("fieldset")) == 10
    sent = {"item_1": "1", "item_4": "0"}
    kept = mia.post("portal.measures.answer_all", sent, administration_id=key)
    assert kept.location.endswith("/review")
    db.refresh(row)
    assert row.answers == {"1": 1, "4": 0}


def test_sending_thanks_and_computes_the_score_once(as_: As, db: Db, row: Administration) -> None:
    mia, key = as_("mia"), row.public_id
    mia.post(
        "portal.measures.answer_all",
        {f"item_{item}": "1" for item in range(1, 9)},
        administration_id=key,
    )
    form = mia.get("portal.measures.review", administration_id=key)
    for _ in range(2):
        sent = mia.post("portal.measures.finish", {"once": form.once}, administration_id=key)
        assert sent.status == 303
    assert mia.open(sent.location).has_heading("Thank you, it is sent")
    db.commit()
    assert db.scalars(select(ScoreRow.value)).all() == [9.0]
    assert "Ten questions about the last two weeks" in mia.get("portal.done.index").text


def test_an_answer_that_asks_for_it_shows_help_first_and_opens_a_case(
    as_: As, db: Db, row: Administration
) -> None:
    mia = as_("mia")
    answer(mia, row, 9, "1")
    page = mia.open(send(mia, row).location)
    assert page.has_heading("You do not have to carry this alone")
    assert page.text.index("555 0100") < page.text.index("Theresa Lind")
    db.commit()
    assert db.scalars(select(RiskCase.item)).all() == [9]


@pytest.mark.parametrize("code", ["4", "-1", "two", "1.5", "99999999999999999999", "٢"])
def test_a_code_that_is_none_is_refused_and_nothing_is_written(
    as_: As, db: Db, row: Administration, code: str
) -> None:
    mia = as_("mia")
    assert answer(mia, row, 1, code).status == 422
    whole = mia.post(
        "portal.measures.answer_all", {"item_1": code}, administration_id=row.public_id
    )
    assert whole.status == 422
    db.refresh(row)
    assert row.answers is None


def test_a_question_that_is_not_there_is_refused(as_: As, db: Db, row: Administration) -> None:
    mia, key = as_("mia"), row.public_id
    assert answer(mia, row, 11, "1").status == 404
    assert answer(mia, row, 1, "1", item_9="1").status == 422
    sent = {"item_1": "1", "item_77": "1"}
    assert mia.post("portal.measures.answer_all", sent, administration_id=key).status == 422
    db.refresh(row)
    assert row.answers is None


def test_nothing_changes_after_sending(as_: As, db: Db, row: Administration) -> None:
    mia = as_("mia")
    answer(mia, row, 1, "1")
    send(mia, row)
    assert answer(mia, row, 1, "3").status == 422
    db.refresh(row)
    assert row.answers == {"1": 1}
    page = mia.get("portal.measures.review", administration_id=row.public_id)
    assert page.status == 303


def test_an_empty_form_is_not_sent(as_: As, db: Db, row: Administration) -> None:
    page = send(as_("mia"), row)
    assert page.status == 422
    assert "Please answer at least one question" in page.text


def test_outside_its_window_a_sentence_says_so(
    as_: As, db: Db, row: Administration, clock: Clock
) -> None:
    for at, words in ((NOW, "This opens on Sat, Feb 28, 18:00."), (row.closes_at, "is over")):
        clock.at = at
        mia = as_("mia")
        page = mia.get("portal.measures.show", administration_id=row.public_id)
        assert words in page.text
        assert answer(mia, row, 1, "1").status == 422
    db.refresh(row)
    assert row.answers is None


def test_what_is_not_mine_does_not_exist(as_: As, db: Db, row: Administration) -> None:
    max_, key = as_("max"), row.public_id
    for endpoint in ("portal.measures.show", "portal.measures.review"):
        assert max_.get(endpoint, administration_id=key).status == 404
    assert answer(max_, row, 1, "1").status == 404
    assert max_.post("portal.measures.finish", {}, administration_id=key).status == 404
    db.refresh(row)
    assert row.answers is None
