"""`clinic evaluate` against the numbers that the R package clinicalsignificance has published.

Each row names where: a vignette or a reference page of the package's site, or a snapshot in its own
tests. The data lie beside the project, not in it; the tests run wherever they do.
"""

import csv
import json
from collections.abc import Mapping
from math import sqrt
from statistics import fmean, stdev
from typing import Any

import pytest

from tests.cast import ROOT
from tests.cli.conftest import Console

DATA = ROOT.parent / "shared" / "data"
CLAUS = "claus_2020.csv --pre 1 --post 4 --better lower"
BDI, HAMD = f"{CLAUS} --value bdi", f"{CLAUS} --value hamd --reliability 0.8"
KUEHNER = "--functional-mean 7.69 --functional-sd 7.52"
EIGHT = "--functional-mean 8 --functional-sd 8 --cutoff c"
GDS = ("jacobson_1989.csv --subject subject --pre pre --post post --better lower --value gds"
       " --reliability 0.8 --cutoff a")  # fmt: skip

PUBLISHED = [
    # README and vignette "Combined approach"
    (f"{BDI} --reliability 0.801 {KUEHNER} --cutoff c", 40, 21.02, (10, 8, 22, 0, 0)),
    (f"{BDI} --reliability 0.801 --cutoff a", 40, 19.16, (10, 8, 22, 0, 0)),
    (f"{BDI} --method anchor --mid 7 --cutoff a", 40, 19.16, (13, 12, 11, 4, 0)),
    # reference page cs_combined
    (f"{BDI} --reliability 0.8 {EIGHT}", 40, 21.6, (10, 8, 22, 0, 0)),
    # vignettes "Distribution-based", "Anchor-based" and "Percentage-change approach"
    (f"{BDI} --reliability 0.801", 40, None, (0, 18, 22, 0, 0)),
    (f"{BDI} --reliability 0.801 --method HA", 40, None, (0, 25, 15, 0, 0)),
    (f"{BDI} --method HLM", 40, None, (0, 5, 32, 3, 0)),
    (f"{BDI} --method anchor --mid 7", 40, None, (0, 25, 11, 4, 0)),
    (f"{BDI} --method percentage --percent 50", 40, None, (0, 11, 29, 0, 0)),
    # reference page cs_percentage
    (f"{HAMD} --method percentage --percent 30", 40, None, (0, 25, 15, 0, 0)),
    # tests/testthat/_snaps/cs_combined.md; the cut-offs on the reference page cs_statistical
    (f"{HAMD} {EIGHT} --method JT", 40, 19.89, (26, 3, 10, 1, 0)),
    (f"{HAMD} {EIGHT} --method GLN", 40, 19.89, (26, 3, 10, 1, 0)),
    (f"{HAMD} {EIGHT} --method HLL", 40, 19.89, (12, 0, 16, 11, 1)),
    (f"{HAMD} {EIGHT} --method EN", 40, 19.89, (26, 6, 5, 3, 0)),
    (f"{HAMD} {EIGHT} --method NK --reliability-post 0.5", 40, 19.89, (26, 2, 11, 1, 0)),
    (f"{HAMD} {EIGHT} --method HA", 40, 20.21, (23, 9, 7, 1, 0)),
    (f"{HAMD} {EIGHT} --method HLM", 40, 19.89, (10, 1, 20, 9, 0)),
    # tests/testthat/_snaps/clinical_significance.md
    (f"{GDS} --method JT", 26, None, (10, 4, 12, 0, 0)),
    (f"{GDS} --method GLN", 26, None, (12, 4, 10, 0, 0)),
    (f"{GDS} --method HLL", 26, None, (7, 0, 11, 8, 0)),
    (f"{GDS} --method EN", 26, None, (12, 5, 9, 0, 0)),
    (f"{GDS} --method NK", 26, None, (12, 4, 10, 0, 0)),
]

# Without a publication that was seen: two columns, and what is on the better end.
OTHERS = [
    ("hechler_2014.csv", "patient", "measurement", "disability", "1", "2"),
    ("anxiety.csv", "subject", "measurement", "anxiety", "0", "4"),
    ("anxiety_complete.csv", "subject", "measurement", "anxiety", "0", "4"),
]


def evaluate(console: Console, words: str) -> dict[str, Any]:
    name, *options = words.split()
    answer = console("evaluate", DATA / name, *options, "--json")
    assert answer.status == 0, answer.err
    found: dict[str, Any] = json.loads(answer.out)
    return found


def pairs_of(name: str, subject: str, time: str, value: str, *times: str) -> list[list[float]]:
    """Read the complete pairs with nothing of ours."""
    found: dict[str, dict[str, float]] = {}
    with (DATA / name).open(newline="") as file:
        for row in csv.DictReader(file):
            if row[value] not in ("", "NA"):
                found.setdefault(row[subject], {})[row[time]] = float(row[value])
    pairs = [[scores.get(time, float("nan")) for time in times] for scores in found.values()]
    return [pair for pair in pairs if pair[0] == pair[0] and pair[1] == pair[1]]


if DATA.exists():

    @pytest.mark.parametrize(("words", "n", "cutoff", "counts"), PUBLISHED)
    def test_a_published_result_is_found_again(
        console: Console, words: str, n: int, cutoff: float | None, counts: tuple[int, ...]
    ) -> None:
        found = evaluate(console, words)

        assert found["n_used"] == n
        assert tuple(found["counts"].values()) == counts
        if cutoff is not None:
            assert round(found["cutoff"]["value"], 2) == cutoff

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

    def test_a_rise_from_zero_is_no_percentage(console: Console) -> None:
        # The package counts the thirteen people whose first WHO-5 is 0 as improved when they rise.
        words = f"{CLAUS.replace('lower', 'higher')} --value who --method percentage --percent 30"

        found = evaluate(console, words)

        assert found["n_not_computable"] == 13
        assert tuple(found["counts"].values()) == (0, 17, 7, 3, 0)
