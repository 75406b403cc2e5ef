"""Files of scores for tests: a small one made here, and the real one where it lies."""

import csv
from collections import defaultdict
from pathlib import Path
from statistics import fmean

from tests.cast import ROOT

MADE = """id,sex,time,bdi,shaps,who,hamd
1,Male,1,33,9,0,25
1,Male,2,28,6,3,17
1,Male,3,28,9,7,
1,Male,4,27,8,3,13
2,Female,1,21,3,9,18
2,Female,2,,,,
2,Female,3,12,1,14,9
2,Female,4,6,0,17,4
3,Female,1,40.5,14,1,30
3,Female,2,39,13,2,28
3,Female,3,NA,12,2,27
3,Female,4,41,12,0,29
"""

REAL = ROOT.parent / "shared" / "data" / "claus_2020.csv"
NAMES = ["made here", *(path.name for path in (REAL,) if path.exists())]
"""The real file is tried wherever it lies beside the project."""

RANGES = {
    "bdi": ("BDI-II", 0, 63, "lower"),
    "shaps": ("SHAPS", 0, 14, "lower"),
    "who": ("WHO-5", 0, 25, "higher"),
    "hamd": ("HAM-D", 0, 52, "lower"),
}
"""The WHO-5 stands as its raw sum of five answers from 0 to 5: no value of the file exceeds 18."""


def place(name: str, folder: Path) -> Path:
    """Give the path of a file by its name, writing the one that is made here."""
    if name == REAL.name:
        return REAL
    return write(MADE, folder)


def write(text: str | bytes, folder: Path) -> Path:
    path = folder / "scores.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def words(path: Path, **changes: str) -> list[str]:
    """Give the words of a command that imports a file, some of its options changed."""
    given = {
        "cohort": "Trial of 2019",
        "facilitator": "theresa@example.org",
        "first-on": "2019-01-08",
        **{name.replace("_", "-"): value for name, value in changes.items()},
    }
    options = [word for name, value in given.items() for word in (f"--{name}", value)]
    return ["import-scores", str(path), *options, *measures()]


def measures() -> list[str]:
    declared = [f"{key}:{':'.join(map(str, range_))}" for key, range_ in RANGES.items()]
    return [word for text in declared for word in ("--measure", text)]


def means(path: Path) -> dict[tuple[str, str], float]:
    """Compute the mean of each measure and time with nothing of ours."""
    values: dict[tuple[str, str], list[float]] = defaultdict(list)
    with path.open(newline="") as file:
        for row in csv.DictReader(file):
            for key in RANGES:
                if row[key] not in ("", "NA"):
                    values[key, row["time"]].append(float(row[key]))
    return {place: fmean(found) for place, found in values.items()}


def people(path: Path) -> int:
    with path.open(newline="") as file:
        return len({row["id"] for row in csv.DictReader(file)})
