"""Would rather not, and slips that are mended: nothing is scolded and nothing is lost."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import Medium
from clinic.domain.errors import Refused
from clinic.domain.measures.instruments import Instrument
from clinic.lookups.programs.content import instrument_of
from clinic.models.measures import Administration, Correction, ScoreRow
from clinic.models.programs import InstrumentRow
from clinic.models.risk import RiskCase
from clinic.models.sealed import read_sealed
from clinic.operations.homework.refusals import refuse, take_up_again
from clinic.operations.measures.administrations import (
    answer_items,
    correct_answers,
    finish_administration,
)
from clinic.operations.measures.keyings import key_in
from tests.cast import NOW, Cast
from tests.homework import measure_of

OPEN = NOW + timedelta(days=4)
KEYED = {**dict.fromkeys(range(1, 9), 1), 9: 0}


@pytest.fixture
def mia(cast: Cast) -> Actor:
    return Actor(cast.accounts["mia"].id, OPEN, Role.CLIENT)


@pytest.fixture
def theresa(cast: Cast) -> Actor:
    return Actor(cast.accounts["theresa"].id, OPEN + timedelta(days=20), Role.THERAPIST)


@pytest.fixture
def row(db: Db, cast: Cast) -> Administration:
    return measure_of(db, cast)


@pytest.fixture
def phq(db: Db, row: Administration) -> Instrument:
    return instrument_of(db.get_one(InstrumentRow, row.instrument_id))


def test_a_person_may_refuse_with_a_reason_or_none_and_take_it_back(
    db: Db, mia: Actor, row: Administration
) -> None:
    answer_items(db, mia, row, {1: 2}, Medium.PORTAL)
    refuse(db, mia, row, " Too close today. ")
    assert (row.refused_at, row.refused_by_id) == (OPEN, mia.account_id)
    assert row.refusal
    assert "Too close" not in row.refusal
    assert read_sealed(db.keys, row, "refusal") == "Too close today."
    with pytest.raises(Refused, match="You can still change your mind"):
        answer_items(db, mia, row, {1: 1}, Medium.PORTAL)
    take_up_again(db, mia, row)
    assert [row.refused_at, row.refusal, row.answers] == [None, None, {"1": 2}]
    refuse(db, mia, row, "")
    assert row.refusal is None


def test_a_person_refuses_inside_the_window_and_staff_notes_it_whenever_it_is_said(
    db: Db, mia: Actor, theresa: Actor, row: Administration
) -> None:
    late = Actor(mia.account_id, row.closes_at, Role.CLIENT)
    with pytest.raises(Refused, match="closed now"):
        refuse(db, late, row, "")
    refuse(db, theresa, row, "Said so on the phone")
    assert row.refused_by_id == theresa.account_id


def test_what_was_sent_is_not_refused_and_a_reason_has_its_length(
    db: Db, mia: Actor, row: Administration, phq: Instrument
) -> None:
    with pytest.raises(Refused, match="longer than the 300"):
        refuse(db, mia, row, "x" * 301)
    answer_items(db, mia, row, {1: 1}, Medium.PORTAL)
    finish_administration(db, mia, row, Medium.PORTAL)
    with pytest.raises(Refused, match="sent already"):
        refuse(db, mia, row, "")


def test_paper_that_comes_in_after_all_counts(
    db: Db, mia: Actor, theresa: Actor, row: Administration, phq: Instrument
) -> None:
    refuse(db, mia, row, "Not this week")
    key_in(db, theresa, row, KEYED, None)
    assert (row.finished_at, row.refused_at, row.refusal) == (theresa.at, None, None)


def test_a_slip_is_mended_with_a_reason_and_what_stood_is_kept(
    db: Db, theresa: Actor, row: Administration, phq: Instrument
) -> None:
    key_in(db, theresa, row, KEYED, None)
    finished_at = row.finished_at
    correct_answers(db, theresa, row, {**KEYED, 3: 3}, " The paper says 3 at question 3 ")
    kept = db.scalars(select(Correction)).one()
    assert kept.reason == "The paper says 3 at question 3"
    assert kept.answers == {str(item): code for item, code in KEYED.items()}
    assert kept.scores == {"total": 8.0}
    assert (kept.account_id, kept.corrected_at) == (theresa.account_id, theresa.at)
    assert row.answers == {str(item): code for item, code in {**KEYED, 3: 3}.items()}
    assert row.finished_at == finished_at
    assert db.scalars(select(ScoreRow.value)).all() == [10.0]


def test_a_mended_risk_item_opens_a_case_and_closes_none(
    db: Db, theresa: Actor, row: Administration, phq: Instrument
) -> None:
    key_in(db, theresa, row, KEYED, None)
    correct_answers(db, theresa, row, {**KEYED, 9: 2}, "The paper says 2")
    correct_answers(db, theresa, row, KEYED, "It is a 0 after all")
    case = db.scalars(select(RiskCase)).one()
    assert (case.item, case.answer, case.closed_at) == (9, 2, None)


@pytest.mark.parametrize(
    ("answers", "reason", "sentence"),
    [
        ({**KEYED, 3: 3}, " ", "Please say what the paper says"),
        ({**KEYED, 3: 3}, "x" * 301, "longer than the 300"),
        (KEYED, "Looked again", "Nothing is different"),
        ({}, "Looked again", "At least one answer"),
        ({**KEYED, 3: 4}, "Looked again", "question 3 must be from 0 to 3"),
    ],
)
def test_a_correction_that_cannot_be_changes_nothing(
    db: Db,
    theresa: Actor,
    row: Administration,
    phq: Instrument,
    answers: dict[int, int],
    reason: str,
    sentence: str,
) -> None:
    key_in(db, theresa, row, KEYED, None)
    with pytest.raises(Refused, match=sentence):
        correct_answers(db, theresa, row, answers, reason)
    assert db.scalars(select(Correction)).all() == []
    assert db.scalars(select(ScoreRow.value)).all() == [8.0]


def test_what_a_person_sent_herself_is_nobody_elses_to_correct(
    db: Db, mia: Actor, theresa: Actor, row: Administration, phq: Instrument
) -> None:
    answer_items(db, mia, row, {1: 1}, Medium.PORTAL)
    finish_administration(db, mia, row, Medium.PORTAL)
    with pytest.raises(Refused, match="typed in from paper"):
        correct_answers(db, theresa, row, {1: 2}, "Meant otherwise")
