"""The formatter writes every module; only tables of figures are left as somebody laid them out."""

import re
from collections import Counter
from collections.abc import Iterable

from tests.cast import ROOT
from tests.house.reading import comments, python

FOLDERS = ("clinic/", "tests/", "bench/", "migrations/")
LAID_OUT = {
    "bench/_lme4.py": 1,
    "bench/_published.py": 1,
    "tests/domain/outcomes/test_mixed_model.py": 4,
}
"""Scores and results of other programs, row by row, to be compared by eye; no more may come."""

_LEFT_OUT = re.compile(r"# (?:fmt: ?(?:skip|off)|yapf: ?disable)")


def left_out(sources: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Count by name what the formatter is told not to touch."""
    said = ((name, words) for name, text in sources for words in comments(text).values())
    return Counter(name for name, words in said if _LEFT_OUT.match(words))


def test_only_tables_of_figures_are_left_out_of_the_formatter() -> None:
    read = (
        (path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
        for path in python(*FOLDERS)
    )
    assert left_out(read) == LAID_OUT


def test_what_is_left_out_is_found() -> None:
    said = {"a": "x = (1,)  # fmt: skip", "b": "# fmt: off\nx = 1", "c": "x = 1  # a skip"}
    assert left_out(said.items()) == {"a": 1, "b": 1}
