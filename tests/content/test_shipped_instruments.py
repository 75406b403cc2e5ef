"""Every shipped instrument: its example, its range, its direction, its reversals, its rights."""

import math
import re
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.content.instrument_files import load_instruments
from clinic.domain.measures.instruments import Instrument, RuleKind
from clinic.domain.measures.rights import RightsClass
from clinic.domain.measures.score_steps import workings
from clinic.domain.measures.scoring import AlgorithmOutcome, Incomplete, Score, flags, score

SHELF = load_instruments().instruments
INSTRUMENTS = list(SHELF.values())
few = settings(max_examples=20)
each_instrument = pytest.mark.parametrize("instrument", INSTRUMENTS, ids=lambda one: one.key)

NAMES = """phq-9 gad-7 ecr-r ecr-s ecr-rs scs scs-sf ceas fscrs fcs oas oas2 ssps tpas who-5
wemwbs swemwbs core-10 core-om dass-21 pss-10 wsas k10 pcl-5 itq rses gsrs psychlops"""
PROMISED = set(re.findall(r"\S+", NAMES))
WORDED = {
    *("phq-9", "gad-7", "scs-sf", "k10", "pcl-5", "itq"),
    *("rses", "rses@10-40", "rses@maryland"),
}


def full_forms(instrument: Instrument) -> st.SearchStrategy[dict[int, int]]:
    return st.fixed_dictionaries(
        {item: st.sampled_from(instrument.codes[item]) for item in instrument.scored_items}
    )


def values(instrument: Instrument, answers: dict[int, int]) -> dict[str, float]:
    scales = score(instrument, answers).scales
    assert all(isinstance(each, Score) for each in scales.values())
    return {key: each.value for key, each in scales.items() if isinstance(each, Score)}


def test_every_promised_instrument_ships() -> None:
    assert set(SHELF) >= PROMISED
    assert {key.partition("@")[0] for key in SHELF} == PROMISED


@each_instrument
def test_the_worked_example_comes_out_as_the_file_says(instrument: Instrument) -> None:
    assert instrument.example is not None
    result = score(instrument, instrument.example.answers)
    scores = {key: each.value for key, each in result.scales.items() if isinstance(each, Score)}
    assert scores == pytest.approx(dict(instrument.example.scores), abs=0.0006)
    assert scores.keys() == result.scales.keys()
    outcomes = [(key, it) for key, it in result.outcomes.items() if not isinstance(it, Incomplete)]
    assert {key: it.finding.key for key, it in outcomes} == dict(instrument.example.findings)
    assert len(outcomes) == len(result.outcomes)


@each_instrument
def test_the_way_to_each_score_of_the_example_ends_at_that_score(instrument: Instrument) -> None:
    assert instrument.example is not None
    found = workings(instrument, instrument.example.answers)
    assert set(found) == {scale.key for scale in instrument.scales}
    for way in found.values():
        rule = way.scale.rule
        value = {
            RuleKind.SUM: way.total,
            RuleKind.MEAN: way.total / len(way.terms),
            RuleKind.GRAND_MEAN: sum(way.parts) / max(len(way.parts), 1),
            RuleKind.LOOKUP: dict(rule.table).get(int(way.total), 0),
        }[rule.kind]
        assert value * rule.factor == pytest.approx(way.score.value)


@each_instrument
@few
@given(data=st.data())
def test_a_score_lies_in_its_range(instrument: Instrument, data: st.DataObject) -> None:
    found = values(instrument, data.draw(full_forms(instrument)))
    assert instrument.scales
    for scale in instrument.scales:
        assert scale.minimum - 1e-9 <= found[scale.key] <= scale.maximum + 1e-9


@each_instrument
@few
@given(data=st.data())
def test_a_higher_answer_moves_a_score_one_way(instrument: Instrument, data: st.DataObject) -> None:
    form = data.draw(full_forms(instrument))
    item = data.draw(st.sampled_from(instrument.scored_items))
    higher = form | {item: data.draw(st.sampled_from(instrument.codes[item]))}
    low, high = sorted((form, higher), key=lambda answers: answers[item])
    before, after = values(instrument, low), values(instrument, high)
    assert instrument.scales
    for scale in instrument.scales:
        way = -1 if scale.reverses and item in instrument.reversed_items else 1
        assert way * (after[scale.key] - before[scale.key]) >= -1e-9


