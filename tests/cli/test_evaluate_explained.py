"""Why four published rows are not ours: each is found again by the rule that made it."""

from math import sqrt
from statistics import fmean, stdev

import pytest

from bench._published import ANXIETY, BDI, EIGHT, GDS, PUBLISHED, WHO
from clinic.domain.measures.instruments import Direction
from clinic.domain.measures.score_cells import MeasureColumn
from clinic.domain.measures.score_files import ScoreColumns
from clinic.domain.outcomes.change import Distribution
from clinic.domain.outcomes.change_methods import CRITICAL_HA
from clinic.domain.outcomes.courses import LARGEST, Study, read_study
from clinic.domain.outcomes.cutoffs import CutoffType, TrueScoreLine, true_score_line
from clinic.domain.outcomes.mixed_model import MixedModel, fit
from clinic.domain.outcomes.pairs import Sample, sample_of
from tests.cli.conftest import Console
from tests.cli.evaluation import DATA, evaluate

pytestmark = pytest.mark.skipif(not DATA.exists(), reason=f"needs the data sets in {DATA.name}")


def published(words: str) -> tuple[int, ...]:
    return next(row.published for row in PUBLISHED if row.words == words)


def read(name: str, subject: str, time: str, value: str) -> Study:
    text = (DATA / name).read_text(encoding="utf-8")
    measure = MeasureColumn(value, value, -LARGEST, LARGEST, Direction.LOWER)
    return read_study(text, ScoreColumns(subject, time, [measure]), pre="1", post="4")


@pytest.mark.parametrize(
    ("words", "source", "kind", "functional"),
    [
        (
            f"{GDS} --method HA",
            ("jacobson_1989.csv", "subject", "time", "gds", "pre", "post"),
            CutoffType.A,
            None,
        ),
        (
            f"{BDI} --reliability 0.8 {EIGHT} --method HA",
            ("claus_2020.csv", "id", "time", "bdi", "1", "4"),
            CutoffType.C,
            Distribution(8, 8),
        ),
    ],
)
def test_the_old_version_counted_who_was_functional_before_as_recovered(
    console: Console,
    words: str,
    source: tuple[str, ...],
    kind: CutoffType,
    functional: Distribution | None,
) -> None:
    study = read(*source[:4])
    sample = sample_of(study.pairs(source[4], source[5]))
    assert isinstance(sample, Sample)
    line = true_score_line(kind, sample, functional, Direction.LOWER, 0.8)
    assert isinstance(line, TrueScoreLine)

    people = evaluate(console, words)["individuals"]

    gained = [p for p in people if p["category"] in ("recovered", "improved")]
    old = [p for p in gained if -line.cs_indiv(p["post"]) > CRITICAL_HA]
    assert (len(old), len(gained) - len(old)) == published(words)[:2]
    assert [p for p in old if p["category"] == "improved"] == [
        p for p in old if p["pre"] <= line.value
    ]


def test_the_package_counts_every_rise_from_zero_as_a_gain(console: Console) -> None:
    words = f"{WHO} --method percentage --percent 30"

    found = evaluate(console, words)

    unjudged = [one for one in found["individuals"] if one["category"] is None]
    risen = [one for one in unjudged if one["post"] > 0]
    assert found["n_not_computable"] == len(unjudged) == 13
    assert found["counts"]["improved"] + len(risen) == published(words)[1]


def test_the_old_version_weighed_slopes_by_the_variance_of_intercepts() -> None:
    study = read("anxiety.csv", "subject", "measurement", "anxiety")
    courses = [course for course in study.courses if len(course.scores) > 1]
    model = fit(courses)
    assert isinstance(model, MixedModel)
    intercepts, _, slopes = model.covariance
    first = [next(iter(course.scores.values())) for course in courses]
    cutoff = fmean(first) - 2 * stdev(first)

    counts = dict.fromkeys(("recovered", "improved", "unchanged", "deteriorated", "harmed"), 0)
    for course in courses:
        error = model.residual_variance / len(course.scores)
        weight = intercepts / (intercepts + error)
        slope = model.slope + weight * model.own_slopes[course.subject]
        spread = sqrt(1 / (1 / error + 1 / intercepts) + (1 - weight**2) * slopes)
        before, *_, after = course.scores.values()
        if -slope / spread > 1.96:
            counts["recovered" if before > cutoff > after else "improved"] += 1
        else:
            counts["deteriorated" if slope / spread > 1.96 else "unchanged"] += 1

    assert tuple(counts.values()) == published(ANXIETY)


def test_who_missed_the_end_has_a_slope_all_the_same() -> None:
    study = read("anxiety.csv", "subject", "measurement", "anxiety").between("0", "4")

    pairs = study.first_and_last(3)

    counted = next(row.n for row in PUBLISHED if row.words == ANXIETY)
    assert len(pairs) == counted > len(study.pairs("0", "4"))
