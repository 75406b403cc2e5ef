"""One name is one thing: modules that nobody mixes up, and a class name for each kind of thing.

`nouns.txt` lists every noun with the floors and wings on which it stands. A line is added with a
new module; a noun that is already there is looked at first, for it must mean the same.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from pathlib import Path

from tests.cast import ROOT
from tests.house.reading import parsed, python

NOUNS = ROOT / "tests" / "house" / "nouns.txt"
ALIKE: frozenset[tuple[str, str]] = frozenset()
"""Pairs of modules that may differ by one letter: at most three, each with its reason."""
WINGED = re.compile(r"(?:domain|lookups|queries|operations|forms|blueprints/therapist)/(\w+)")
TWICE: frozenset[str] = frozenset()
"""Names of classes that may stand for two things: at most three, each with its reason."""


def are_near(one: str, other: str) -> bool:
    """Tell whether one letter makes two names the same: another, one more or one less."""
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    short, long = sorted((one, other), key=len)
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def near_names(names: Iterable[str]) -> list[tuple[str, str]]:
    return [pair for pair in combinations(sorted(names), 2) if are_near(*pair)]


def classes(paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Give the name of each class that stands at the top of a module, with its file."""
    for path in paths:
        for node in parsed(path).body:
            if isinstance(node, ast.ClassDef):
                yield node.name, path.relative_to(ROOT).as_posix()


def doubled(found: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Give the names that stand in more than one file."""
    places: dict[str, list[str]] = defaultdict(list)
    for name, file in found:
        places[name].append(file)
    return {name: files for name, files in places.items() if len(files) > 1}


def nouns() -> Mapping[str, list[str]]:
    """Give the modules of the package by name, with the folders in which they lie."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in python("clinic/"):
        if path.stem != "__init__":
            folder = path.parent.relative_to(ROOT / "clinic").as_posix()
            found[path.stem].append("clinic" if folder == "." else folder)
    assert len(found) > 200
    return found


def wings_of(folders: Iterable[str]) -> set[str]:
    """Give the wings of some folders; floors without wings have none."""
    return {found[1] for folder in folders if (found := WINGED.fullmatch(folder))}


def test_near_names_are_seen() -> None:
    assert near_names(["cover", "covers"]) == [("cover", "covers")]
    assert near_names(["wordings", "workings"]) == [("wordings", "workings")]
    assert near_names(["clocks", "locks"]) == [("clocks", "locks")]
    assert near_names(["places", "pauses", "cohort_people", "cohort_program"]) == []


def test_doubled_classes_are_seen() -> None:
    found = [("Rule", "a.py"), ("Part", "a.py"), ("Rule", "b.py")]
    assert doubled(found) == {"Rule": ["a.py", "b.py"]}


def test_no_two_modules_differ_by_one_letter() -> None:
    assert len(ALIKE) <= 3
    assert set(near_names(nouns())) == ALIKE


def test_no_two_classes_bear_one_name() -> None:
    assert len(TWICE) <= 3
    found = list(classes(python("clinic/")))
    assert len(found) > 600
    assert doubled(found).keys() == TWICE


def test_a_noun_lies_in_the_same_wing_on_every_floor() -> None:
    assert wings_of(["models", "domain/post", "queries/groups"]) == {"post", "groups"}
    assert {noun: where for noun, where in nouns().items() if len(wings_of(where)) > 1} == {}


def test_each_noun_stands_on_the_floors_that_are_listed() -> None:
    stands = [f"{noun}: {' '.join(sorted(where))}" for noun, where in sorted(nouns().items())]
    assert stands == NOUNS.read_text(encoding="utf-8").splitlines()
