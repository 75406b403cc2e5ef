"""`clinic evaluate --summary`: effect sizes from a published table of means."""

import json
from math import sqrt
from typing import Any

import pytest

from tests.cli.conftest import Console

AFTER = "T:post 16.2 3.9 15; C:post 25.5 6.7 15"
BEFORE = "; T:pre 26 5 15; C:pre 27 6 15"


def evaluate(console: Console, summary: str, *words: str) -> dict[str, Any]:
    answer = console("evaluate", "--summary", summary, "--better", "lower", *words, "--json")
    assert answer.status == 0, answer.err
    found: dict[str, Any] = json.loads(answer.out)
    return found


def test_the_published_comparison_has_its_figures_on_top(console: Console) -> None:
    found = evaluate(console, AFTER)

    assert round(found["d"], 2) == 1.70
    assert round(found["g"], 2) == 1.65
    assert round(found["se"], 3) == 0.426
    assert [round(end, 2) for end in found["ci"]] == [0.82, 2.49]
    assert set(found["conventions"]) == {"d", "g", "se", "ci"}
    assert "Metapsy" in found["conventions"]["se"]


def test_the_order_of_the_arms_does_not_turn_the_sign(console: Console) -> None:
    turned = "; ".join(reversed(AFTER.split("; ")))

    assert evaluate(console, turned)["g"] == evaluate(console, AFTER)["g"]


def test_entries_for_before_add_the_effects_over_time(console: Console) -> None:
    found = evaluate(console, AFTER + BEFORE)

    expected = (9.8 - 1.5) / sqrt((25 + 36) / 2) * (1 - 3 / 111)
    assert found["effects"]["g_ppc"]["value"] == pytest.approx(expected, abs=1e-5)
    assert found["effects"]["g_ppc"]["ci"] is None
    assert found["arms"]["T"]["effects"]["d_pre"]["value"] == pytest.approx(9.8 / 5)
    assert "correlation" in found["effects"]["d_change"]["not_computable"]
    assert found["g"] == evaluate(console, AFTER)["g"]


def test_the_correlation_adds_what_needs_it(console: Console) -> None:
    found = evaluate(console, AFTER + BEFORE, "--correlation", "0.5")

    assert found["effects"]["g_ppc"]["ci"] is not None
    assert found["effects"]["d_change"]["value"] > 0
    spread = sqrt(25 + 3.9**2 - 5 * 3.9)
    assert found["arms"]["T"]["effects"]["dz"]["value"] == pytest.approx(9.8 / spread, abs=1e-5)


def test_one_group_before_and_after_is_evaluated_alone(console: Console) -> None:
    found = evaluate(console, "A:pre 26 5 15; A:post 16.2 3.9 15")

    assert "g" not in found
    assert found["arms"]["A"]["effects"]["d_pre"]["value"] == pytest.approx(1.96)


def test_the_tables_name_who_is_compared_with_whom(console: Console) -> None:
    answer = console("evaluate", "--summary", AFTER + BEFORE, "--better", "lower")

    assert answer.status == 0
    assert "T against C, positive is better for T" in answer.out
    assert "g_between   1.65   0.82 to 2.49" in answer.out
    assert "not computable: it needs the correlation of before and after" in answer.out
