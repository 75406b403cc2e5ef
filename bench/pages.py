"""What the small pages and a sign-in cost, in processor time; two builds side by side on request.

`python -m bench.pages` measures this build, `python -m bench.pages TREE` also the one in another
work tree. Processor time hangs little on who else uses the machine; both builds take turns all the
same. `--at-least 2` fails where a page is not that many times cheaper than in the other build.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

ROUNDS = 7
HERE = Path(__file__).resolve().parent
GOALS = ("dashboard", "client", "cohort", "Today")
"""What `--at-least` judges."""


class Build:
    """One build: a child that holds its clinic and measures a round when asked."""

    def __init__(self, child: subprocess.Popen[str]) -> None:
        self._child = child
        self.counts: dict[str, dict[str, int]] = self._read()
        self.seconds: dict[str, list[float]] = {name: [] for name in self.counts}

    def measure(self) -> None:
        """Do everything some times over and keep what it took."""
        stdin = self._child.stdin
        if stdin is None:
            raise BrokenPipeError
        stdin.write("again\n")
        stdin.flush()
        for name, seconds in self._read().items():
            self.seconds[name] += seconds

    def middle(self, name: str) -> float:
        return statistics.median(self.seconds[name]) * 1000

    def asked(self, name: str) -> str:
        counts = self.counts[name]
        return f"{counts['selects']}+{counts['others']}"

    def _read(self) -> Any:
        stdout = self._child.stdout
        line = stdout.readline() if stdout else ""
        if not line:
            raise BrokenPipeError(f"the build ended with {self._child.wait()}")
        return json.loads(line)


def main() -> int:
    """Measure, print the table, and fail where a page is not as much cheaper as was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m bench.pages")
    parser.add_argument("other", nargs="?", type=Path, help="the work tree of another build")
    parser.add_argument("--at-least", type=float, default=0.0, metavar="TIMES")
    asked = parser.parse_args()
    with ExitStack() as stack:
        build = stack.enter_context(begun(HERE.parent))
        other = stack.enter_context(begun(asked.other)) if asked.other else None
        for _ in range(ROUNDS):
            build.measure()
            if other is not None:
                other.measure()
    print("milliseconds of processor, middle of all; SELECTs + other statements")
    for name in build.counts:
        print(row(name, build, other))
    if other is None:
        return 0
    times = {name: other.middle(name) / build.middle(name) for name in GOALS}
    missed = [name for name, ratio in times.items() if ratio < asked.at_least]
    print(f"Missed: {', '.join(missed)}." if missed else "As cheap as was asked for.")
    return len(missed)


@contextmanager
def begun(tree: Path) -> Iterator[Build]:
    """Start the child in a work tree; it finds the program there before any other."""
    tree = tree.resolve(strict=True)
    words = [sys.executable, str(HERE / "_page_times.py")]
    tells = {"PYTHONPATH": str(tree), "PYTHONHASHSEED": "0"}
    with subprocess.Popen(  # noqa: S603 - our own words
        words,
        cwd=tree,
        env=os.environ | tells,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        yield Build(child)


def row(name: str, build: Build, other: Build | None) -> str:
    told = f"{name:<14} {build.middle(name):7.1f} {build.asked(name):>8}"
    if other is None:
        return told
    before, times = other.middle(name), other.middle(name) / build.middle(name)
    return f"{told}   other build {before:7.1f} {other.asked(name):>8}   {times:5.2f} times"


if __name__ == "__main__":
    sys.exit(main())