@each_instrument
@few
@given(data=st.data())
def test_reversing_twice_is_nothing(instrument: Instrument, data: st.DataObject) -> None:
    form = data.draw(full_forms(instrument))
    turned = {
        item: min(instrument.codes[item]) + max(instrument.codes[item]) - code
        if item in instrument.reversed_items
        else code
        for item, code in form.items()
    }
    plain = replace(
        instrument,
        reversed_items=frozenset(),
        scales=tuple(scale for scale in instrument.scales if scale.reverses),
    )
    expected = values(plain, turned)
    found = values(instrument, form)
    assert all(math.isclose(found[key], value) for key, value in expected.items())


@each_instrument
def test_the_order_of_subscales_changes_no_score(instrument: Instrument) -> None:
    assert instrument.example is not None
    expected = score(instrument, instrument.example.answers).scales
    for order in list(permutations(instrument.scales))[:24]:
        found = score(replace(instrument, scales=order), instrument.example.answers).scales
        assert found == expected


@each_instrument
def test_an_empty_form_has_no_score_no_finding_and_no_clear_risk(instrument: Instrument) -> None:
    result = score(instrument, {})
    assert all(isinstance(each, Incomplete) for each in result.scales.values())
    assert all(isinstance(each, Incomplete) for each in result.outcomes.values())
    assert {risk.state.value for risk in flags(instrument, {})} <= {"unknown"}


@each_instrument
def test_wording_ships_only_where_it_is_free(instrument: Instrument) -> None:
    assert instrument.rights is not None
    assert instrument.has_wording == (instrument.key in WORDED)
    if instrument.has_wording:
        assert instrument.rights.class_ is RightsClass.FREE
        assert instrument.wording_source is not None
        assert all(option.label for option in instrument.options)
    if instrument.rights.class_ is RightsClass.KEY_ONLY:
        assert instrument.rights.media == frozenset()


@each_instrument
def test_an_answer_missing_beyond_the_rule_leaves_no_score(instrument: Instrument) -> None:
    assert instrument.scales
    for scale in instrument.scales:
        left = dict.fromkeys(scale.items[: -scale.missing_rule.up_to - 1], None)
        answers = {item: instrument.codes[item][0] for item in scale.items if item not in left}
        if len(left) > scale.missing_rule.up_to:
            result = score(instrument, answers).scales[scale.key]
            assert isinstance(result, Incomplete)
            assert result.missing == len(left)


@pytest.mark.parametrize(
    ("answers", "finding"),
    [
        ([2, 2, 2, 2, 2, 0, 0, 0, 0], "major"),
        ([2, 2, 2, 2, 0, 0, 0, 0, 1], "major"),
        ([2, 2, 2, 2, 1, 0, 0, 0, 0], "other"),
        ([0, 2, 2, 0, 0, 0, 0, 0, 0], "other"),
        ([1, 1, 3, 3, 3, 3, 3, 3, 3], "none"),
        ([3, 0, 0, 0, 0, 0, 0, 0, 0], "none"),
    ],
)
def test_the_phq_9_counts_symptoms_beside_its_sum(answers: list[int], finding: str) -> None:
    outcome = score(SHELF["phq-9"], answers).outcomes["depressive-syndrome"]
    assert isinstance(outcome, AlgorithmOutcome)
    assert outcome.finding.key == finding


@pytest.mark.parametrize(
    ("high", "finding"),
    [
        ({1, 3, 5, 7}, "ptsd"),
        ({2, 4, 6, 9, 10, 13, 14, 18}, "cptsd"),
        ({1, 3, 5, 10, 12, 14, 16}, "none"),
        ({1, 3, 5, 8, 10, 12, 14}, "ptsd"),
    ],
)
def test_the_itq_names_one_of_two_diagnoses_or_none(high: set[int], finding: str) -> None:
    answers = {item: 2 if item in high else 1 for item in range(1, 19)}
    outcome = score(SHELF["itq"], answers).outcomes["icd-11"]
    assert isinstance(outcome, AlgorithmOutcome)
    assert outcome.finding.key == finding
