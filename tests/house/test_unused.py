"""No function of the clinic is there for the tests alone."""

import ast
import re
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.cast import ROOT
from tests.house.reading import committed, parsed, python

_OURS = {"operation", "housekeeping", "cache", "lru_cache", "contextmanager"}
_APART = {"tests", "bench", "docs"}
_READ = {".py", ".html", ".txt", ".mako", ".js", ".toml"}


def functions(tree: ast.Module) -> Iterator[str]:
    """Give the functions of a module that no framework takes up by a decorator of its own."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            marks = {ast.unparse(mark).partition("(")[0] for mark in node.decorator_list}
            if marks <= _OURS:
                yield node.name


def words_of_the_clinic() -> Counter[str]:
    """Count every word of what runs: the package, its templates, its migrations and scripts."""
    found: Counter[str] = Counter()
    for path in committed():
        if path.suffix in _READ and path.relative_to(ROOT).parts[0] not in _APART:
            found.update(re.findall(r"\w+", path.read_text(encoding="utf-8")))
    return found


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("def one(): ...", ["one"]),
        ("@operation\ndef one(): ...", ["one"]),
        ("@blueprint.get('/')\ndef one(): ...", []),
    ],
)
def test_what_is_looked_at(source: str, names: list[str]) -> None:
    assert list(functions(ast.parse(source))) == names


def test_no_function_is_there_for_the_tests_alone() -> None:
    words = words_of_the_clinic()
    defined = Counter(name for path in python("clinic/") for name in functions(parsed(path)))
    assert len(defined) > 1000
    assert [name for name, times in defined.items() if words[name] <= times] == []
