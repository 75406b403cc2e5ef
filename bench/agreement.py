"""How `clinic evaluate` agrees with the published numbers of the R package clinicalsignificance,
and its model of change with lme4.

`python -m bench.agreement` prints both tables, and fails where a row is neither the published one
nor the one that is written down with its reason, or where somebody's index is another than lme4's.
"""

import json
import sys
from pathlib import Path
from time import perf_counter

from click.testing import CliRunner

from bench._lme4 import REFERENCES, Reference
from bench._published import PUBLISHED, Counts, Row
from clinic.cli.evaluate import evaluate_scores
from clinic.domain.measures.instruments import Direction
from clinic.domain.measures.score_cells import MeasureColumn
from clinic.domain.measures.score_files import ScoreColumns
from clinic.domain.outcomes.change import CRITICAL_95
from clinic.domain.outcomes.courses import LARGEST, Course, read_study
from clinic.domain.outcomes.mixed_model import FEWEST_TIMES, MixedModel, fit
from clinic.domain.outcomes.pairs import NotComputable

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data"
CLOSE = 0.001
"""How far somebody's index may lie from that of lme4, which is told to three decimals."""


def main() -> int:
    """Print the table; 1 where something is neither published nor explained."""
    if not DATA.exists():
        print(f"Agreement: no data sets at ../{DATA.parent.name}/{DATA.name}, nothing compared.")
        return 0
    print("Recovered, improved, unchanged, deteriorated, harmed; by the package and here")
    faults = 0
    for row in PUBLISHED:
        counts = _counts(row)
        is_right = counts == (row.ours or row.published)
        faults += not is_right
        word = "agrees" if counts == row.published else "explained" if is_right else "DIFFERS"
        print(f"{word:9}  {_line(row.published)}  {_line(counts)}  {row.place}: {row.words}")
        if row.why:
            print(f"{'':9}  {row.why}")
    agreeing = sum(not row.why for row in PUBLISHED)
    print(f"{agreeing} of {len(PUBLISHED)} agree, {len(PUBLISHED) - agreeing} differ for a reason.")
    faults += _compare_models()
    return int(faults > 0)


def _compare_models() -> int:
    """Print what lme4 and the model here make of each data set, and count where they differ."""
    print("\nThe model of change: lme4 1.1-31 and here")
    print(f"{'':37}criterion   below  above  farthest index from lme4's")
    faults = 0
    for one in REFERENCES:
        criterion, indices = model_of(one)
        apart = max(abs(a - b) for a, b in zip(indices, one.indices, strict=True))
        is_right = apart <= CLOSE and abs(criterion - one.criterion) <= 1e-5
        faults += not is_right
        name = f"{one.file.removesuffix('.csv')} {one.value}"
        print(
            f"{'agrees' if is_right else 'DIFFERS':9} {name:25} {_ends(one.criterion, one.indices)}"
        )
        print(f"{'':35} {_ends(criterion, indices)}  {apart:.4f}")
    print(f"5,000 people at four times: {_time_of(5000):.2f} s")
    return faults


def model_of(one: Reference) -> tuple[float, tuple[float, ...]]:
    """Give the criterion of one column of the data, and everybody's index as they first appear."""
    text = (DATA / one.file).read_text(encoding="utf-8")
    measure = MeasureColumn(one.value, one.value, -LARGEST, LARGEST, Direction.LOWER)
    study = read_study(text, ScoreColumns(one.subject, one.time, [measure]), pre="1", post="4")
    courses = [course for course in study.courses if len(course.scores) >= FEWEST_TIMES]
    model = _fitted(courses)
    return model.criterion, tuple(model.indices[course.subject] for course in courses)


def _ends(criterion: float, indices: tuple[float, ...]) -> str:
    below = sum(index < -CRITICAL_95 for index in indices)
    above = sum(index > CRITICAL_95 for index in indices)
    return f"{criterion:12.6f}  {below:5}  {above:5}"


def _fitted(courses: list[Course]) -> MixedModel:
    model = fit(courses)
    if isinstance(model, NotComputable):
        raise SystemExit(str(model))
    return model


def _time_of(people: int) -> float:
    """Time the model on people who differ in level, slope and noise, two of five with a gap."""
    courses = [
        Course(
            str(number),
            None,
            {
                str(time): float(
                    number * 7 % 41 - (number % 9 - 3) * time + number * (time + 3) % 5
                )
                for time in range(4)
                if number % 5 > 1 or time != number % 4
            },
        )
        for number in range(people)
    ]
    begun = perf_counter()
    _fitted(courses)
    return perf_counter() - begun


def _counts(row: Row) -> Counts:
    name, *options = row.words.split()
    answer = CliRunner().invoke(evaluate_scores, [str(DATA / name), *options, "--json"])
    counts = json.loads(answer.output)["counts"].values()
    return tuple(counts)


def _line(counts: Counts) -> str:
    return " ".join(f"{count:2}" for count in counts)


if __name__ == "__main__":
    sys.exit(main())
