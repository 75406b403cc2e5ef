"""How `clinic evaluate` agrees with the published numbers of the R package clinicalsignificance.

`python -m bench.agreement` prints the table, and fails where a row is neither the published one nor
the one that is written down with its reason.
"""

import json
import sys
from pathlib import Path

from click.testing import CliRunner

from bench._published import PUBLISHED, Counts, Row
from clinic.cli.evaluate import evaluate_scores

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data"


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
    return int(faults > 0)


def _counts(row: Row) -> Counts:
    name, *options = row.words.split()
    answer = CliRunner().invoke(evaluate_scores, [str(DATA / name), *options, "--json"])
    counts = json.loads(answer.output)["counts"].values()
    return tuple(counts)  # type: ignore[return-value]


def _line(counts: Counts) -> str:
    return " ".join(f"{count:2}" for count in counts)


if __name__ == "__main__":
    sys.exit(main())
