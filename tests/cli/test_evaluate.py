"""`clinic evaluate`: the documented JSON, the tables, and the figures on a study made here."""

import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from clinic.cli import tables
from tests.cli import score_files
from tests.cli.conftest import Console

STUDY = """subject,time,score,arm
a,1,40,T
a,2,30,T
a,3,12,T
b,1,36,T
b,2,33,T
b,3,28,T
c,1,44,T
c,2,40,T
c,3,43,T
d,1,38,C
d,2,41,C
d,3,37,C
e,1,42,C
e,2,40,C
e,3,44,C
f,1,34,C
f,2,31,C
f,3,20,C
g,1,41,C
g,2,29,C
g,3,,C
"""
WORDS = shlex.split("--subject subject --value score --pre 1 --post 3 --better lower")
KEYS = """
n n_used method cutoff pre post s_diff reliable_change counts effects individuals
"""
EFFECTS = """
d_pre d_av d_rms dz drm g_ppc d_between g_between log_risk_ratio nnt_from_d nnt_from_risk
"""
NORMS = ("--reliability", "0.8", "--functional-mean", "8", "--functional-sd", "6")


@pytest.fixture
def evaluate(console: Console, tmp_path: Path) -> "Evaluate":
    return Evaluate(console, score_files.write(STUDY, tmp_path))


class Evaluate:
    """Asks for JSON on the study and reads it."""

    def __init__(self, console: Console, path: Path) -> None:
        self.console, self.path = console, path

    def __call__(self, *words: str) -> dict[str, Any]:
        answer = self.console("evaluate", self.path, *WORDS, *words, "--json")
        assert answer.status == 0, answer.err
        found: dict[str, Any] = json.loads(answer.out)
        return found


def test_the_json_has_the_documented_keys(evaluate: Evaluate) -> None:
    found = evaluate(*NORMS, "--cutoff", "c", "--method", "JT")

    assert {*KEYS.split()} <= set(found)
    assert (found["n"], found["n_used"], found["method"]) == (7, 6, "JT")
    assert found["pre"] == {"mean": 39, "sd": pytest.approx(3.741657)}
    assert found["s_diff"] == pytest.approx(3.741657 * 0.4**0.5, abs=1e-6)
    assert found["reliable_change"] == pytest.approx(1.96 * found["s_diff"], abs=1e-5)
    cutoff = (found["pre"]["sd"] * 8 + 6 * 39) / (found["pre"]["sd"] + 6)
    assert found["cutoff"]["type"] == "c"
    assert found["cutoff"]["value"] == pytest.approx(cutoff, abs=1e-5)
    assert found["counts"] == {
        "recovered": 2,
        "improved": 1,
        "unchanged": 3,
        "deteriorated": 0,
        "harmed": 0,
    }
    first = found["individuals"][0]
    assert (first["subject"], first["category"]) == ("a", "recovered")
    assert first["rci"] == pytest.approx(-28 / found["s_diff"], abs=1e-5)


def test_every_effect_names_its_convention_and_interval(evaluate: Evaluate) -> None:
    effects = evaluate(*NORMS, "--group", "arm")["effects"]

    assert {*EFFECTS.split()} <= set(effects)
    for effect in effects.values():
        assert effect["convention"]
        assert effect["formula"]
        assert effect["ci_method"]


def test_groups_are_shown_apart_and_the_treatment_is_named(evaluate: Evaluate) -> None:
    found = evaluate(*NORMS, "--group", "arm")

    assert (found["treatment"], found["control"]) == ("T", "C")
    assert found["groups"]["T"]["counts"]["recovered"] == 1
    assert found["groups"]["T"]["n_used"] == found["groups"]["C"]["n_used"] == 3
    assert found["effects"]["g_between"]["value"] > 0, "the treated stand lower after"
    turned = evaluate(*NORMS, "--group", "arm", "--control", "T")
    value = turned["effects"]["g_between"]["value"]
    assert value == -found["effects"]["g_between"]["value"]


def test_who_left_early_counts_with_the_last_value_in_a_figure_of_its_own(
    evaluate: Evaluate,
) -> None:
    found = evaluate(*NORMS)

    assert found["last_value_carried"]["n"] == 7
    assert found["last_value_carried"]["post"]["mean"] == pytest.approx(213 / 7, abs=1e-5)
    assert found["last_value_carried"]["effects"]["d_pre"]["value"] is not None


def test_without_a_cutoff_nobody_is_recovered(evaluate: Evaluate) -> None:
    found = evaluate("--reliability", "0.8")

    assert found["cutoff"] is None
    assert found["counts"]["recovered"] == 0
    assert found["counts"]["improved"] == 3


def test_the_reliability_after_is_asked_by_nunnally_and_kotsch_alone(evaluate: Evaluate) -> None:
    words = ("--reliability", "0.8", "--reliability-post", "0.4")

    nk, plain = evaluate(*words, "--method", "NK"), evaluate(*words[:2], "--method", "nk")
    assert nk["standard_error"] > plain["standard_error"]
    jt, same = evaluate(*words), evaluate(*words[:2])
    assert jt == same


def test_a_person_whom_a_method_cannot_judge_is_counted_apart(
    console: Console, tmp_path: Path
) -> None:
    path = score_files.write("id,time,score\na,1,0\na,3,5\nb,1,10\nb,3,4\n", tmp_path)

    words = ("--value", "score", "--pre", 1, "--post", 3, "--better", "lower")
    answer = console("evaluate", path, *words, "--method", "percentage", "--percent", 50, "--json")

    found = json.loads(answer.out)
    assert (found["n_used"], found["n_not_computable"]) == (2, 1)
    assert found["individuals"][0]["category"] is None
    assert "above 0" in found["individuals"][0]["not_computable"]


def test_one_person_can_be_judged_by_points_and_has_no_effect_size(
    console: Console, tmp_path: Path
) -> None:
    path = score_files.write("id,time,score\na,1,9\na,3,1\n", tmp_path)

    words = ("--value", "score", "--pre", 1, "--post", 3, "--better", "lower")
    answer = console("evaluate", path, *words, "--method", "anchor", "--mid", 5, "--json")

    found = json.loads(answer.out)
    assert found["counts"]["improved"] == 1
    assert found["effects"]["d_pre"]["value"] is None
    assert "one person alone" in found["effects"]["d_pre"]["not_computable"]


def test_the_tables_say_the_same_in_plain_columns_when_piped(evaluate: Evaluate) -> None:
    answer = evaluate.console("evaluate", evaluate.path, *WORDS, *NORMS, "--group", "arm")

    assert answer.status == 0
    assert "with both scores  6" in answer.out
    assert "T      recovered     1  33.3 %" in answer.out
    assert "value ± z SE; SE from the uncorrected d, without J² (Metapsy convention)" in answer.out
    assert "│" not in answer.out


def test_the_tables_are_drawn_on_a_terminal(
    evaluate: Evaluate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "is_terminal", lambda: True)

    answer = evaluate.console("evaluate", evaluate.path, *WORDS, *NORMS)

    assert answer.status == 0
    assert "│ recovered" in answer.out or "recovered    │" in answer.out
