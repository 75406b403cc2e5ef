"""Answering and sending questionnaires: raw codes, scores, and a risk case in one transaction."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from sqlalchemy import select

from clinic.db import Db, operation
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import Medium
from clinic.domain.errors import Refused
from clinic.domain.risk import RiskKind
from clinic.models.measures import Administration, ScoreRow
from clinic.models.programs import InstrumentRow
from clinic.models.risk import RiskCase
from clinic.operations.measures.administrations import (
    answer_items,
    finish_administration,
)
from tests.cast import NOW, Cast
from tests.homework import measure_of

OPEN = NOW + timedelta(days=4)
"""The mid questionnaires open on February 28."""


@pytest.fixture
def mia(cast: Cast) -> Actor:
    return Actor(cast.accounts["mia"].id, OPEN, Role.CLIENT)


@pytest.fixture
def phq(db: Db, cast: Cast) -> Administration:
    return measure_of(db, cast)


def send(
    db: Db, actor: Actor, row: Administration, answers: Mapping[int, int | None]
) -> Administration:
    answer_items(db, actor, row, answers, Medium.PORTAL)
    return finish_administration(db, actor, row, Medium.PORTAL)


def test_answers_are_kept_as_raw_codes_and_may_be_taken_back(
    db: Db, mia: Actor, phq: Administration
) -> None:
    answer_items(db, mia, phq, {1: 2, 2: 0}, Medium.PORTAL)
    answer_items(db, mia, phq, {2: None, 3: 1}, Medium.PORTAL)
    assert phq.answers == {"1": 2, "3": 1}
    assert phq.started_at == OPEN
    assert phq.finished_at is None


@pytest.mark.parametrize("answers", [{1: 4}, {1: -1}, {11: 0}, {0: 1}, {1: True}])
def test_what_no_answer_can_be_is_refused_and_nothing_is_written(
    db: Db, mia: Actor, phq: Administration, answers: dict[int, int]
) -> None:
    with pytest.raises(Refused):
        answer_items(db, mia, phq, {2: 1, **answers}, Medium.PORTAL)
    db.refresh(phq)
    assert phq.answers is None


def test_sending_computes_the_score_with_its_rule_and_key(
    db: Db, mia: Actor, phq: Administration
) -> None:
    send(db, mia, phq, {**dict.fromkeys(range(1, 9), 2), 9: 0})
    score = db.scalars(select(ScoreRow).where(ScoreRow.administration_id == phq.id)).one()
    assert (score.scale, score.value, score.reason) == ("total", 16.0, None)
    assert score.rule == "sum, key 1"
    assert phq.finished_at == OPEN
    assert db.scalars(select(RiskCase)).all() == []


def test_two_missing_items_are_prorated_and_three_give_a_reason_instead_of_a_number(
    db: Db, cast: Cast, mia: Actor, phq: Administration
) -> None:
    send(db, mia, phq, dict.fromkeys(range(1, 8), 1))
    few = measure_of(db, cast, key="gad-7")
    send(db, mia, few, dict.fromkeys(range(1, 5), 1))
    prorated = db.scalars(select(ScoreRow).where(ScoreRow.administration_id == phq.id)).one()
    absent = db.scalars(select(ScoreRow).where(ScoreRow.administration_id == few.id)).one()
    assert (prorated.value, prorated.rule) == (9.0, "sum, key 1, prorated")
    assert (absent.value, absent.reason) == (None, "too-many-missing")


def test_a_risk_item_opens_a_case_even_where_no_score_can_stand(
    db: Db, cast: Cast, mia: Actor, phq: Administration
) -> None:
    send(db, mia, phq, {9: 1})
    case = db.scalars(select(RiskCase)).one()
    assert (case.kind, case.item, case.answer) == (RiskKind.ITEM, 9, 1)
    assert case.administration_id == phq.id
    assert case.enrollment_id == cast.enrollments["mia"].id


def test_what_was_sent_stays_as_it_is(db: Db, mia: Actor, phq: Administration) -> None:
    send(db, mia, phq, {1: 1})
    with pytest.raises(Refused, match="sent already"):
        answer_items(db, mia, phq, {1: 2}, Medium.PORTAL)
    with pytest.raises(Refused, match="sent already"):
        send(db, mia, phq, {})
    assert phq.answers == {"1": 1}


def test_a_form_without_an_answer_is_not_sent(db: Db, mia: Actor, phq: Administration) -> None:
    with pytest.raises(Refused, match="at least one"):
        send(db, mia, phq, {1: None})
    assert db.scalars(select(ScoreRow)).all() == []


def test_a_questionnaire_is_answered_inside_its_window_only(
    db: Db, mia: Actor, phq: Administration
) -> None:
    early, late = Actor(mia.account_id, NOW), Actor(mia.account_id, phq.closes_at)
    with pytest.raises(Refused, match="not open yet"):
        answer_items(db, early, phq, {1: 1}, Medium.PORTAL)
    with pytest.raises(Refused, match="closed now"):
        answer_items(db, late, phq, {1: 1}, Medium.PORTAL)
    answer_items(db, late, phq, {1: 1}, Medium.PAPER)
    assert phq.medium is Medium.PAPER


def test_a_wording_that_no_screen_may_show_is_answered_on_paper_alone(
    db: Db, mia: Actor, phq: Administration
) -> None:
    closed = db.scalars(select(InstrumentRow).where(InstrumentRow.key == "core-10")).one()

    @operation
    def ask(db: Db, actor: Actor) -> None:
        phq.instrument_id = closed.id

    ask(db, mia)
    with pytest.raises(Refused, match="The wording of CORE-10 is not here"):
        answer_items(db, mia, phq, {1: 1}, Medium.PORTAL)
    answer_items(db, mia, phq, {1: 1}, Medium.PAPER)
    assert phq.answers == {"1": 1}
