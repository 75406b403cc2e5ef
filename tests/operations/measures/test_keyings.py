"""Keying paper: once, twice and alike, twice and settled; risk waits for no second hand."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import Medium
from clinic.domain.errors import Refused
from clinic.domain.measures.instruments import Instrument
from clinic.domain.measures.keyings import KeyingTurn
from clinic.lookups.programs.content import instrument_of
from clinic.models.keyings import Keying
from clinic.models.measures import Administration, ScoreRow
from clinic.models.programs import InstrumentRow
from clinic.models.risk import RiskCase
from clinic.operations.measures.administrations import answer_items, finish_administration
from clinic.operations.measures.keyings import key_in, settle
from tests.cast import NOW, Cast
from tests.homework import measure_of
from tests.marks import cases
from tests.risk_actions import done

ANSWERS = {**dict.fromkeys(range(1, 9), 2), 9: 0, 10: 1}
LATE = NOW + timedelta(days=30)


@pytest.fixture
def row(db: Db, cast: Cast) -> Administration:
    return measure_of(db, cast, "noor")


@pytest.fixture
def phq(db: Db, row: Administration) -> Instrument:
    return instrument_of(db.get_one(InstrumentRow, row.instrument_id))


def staff(cast: Cast, name: str) -> Actor:
    return Actor(cast.accounts[name].id, LATE, Role.THERAPIST)


def turns(db: Db) -> dict[str, int | None]:
    return {row.turn.value: row.account_id for row in db.scalars(select(Keying))}


def differences_of(phone: Administration, paper: Administration) -> set[str]:
    columns = {c.key for c in Administration.__table__.columns}
    return {name for name in columns if getattr(phone, name) != getattr(paper, name)}


def test_paper_becomes_the_record_that_a_phone_makes(
    db: Db, cast: Cast, row: Administration, phq: Instrument
) -> None:
    phone = measure_of(db, cast, "mia")
    mia = Actor(cast.accounts["mia"].id, phone.opens_at, Role.CLIENT)
    answer_items(db, mia, phone, ANSWERS, Medium.PORTAL)
    finish_administration(db, mia, phone, Medium.PORTAL)
    theresa = Actor(cast.accounts["theresa"].id, phone.opens_at, Role.THERAPIST)
    key_in(db, theresa, row, ANSWERS, 16.0)
    assert differences_of(phone, row) == {"id", "public_id", "enrollment_id", "medium"}
    scores = db.scalars(select(ScoreRow).order_by(ScoreRow.id)).all()
    assert [(s.scale, s.value, s.rule) for s in scores] == [("total", 16.0, "sum, key 1")] * 2


def test_who_keyed_and_what_the_paper_said_is_kept(
    db: Db, cast: Cast, row: Administration, phq: Instrument
) -> None:
    key_in(db, staff(cast, "tom"), row, ANSWERS, 15.0)
    keying = db.scalars(select(Keying)).one()
    assert (keying.turn, keying.written_total) == (KeyingTurn.FIRST, 15.0)
    assert (keying.account_id, keying.keyed_at) == (cast.accounts["tom"].id, LATE)


def test_what_was_begun_on_a_phone_is_what_the_paper_says(
    db: Db, cast: Cast, row: Administration, phq: Instrument
) -> None:
    begun = Actor(cast.accounts["mia"].id, row.opens_at, Role.CLIENT)
    answer_items(db, begun, row, {1: 3, 5: 3}, Medium.PORTAL)
    key_in(db, staff(cast, "tom"), row, {1: 0}, None)
    assert row.answers == {"1": 0}


def test_one_occasion_has_one_filling(
    db: Db, cast: Cast, row: Administration, phq: Instrument
) -> None:
    key_in(db, staff(cast, "tom"), row, ANSWERS, None)
    with pytest.raises(Refused, match="one occasion has one filling"):
        key_in(db, staff(cast, "theresa"), row, {1: 1}, None)
    assert row.answers == {str(item): code for item, code in ANSWERS.items()}


def test_a_second_keying_that_agrees_counts_at_once(
    db: Db, cast: Cast, row: Administration, phq: Instrument
) -> None:
    key_in(db, staff(cast, "tom"), row, ANSWERS, None, is_to_be_repeated=True)
    assert (row.finished_at, row.answers, db.scalars(select(ScoreRow)).all()) == (None, None, [])
    key_in(db, staff(cast, "theresa"), row, ANSWERS, None)
    assert row.finished_at == LATE
    both = {"first": cast.accounts["tom"].id, "second": cast.accounts["theresa"].id}
    assert turns(db) == both


def test_what_differs_is_settled_by_hand_and_the_rest_stands(
    db: Db, cast: Cast, row: Administration, phq: Instrument
) -> None:
    key_in(db, staff(cast, "tom"), row, ANSWERS, None, is_to_be_repeated=True)
    second = {**ANSWERS, 2: 1} | {4: 3}
    del second[10]
    key_in(db, staff(cast, "theresa"), row, second, None)
    assert row.finished_at is None
    with pytest.raises(Refused, match="Question 10: type its answer"):
        settle(db, staff(cast, "tom"), row, {2: 1, 4: 2})
    # 7 is alike: settling is no way to change it.
    settle(db, staff(cast, "tom"), row, {2: 1, 4: 2, 7: 0, 10: None})
    expected = {str(n): 2 for n in range(1, 9)} | {"2": 1, "9": 0}
    assert row.answers == expected
    assert set(turns(db)) == {"first", "second", "settled"}
    assert db.scalars(select(ScoreRow.value)).all() == [15.0]


def test_nothing_is_settled_that_was_not_keyed_twice_and_none_is_keyed_three_times(
    db: Db, cast: Cast, row: Administration, phq: Instrument
) -> None:
    tom = staff(cast, "tom")
    with pytest.raises(Refused, match="not been keyed twice"):
        settle(db, tom, row, {})
    key_in(db, tom, row, {1: 1}, None, is_to_be_repeated=True)
    key_in(db, tom, row, {1: 2}, None)
    with pytest.raises(Refused, match="already keyed twice"):
        key_in(db, tom, row, {1: 2}, None)


def test_a_risk_item_opens_its_case_at_the_first_keying_and_once(
    db: Db, cast: Cast, row: Administration, phq: Instrument
) -> None:
    risky = {**ANSWERS, 9: 2}
    key_in(db, staff(cast, "tom"), row, risky, None, is_to_be_repeated=True)
    case = db.scalars(select(RiskCase)).one()
    assert (case.item, case.answer, case.opened_at) == (9, 2, LATE)
    key_in(db, staff(cast, "theresa"), row, risky, None)
    assert row.finished_at == LATE
    assert len(db.scalars(select(RiskCase)).all()) == 1


@pytest.mark.parametrize("answers", [{1: 4}, {1: -1}, {11: 0}, {1: 1.5}, {1: "2"}, {1: True}])
def test_what_no_answer_can_be_is_refused_with_its_place_and_nothing_is_kept(
    db: Db, cast: Cast, row: Administration, phq: Instrument, answers: Mapping[int, int]
) -> None:
    with pytest.raises(Refused, match="question 1") as refused:
        key_in(db, staff(cast, "tom"), row, {2: 1, **answers}, None)
    assert refused.value.field in ("item_1", "item_11")
    assert db.scalars(select(Keying)).all() == []
    assert row.answers is None


def test_a_risk_item_that_the_paper_does_not_bear_out_leaves_its_case_open_as_settled(
    db: Db, cast: Cast, row: Administration, phq: Instrument
) -> None:
    key_in(db, staff(cast, "theresa"), row, ANSWERS | {9: 2}, None, is_to_be_repeated=True)
    key_in(db, staff(cast, "tom"), row, ANSWERS, None)
    (case,) = cases(db, cast, "noor")
    assert case.taken_back_at is None

    settle(db, staff(cast, "tom"), row, {9: 0})

    (case,) = cases(db, cast, "noor")
    assert (case.closed_at, case.taken_back_at) == (None, LATE)
    assert done(db, case) == [(cast.accounts["tom"].id, "settled", None)]


def test_a_risk_item_that_only_the_second_hand_read_opens_a_case_before_it_is_settled(
    db: Db, cast: Cast, row: Administration, phq: Instrument
) -> None:
    key_in(db, staff(cast, "theresa"), row, ANSWERS, None, is_to_be_repeated=True)
    key_in(db, staff(cast, "tom"), row, ANSWERS | {9: 1}, None)
    assert [case.item for case in cases(db, cast, "noor")] == [9]
    settle(db, staff(cast, "tom"), row, {9: 1})
    assert [case.taken_back_at for case in cases(db, cast, "noor")] == [None]
