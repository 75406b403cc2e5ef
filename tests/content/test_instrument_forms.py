"""Rows of a form written as the text of a file, read by its parser, and back into rows."""

from typing import Any

import pytest

from clinic.content.instrument_forms import beyond_form, draft_of, form_data, own_key, read_draft
from clinic.content.instrument_trials import trial_of
from clinic.domain.measures.instruments import Instrument, RuleKind
from tests.measures import TODAY, rows


def made(**changed: Any) -> Instrument:
    draft = draft_of(rows(**changed), "own-evening", TODAY, None)
    assert draft.instrument is not None, draft.faults
    return draft.instrument


def test_rows_become_an_instrument_with_an_example_of_its_own() -> None:
    one = made()
    total, tone = one.scales
    assert (total.key, total.minimum, total.maximum, total.rule.factor) == ("total", 0, 18, 2)
    assert (tone.key, tone.items, tone.rule.kind) == ("tone", (1, 2), RuleKind.WEIGHTED)
    assert one.reversed_items == {2}
    assert [(risk.item, risk.at_least) for risk in one.risk_items] == [(3, 1)]
    assert one.example is not None
    assert dict(one.example.scores) == {"total": 2 * (0 + 2 + 2), "tone": 0 + 0.5 * 2}


def test_an_instrument_that_rows_can_hold_comes_back_as_the_same_rows() -> None:
    one = made()
    assert beyond_form(one) == []
    again = draft_of(form_data(one), one.key, TODAY, one)
    assert again.instrument == one


def test_a_score_keeps_its_key_when_its_name_changes() -> None:
    one = made()
    data = form_data(one)
    data["scales"][1]["title"] = "Color"
    again = draft_of(data, one.key, TODAY, one).instrument
    assert again is not None
    assert [scale.key for scale in again.scales] == ["total", "tone"]
    assert again.key_version == one.key_version == "1"


def test_another_scoring_counts_the_version_of_the_key_on() -> None:
    one = made()
    data = form_data(one)
    data["questions"][0]["is_reversed"] = True
    again = draft_of(data, one.key, TODAY, one).instrument
    assert again is not None
    assert again.key_version == "2"


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"name": ""}, "name"),
        ({"questions": [{"text": "", "is_reversed": False, "risk_from": ""}]}, "items.0"),
        ({"answers": [{"value": "1", "label": "a"}, {"value": "1", "label": "b"}]}, "options"),
        ({"answers": [{"value": "x", "label": "a"}, {"value": "1", "label": "b"}]}, "options.0"),
        ({"holder": ""}, "rights.holder"),
        ({"origin": "licensed", "until": "soon", "reference": "A letter"}, "license.until"),
        ({"source": ""}, "key_source"),
    ],
)
def test_a_fault_names_the_place_of_the_form_that_it_is_about(
    changed: dict[str, Any], place: str
) -> None:
    draft = draft_of(rows(**changed), "own-evening", TODAY, None)
    assert draft.instrument is None
    assert any(each.startswith(place) for each in draft.places), draft.faults


@pytest.mark.parametrize(
    ("scale", "place"),
    [
        ({"questions": "1-9"}, "scales.0"),
        ({"questions": "1-99999999"}, "scales.0.items"),
        ({"questions": "some"}, "scales.0"),
        ({"factor": "twice"}, "scales.0.rule.factor"),
        ({"missing": "9"}, "scales.0.missing"),
        ({"kind": "lookup", "factor": "", "missing": "", "bands": []}, "scales.0.rule"),
        ({"bands": [{"low": "5", "high": "1", "label": "x"}]}, "scales.0.bands"),
        ({"bands": [{"low": "0", "high": "18", "label": ""}]}, "scales.0.bands.ranges.0"),
        ({"cutoff": "900"}, "scales.0.cutoff"),
    ],
)
def test_a_fault_in_a_score_names_its_row(scale: dict[str, Any], place: str) -> None:
    data = rows()
    data["scales"][0] |= scale
    draft = draft_of(data, "own-evening", TODAY, None)
    assert draft.instrument is None
    assert any(each.startswith(place) for each in draft.places), (draft.faults, draft.places)


def test_words_that_yaml_would_take_for_something_else_stay_words() -> None:
    odd = ["yes", "- a: b # no comment", "'quoted' \"twice\" & {braces}", "3.0", "null", "*star"]
    questions = [{"text": text, "is_reversed": False, "risk_from": ""} for text in odd]
    scales = [rows()["scales"][0] | {"bands": [], "missing": "", "cutoff": ""}]
    one = made(questions=questions, scales=scales, name="No: 7", notice="© x: y")
    assert [item.text for item in one.items] == odd
    assert one.name == "No: 7"


def test_a_trial_scores_what_was_typed_and_says_what_would_open_a_case() -> None:
    draft = draft_of(rows(), "own-evening", TODAY, None)
    trial = trial_of(draft, {1: "1", 2: "0", 3: "2"})
    assert trial.ways["total"].score.value == 2 * (1 + 3 + 2)
    assert [risk.item for risk in trial.flagged] == [3]
    missing = trial_of(draft, {1: "1", 2: "", 3: ""})
    why = missing.incomplete("total")
    assert why is not None
    assert why.missing == 2
    assert trial_of(draft, {1: "", 2: "", 3: ""}).is_example
    wrong = trial_of(draft, {1: "x", 2: "9", 3: ""})
    assert [fault.item for fault in wrong.faults] == [1, 2]
    assert wrong.result is None


def test_a_text_with_faults_has_no_instrument_and_no_trial() -> None:
    draft = read_draft("key: own-x\n", "own-x")
    assert draft.instrument is None
    assert trial_of(draft, {}).result is None
    assert own_key("Évening / check!") == "own-vening-check"
