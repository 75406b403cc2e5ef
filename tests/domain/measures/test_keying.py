"""What a key on the number pad means, and what a hand would add up."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.content.instrument_files import load_instruments
from clinic.domain.errors import Refused
from clinic.domain.measures.instruments import Instrument
from clinic.domain.measures.keyings import (
    KeyScheme,
    counted_total,
    differing,
    is_same_total,
    read_key,
    read_total,
    scheme_of,
)
from clinic.domain.measures.scoring import Score, score

SHELF = load_instruments().instruments
PHQ, CEAS, GSRS = SHELF["phq-9"], SHELF["ceas"], SHELF["gsrs"]


def typed(instrument: Instrument, text: str) -> int | None:
    return read_key(instrument, instrument.asked[0], text)


@pytest.mark.parametrize(
    ("codes", "scheme"),
    [
        ((0, 1, 2, 3), KeyScheme.ONE_KEY),
        (tuple(range(10)), KeyScheme.ONE_KEY),
        (tuple(range(1, 11)), KeyScheme.ZERO_IS_TEN),
        (tuple(range(11)), KeyScheme.UNTIL_CLEAR),
        (tuple(range(101)), KeyScheme.UNTIL_CLEAR),
    ],
)
def test_the_scheme_follows_from_the_codes(codes: tuple[int, ...], scheme: KeyScheme) -> None:
    assert scheme_of(codes) is scheme


@pytest.mark.parametrize("key", SHELF)
def test_every_code_of_every_shipped_instrument_can_be_typed(key: str) -> None:
    instrument = SHELF[key]
    codes = [(item, code) for item in instrument.asked for code in instrument.codes[item.number]]
    assert codes
    assert [each for each in codes if read_key(instrument, each[0], str(each[1])) != each[1]] == []


def test_zero_stands_for_ten_where_no_answer_is_zero_and_for_itself_elsewhere() -> None:
    assert typed(CEAS, "0") == typed(CEAS, "10") == 10
    assert typed(GSRS, "0") == 0


@pytest.mark.parametrize("text", [".", "-", "–", " . "])
def test_a_question_left_open_has_a_key_of_its_own(text: str) -> None:
    assert typed(PHQ, text) is None


@pytest.mark.parametrize("text", ["4", "-1", "two", "1.5", "1,5", "٢", "²", "00000000001", "1 2"])
def test_what_is_no_answer_is_refused_with_the_place_and_the_range(text: str) -> None:
    with pytest.raises(Refused, match="Question 1: the answer is a whole number from 0 to 3"):
        typed(PHQ, text)


def test_an_empty_box_is_one_that_nobody_looked_at() -> None:
    with pytest.raises(Refused, match="Question 1: type its answer, or a dot"):
        typed(PHQ, " ")


def test_a_total_may_be_written_with_a_point_or_a_comma_or_not_at_all() -> None:
    assert [read_total(text) for text in ("14", "2.5", "2,5", " ", "0")] == [14, 2.5, 2.5, None, 0]


@pytest.mark.parametrize("text", ["-1", "ten", "1.2.3", "nan", "inf", "1e3", "9" * 40, ".", "٢"])
def test_a_total_that_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="The total on the paper is a number"):
        read_total(text)


def test_a_missing_answer_adds_nothing_and_is_not_filled_in() -> None:
    assert counted_total(PHQ, {1: 2, 2: 3, 10: 3}) == 5
    assert counted_total(PHQ, {}) is None
    assert counted_total(SHELF["swemwbs"], {1: 3}) is None


@given(st.data())
@settings(max_examples=60)
def test_adding_by_hand_gives_the_score_wherever_nothing_is_missing(data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(sorted(SHELF)))
    instrument = SHELF[key]
    answers = {n: data.draw(st.sampled_from(codes)) for n, codes in instrument.codes.items()}
    counted = counted_total(instrument, answers)
    result = score(instrument, answers).scales.get("total")
    assert counted is None or isinstance(result, Score)
    assert not isinstance(result, Score) or counted is None or is_same_total(counted, result.value)


def test_two_keyings_differ_where_one_left_a_question_open_too() -> None:
    found = differing(PHQ, {1: 2, 2: 3, 4: 1}, {1: 2, 2: 1, 3: 0, 4: 1})
    assert [item.number for item in found] == [2, 3]
