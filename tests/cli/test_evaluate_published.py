"""`clinic evaluate` against the numbers that the R package clinicalsignificance has published.

The data lie beside the project, not in it; where they do not, these tests are named as skipped.
"""

import csv
from collections.abc import Mapping
from math import sqrt
from statistics import fmean, stdev
from typing import Any

import pytest

from bench._published import BDI, EIGHT, PUBLISHED, Row
from tests.cli.conftest import Console
from tests.cli.evaluation import DATA, evaluate

pytestmark = pytest.mark.skipif(not DATA.exists(), reason=f"needs the data sets in {DATA.name}")

# Without a publication that was seen: two columns, and what is on the better end.
OTHERS = [
    ("hechler_2014.csv", "patient", "measurement", "disability", "1", "2"),
    ("anxiety.csv", "subject", "measurement", "anxiety", "0", "4"),
    ("anxiety_complete.csv", "subject", "measurement", "anxiety", "0", "4"),
]


def pairs_of(name: str, subject: str, time: str, value: str, *times: str) -> list[list[float]]:
    """Read the complete pairs with nothing of ours."""
    found: dict[str, dict[str, float]] = {}
    with (DATA / name).open(newline="") as file:
        for row in csv.DictReader(file):
            if row[value] not in ("", "NA"):
                found.setdefault(row[subject], {})[row[time]] = float(row[value])
    pairs = [[scores.get(time, float("nan")) for time in times] for scores in found.values()]
    return [pair for pair in pairs if pair[0] == pair[0] and pair[1] == pair[1]]


@pytest.mark.parametrize("row", PUBLISHED, ids=range(len(PUBLISHED)))
def test_a_published_result_is_found_again_or_differs_for_a_reason(
    console: Console, row: Row
) -> None:
    found = evaluate(console, row.words)

    assert found["n_used"] == row.n
    assert tuple(found["counts"].values()) == (row.ours or row.published)
    assert (row.ours is None) == (row.why == "")
    if row.cutoff is not None:
        assert round(found["cutoff"]["value"], 2) == row.cutoff


def test_the_groups_of_a_published_result_are_found_again(console: Console) -> None:
    # vignette "Get started" and reference page cs_combined
    found = evaluate(console, f"{BDI} --reliability 0.8 {EIGHT} --group treatment")

    groups: Mapping[str, Any] = found["groups"]
    assert (found["n"], found["pre"]["mean"]) == (43, 35.475)
    assert round(found["pre"]["sd"], 2) == 8.16
    assert list(groups["TAU"]["counts"].values()) == [3, 2, 14, 0, 0]
    assert list(groups["PA"]["counts"].values()) == [7, 6, 8, 0, 0]


@pytest.mark.parametrize("source", OTHERS)
def test_a_data_set_without_published_figures_agrees_with_the_formulas(
    console: Console, source: tuple[str, ...]
) -> None:
    name, subject, time, value, pre, post = source
    pairs = pairs_of(*source)
    before, after = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    changes = [post - pre for pre, post in pairs]

    found = evaluate(
        console,
        f"{name} --subject {subject} --time {time} --value {value} --pre {pre} --post {post}"
        " --better lower --reliability 0.9 --cutoff b --functional-mean 15 --functional-sd 4",
    )

    threshold = 1.96 * stdev(before) * sqrt(0.2)
    recovered = [b > 23 > a and b - a > threshold for b, a in pairs]
    assert found["n_used"] == len(pairs)
    assert found["cutoff"]["value"] == 23
    assert found["reliable_change"] == pytest.approx(threshold, abs=1e-5)
    assert found["counts"]["recovered"] == sum(recovered)
    assert found["counts"]["improved"] == sum(-c > threshold for c in changes) - sum(recovered)
    assert found["counts"]["unchanged"] == sum(abs(c) <= threshold for c in changes)
    effects = found["effects"]
    assert effects["dz"]["value"] == pytest.approx(-fmean(changes) / stdev(changes), abs=1e-5)
    gain = fmean(before) - fmean(after)
    assert effects["d_pre"]["value"] == pytest.approx(gain / stdev(before), abs=1e-5)
