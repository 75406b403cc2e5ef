"""Nothing is longer than can be read at one sitting."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cast import ROOT
from tests.house.reading import faults, faults_in, nodes_in, python, templates


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def too_long(paths: Iterator[Path], most: int) -> list[str]:
    return [f"{path.relative_to(ROOT)}: {lines(path)}" for path in paths if lines(path) > most]


def long_functions(tree: ast.Module, most: int = 40) -> Iterator[tuple[int, str]]:
    for node in nodes_in(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > most:
                yield node.lineno, f"{node.name}: {length} lines"


def many_parameters(tree: ast.Module, most: int = 7) -> Iterator[tuple[int, str]]:
    for node in nodes_in(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            given = node.args
            count = len([*given.posonlyargs, *given.args, *given.kwonlyargs])
            if count > most:
                yield node.lineno, f"{getattr(node, 'name', 'lambda')}: {count} parameters"


@pytest.mark.parametrize(
    ("folders", "most"),
    [(("clinic/blueprints/",), 300), (("clinic/", "migrations/env.py"), 400), (("tests/",), 200)],
)
def test_no_module_is_too_long(folders: tuple[str, ...], most: int) -> None:
    assert too_long(python(*folders), 5)
    assert too_long(python(*folders), most) == []


def test_no_function_is_too_long() -> None:
    assert faults_in(long_functions, "def f():\n" + "    pass\n" * 40)
    assert faults(long_functions, python("clinic/", "tests/")) == []


def test_no_function_asks_for_more_than_can_be_kept_apart() -> None:
    assert faults_in(many_parameters, "def f(a, b, c, d, /, e, *, g, h, i): ...")
    assert not faults_in(many_parameters, "def f(a, b, c, d, e, f, *g, h, **i): ...")
    assert faults(many_parameters, python("clinic/")) == []


def test_no_template_is_too_long() -> None:
    assert too_long(templates(), 5)
    assert too_long(templates(), 200) == []


def test_no_line_of_a_template_is_too_long() -> None:
    read = {path: path.read_text(encoding="utf-8").splitlines() for path in templates()}
    assert len(read) > 260, "every folder is read, however deep"
    longest = {path: max(map(len, text), default=0) for path, text in read.items()}
    assert {path.name: most for path, most in longest.items() if most > 160} == {}


def test_no_room_of_the_house_is_too_full() -> None:
    """A wing holds at most twenty modules, and a floor without wings forty."""
    modules = [path for path in python("clinic/", "tests/") if path.stem != "__init__"]
    full = Counter(path.parent.relative_to(ROOT) for path in modules)
    names = {room.name for room in full if room.parent == Path("clinic/domain")}
    wings = {room for room in full if room.name in names}
    assert len(wings) > 80
    assert {room.as_posix(): full[room] for room in wings if full[room] > 20} == {}
    floors = {room for room in full if room.parts[0] == "clinic" and room not in wings}
    assert {room.as_posix(): full[room] for room in floors if full[room] > 40} == {}
