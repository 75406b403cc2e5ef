"""Rules beside the plain ones: grand means, items left open, and algorithms."""

from dataclasses import replace

import pytest

from clinic.domain.measures.instruments import (
    Algorithm,
    Band,
    Criterion,
    Direction,
    Finding,
    Instrument,
    Item,
    Option,
    RuleKind,
    Scale,
    ScoringRule,
    Source,
    Without,
)
from clinic.domain.measures.keyings import counted_total, counts_of
from clinic.domain.measures.scale_ranges import scale_range
from clinic.domain.measures.score_steps import workings
from clinic.domain.measures.scoring import (
    AlgorithmOutcome,
    Incomplete,
    IncompleteReason,
    Score,
    score,
)

OPTIONS = tuple(Option(value, "") for value in range(1, 6))
SOURCE = Source("a paper", True)
SUM = ScoringRule()
BANDS = (Band(3, 20, "some"),)
MANY = Algorithm(
    "many",
    "Many high answers",
    (
        Criterion("two", "Two of three", ((1, 4), (2, 4), (3, 3)), 2),
        Criterion("last", "The last", ((4, 5),), 1),
    ),
    (Finding("both", "both", ("two", "last")), Finding("one", "the first alone", ("two",))),
    Finding("none", "neither"),
    SOURCE,
)


def questionnaire(scale: Scale, *algorithms: Algorithm) -> Instrument:
    items = tuple(Item(number) for number in range(1, 6))
    return Instrument(
        *("q", "f", "1", "A questionnaire", "Q", (scale,)),
        options=OPTIONS,
        items=items,
        reversed_items=frozenset({4}),
        algorithms=algorithms,
    )


def of_four(rule: ScoringRule = SUM, **more: object) -> Scale:
    low, high = scale_range(rule, dict.fromkeys((1, 2, 3, 4), (1, 5)))
    return Scale("total", "All", (1, 2, 3, 4), low, high, Direction.LOWER, rule, **more)  # type: ignore[arg-type]  # each test names what it changes


def test_a_grand_mean_counts_each_part_alike() -> None:
    rule = ScoringRule(RuleKind.GRAND_MEAN, parts=((1, 2, 3), (4,)))
    result = score(questionnaire(of_four(rule)), [1, 2, 3, 1]).main
    assert isinstance(result, Score)
    assert result.value == (2 + 5) / 2


def test_a_weighted_sum_counts_each_answer_times_its_weight() -> None:
    rule = ScoringRule(RuleKind.WEIGHTED, 2, weights=((1, 1), (2, 0.5), (3, -1), (4, 3)))
    form = questionnaire(of_four(rule))
    assert (form.main.minimum, form.main.maximum) == (-1, 43)
    result = score(form, [5, 4, 3, 2]).main
    assert isinstance(result, Score)
    assert result.value == (5 + 2 - 3 + 3 * 4) * 2
    assert isinstance(score(form, [5, 4, 3, None]).main, Incomplete)
    way = workings(form, [5, 4, 3, 2])["total"]
    assert way.total * rule.factor == result.value
    assert [(term.item, term.given, term.counts) for term in way.turned] == [(4, 2, 4)]


def test_a_scale_may_take_reversed_items_as_they_were_given() -> None:
    result = score(questionnaire(of_four(reverses=False)), [1, 2, 3, 1]).main
    assert isinstance(result, Score)
    assert result.value == 7


@pytest.mark.parametrize(("is_prorated", "value", "band"), [(False, 9, None), (True, 12, BANDS[0])])
def test_an_item_that_does_not_apply_may_be_left_open(
    is_prorated: bool, value: float, band: Band | None
) -> None:
    scale = of_four(without=Without((1,), is_prorated, SOURCE), bands=BANDS)
    result = score(questionnaire(scale), [None, 2, 3, 2]).main
    assert result == Score(value, 3, (1,), band, "sum without item 1", is_prorated)


@pytest.mark.parametrize("answers", [[1, None, 3, 2], [None, None, 3, 2]])
def test_no_other_item_may_be_left_open(answers: list[int | None]) -> None:
    scale = of_four(without=Without((1,), False, SOURCE))
    assert isinstance(score(questionnaire(scale), answers).main, Incomplete)


@pytest.mark.parametrize(
    ("answers", "finding", "met"),
    [
        ([4, 4, 1, 5], "both", ("two", "last")),
        ([4, 1, 3, 1], "one", ("two",)),
        ([4, 1, 2, 5], "none", ("last",)),
    ],
)
def test_the_first_finding_whose_criteria_are_met_stands(
    answers: list[int], finding: str, met: tuple[str, ...]
) -> None:
    outcome = score(questionnaire(of_four(), MANY), answers).outcomes["many"]
    assert isinstance(outcome, AlgorithmOutcome)
    assert (outcome.finding.key, outcome.met) == (finding, met)
    assert [each.key for each in MANY.criteria_of(MANY.findings[1])] == ["two"]


@pytest.mark.parametrize(
    ("answers", "answered", "missing", "reason"),
    [
        ([5, 5, 5, None], 3, (4,), IncompleteReason.TOO_MANY_MISSING),
        ([], 0, (1, 2, 3, 4), IncompleteReason.EMPTY),
    ],
)
def test_an_algorithm_has_no_result_while_an_answer_is_missing(
    answers: list[int | None], answered: int, missing: tuple[int, ...], reason: IncompleteReason
) -> None:
    outcome = score(questionnaire(of_four(), MANY), answers).outcomes["many"]
    assert outcome == Incomplete(answered, missing, reason)


def test_an_item_that_nothing_rests_on_is_not_counted() -> None:
    assert questionnaire(of_four(), MANY).scored_items == (1, 2, 3, 4)


def test_a_rule_that_nobody_wrote_makes_no_number() -> None:
    form = questionnaire(of_four(SUM))
    invented = replace(SUM, kind="median")  # type: ignore[arg-type]  # a kind of tomorrow
    strange = replace(form, scales=(replace(form.main, rule=invented),))
    with pytest.raises(AssertionError):
        score(strange, [1, 2, 3, 4])
    with pytest.raises(AssertionError):
        scale_range(invented, {1: (1, 5)})
    with pytest.raises(AssertionError):
        counted_total(strange, {1: 1})


def test_scores_workings_and_the_desk_turn_an_answer_alike() -> None:
    form = questionnaire(of_four())
    turned = {code: form.turned(form.main, 4, code) for code in range(1, 6)}
    assert turned == {1: 5, 2: 4, 3: 3, 4: 2, 5: 1}
    assert counts_of(form, form.items[3]) == turned
    assert counts_of(form, form.items[0]) == {}
    (term,) = workings(form, [1, 1, 1, 2])["total"].turned
    assert (term.given, term.counts) == (2, turned[2])
    assert counted_total(form, {1: 1, 2: 1, 3: 1, 4: 2}) == 3 + turned[2]
    result = score(form, [1, 1, 1, 2]).main
    assert isinstance(result, Score)
    assert result.value == 3 + turned[2]
