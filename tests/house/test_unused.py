"""No function and no method of the clinic is there for the tests alone."""

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from tests.cast import ROOT
from tests.house.reading import committed, nodes_in, parsed, python

_OURS = {"operation", "housekeeping", "cache", "lru_cache", "contextmanager"}
_APART = {"tests", "bench", "docs"}
_CALLED_BY_LIBRARIES = {
    "bind_field",
    "convert",
    "get_id",
    "get_metavar",
    "ignore_aliases",
    "post_validate",
    "pre_validate",
    "process_bind_param",
    "process_formdata",
    "process_result_value",
    "to_python",
    "validateLink",
}
"""Methods under the names that WTForms, click, Flask-Login, SQLAlchemy and others call them by."""
_READ = {".py", ".html", ".txt", ".mako", ".js", ".toml"}


def functions(tree: ast.Module) -> Iterator[str]:
    """Give the functions of a module that no framework takes up by a decorator of its own."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            marks = {ast.unparse(mark).partition("(")[0] for mark in node.decorator_list}
            if marks <= _OURS:
                yield node.name


def methods(tree: ast.Module) -> Iterator[str]:
    """Give the methods and properties of a module's classes that no library calls by name."""
    for node in nodes_in(tree):
        for each in node.body if isinstance(node, ast.ClassDef) else ():
            if not isinstance(each, ast.FunctionDef) or each.name in _CALLED_BY_LIBRARIES:
                continue
            if not each.name.startswith(("__", "validate_")):
                yield each.name


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


@pytest.mark.parametrize(("what", "least"), [(functions, 1000), (methods, 400)])
def test_nothing_is_there_for_the_tests_alone(
    what: Callable[[ast.Module], Iterator[str]], least: int
) -> None:
    words = words_of_the_clinic()
    defined = Counter(name for path in python("clinic/") for name in what(parsed(path)))
    assert len(defined) > least
    assert [name for name, times in defined.items() if words[name] <= times] == []
