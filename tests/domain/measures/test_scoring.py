"""Scores: what a rule makes of the answers, and when no score may stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.domain.measures.instruments import (
    Band,
    Direction,
    Instrument,
    Item,
    MissingRule,
    Option,
    RiskItem,
    RuleKind,
    Scale,
    ScoringRule,
    score_only,
)
from clinic.domain.measures.scale_ranges import scale_range
from clinic.domain.measures.scoring import (
    AnswerError,
    Incomplete,
    IncompleteReason,
    RiskState,
    Score,
    check_answers,
    flags,
    score,
)

OPTIONS = tuple(Option(value, f"option {value}") for value in range(1, 6))
ITEMS = (1, 2, 3, 4)
SUM = ScoringRule()
MEAN = ScoringRule(RuleKind.MEAN)
DOUBLED = ScoringRule(RuleKind.SUM, factor=2)
METRIC = ScoringRule(RuleKind.LOOKUP, table=tuple((total, total * 1.5) for total in range(4, 21)))

codes = st.integers(1, 5)
forms = st.lists(codes | st.none(), min_size=4, max_size=4)
full_forms = st.lists(codes, min_size=4, max_size=4)
rules = st.sampled_from([SUM, MEAN, DOUBLED, METRIC])


def questionnaire(
    rule: ScoringRule = SUM, *, up_to: int = 0, turned: frozenset[int] = frozenset(), **more: object
) -> Instrument:
    low, high = scale_range(rule, dict.fromkeys(ITEMS, (OPTIONS[0].value, OPTIONS[-1].value)))
    bands = (Band(low, 9, "few"), Band(10, high, "many")) if rule is SUM else ()
    missing = MissingRule(up_to)
    total = Scale("total", "All", ITEMS, low, high, Direction.LOWER, rule, missing, bands)
    given = {"scales": (total,), "reversed_items": turned, **more}
    items = tuple(Item(number) for number in ITEMS)
    return Instrument("q", "f", "1", "A questionnaire", "Q", options=OPTIONS, items=items, **given)  # type: ignore[arg-type]  # each test names what it changes


def value_of(instrument: Instrument, answers: list[int | None]) -> float:
    result = score(instrument, answers).main
    assert isinstance(result, Score)
    return result.value


@pytest.mark.parametrize(
    ("rule", "value"), [(SUM, 11), (MEAN, 2.75), (DOUBLED, 22), (METRIC, 16.5)]
)
def test_each_rule_makes_its_number_of_the_same_answers(rule: ScoringRule, value: float) -> None:
    assert value_of(questionnaire(rule), [1, 2, 3, 5]) == value


def test_answers_are_taken_by_number_or_in_the_printed_order() -> None:
    by_number = score(questionnaire(), {4: 5, 1: 1, 3: 3, 2: 2})
    assert by_number == score(questionnaire(), [1, 2, 3, 5])


@given(forms, rules)
def test_a_score_lies_in_the_range_of_its_scale(form: list[int | None], rule: ScoringRule) -> None:
    instrument = questionnaire(rule, up_to=0 if rule is METRIC else 3)
    result = score(instrument, form).main
    if isinstance(result, Score):
        assert instrument.main.minimum - 1e-9 <= result.value <= instrument.main.maximum + 1e-9
    else:
        assert None in form


@given(full_forms, st.integers(0, 3), rules)
def test_a_higher_answer_never_lowers_the_score(
    form: list[int], at: int, rule: ScoringRule
) -> None:
    higher = [min(code + (place == at), 5) for place, code in enumerate(form)]
    assert value_of(questionnaire(rule), [*higher]) >= value_of(questionnaire(rule), [*form])


@given(full_forms)
def test_reversing_twice_is_nothing(form: list[int]) -> None:
    turned = [6 - code if number in {2, 4} else code for number, code in enumerate(form, 1)]
    reversing = questionnaire(turned=frozenset({2, 4}))
    assert value_of(reversing, [*turned]) == value_of(questionnaire(), [*form])


@given(full_forms, st.permutations(range(3)))
def test_the_order_of_subscales_changes_no_score(form: list[int], order: list[int]) -> None:
    parts = [(1, 2), (3,), (2, 3, 4)]
    scales = [Scale(str(n), "", part, 1, 15, Direction.LOWER) for n, part in enumerate(parts)]
    shuffled = questionnaire(scales=tuple(scales[place] for place in order))
    assert score(shuffled, form).scales == score(questionnaire(scales=tuple(scales)), form).scales


@pytest.mark.parametrize("rule", [SUM, MEAN, DOUBLED, METRIC])
@pytest.mark.parametrize("empty", [{}, [], [None] * 4, {1: None}])
def test_an_empty_form_has_no_score(rule: ScoringRule, empty: dict[int, None]) -> None:
    result = score(questionnaire(rule, up_to=4), empty)
    assert result.main == Incomplete(0, ITEMS, IncompleteReason.EMPTY)


def test_one_missing_answer_leaves_no_score_where_none_may_miss() -> None:
    result = score(questionnaire(), [1, None, 3, 5]).main
    assert result == Incomplete(3, (2,), IncompleteReason.TOO_MANY_MISSING)


def test_the_mean_of_the_answered_stands_in_for_what_may_miss() -> None:
    result = score(questionnaire(up_to=1), [2, None, 2, 3]).main
    assert isinstance(result, Score)
    assert result.value == pytest.approx(9 + 1 / 3)
    assert (result.is_prorated, result.missing, result.missing_items) == (True, 1, (2,))


def test_a_score_between_two_bands_belongs_to_the_lower() -> None:
    result = score(questionnaire(up_to=1), [2, None, 2, 3]).main
    assert isinstance(result, Score)
    assert result.band == Band(4, 9, "few")


def test_a_declared_measure_has_no_answers_to_score() -> None:
    measure = score_only("bdi", "BDI", minimum=0, maximum=63, better=Direction.LOWER)
    assert measure.is_score_only
    result = score(measure, {}).total
    assert result == Incomplete(0, (), IncompleteReason.SCORE_ONLY)
    assert result.missing == 0
    assert measure.subscales == ()


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({1: 6}, "The answer to question 1 must be from 1 to 5."),
        ({1: -1}, "The answer to question 1 must be from 1 to 5."),
        ({9: 1}, "There is no question 9 in Q."),
        ({2: True}, "The answer to question 2 must be a whole number."),
        ({2: 2.0}, "The answer to question 2 must be a whole number."),
        ("1234", "The answer to question 1 must be a whole number."),
        ([1, 1, 1, 1, 1], "There is no question 5 in Q."),
    ],
)
def test_an_answer_that_cannot_be_is_refused_with_its_number(
    answers: dict[int, int], sentence: str
) -> None:
    fault = check_answers(questionnaire(), answers)[0]
    assert fault.message % fault.params == sentence
    with pytest.raises(AnswerError, match=sentence):
        score(questionnaire(), answers)


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ({4: 1}, RiskState.CLEAR),
        ({4: 2}, RiskState.FLAGGED),
        ({4: None}, RiskState.UNKNOWN),
        ({1: 5}, RiskState.UNKNOWN),
    ],
)
def test_a_risk_item_that_was_not_answered_is_unknown_and_never_clear(
    answers: dict[int, int | None], state: RiskState
) -> None:
    (risk,) = flags(questionnaire(risk_items=(RiskItem(4, 2),)), answers)
    assert (risk.item, risk.state) == (4, state)
