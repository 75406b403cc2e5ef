"""No test passes without an assertion having run, seen from the source of all tests.

An assertion is an `assert`, a `with pytest.raises`, an `expect` of Playwright, or a call of one of
our own helpers that asserts. One that stands in a loop alone counts where the loop goes over values
that are written out, for a loop over nothing asserts nothing.
"""

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.house.reading import called, nodes_in, parsed, python

_ASSERTING = {"raises", "warns", "fail", "expect"}
_WRITTEN_OUT = {"range", "enumerate", "zip", "product", "sorted", "list", "items", "values"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def asserts(body: Iterable[ast.stmt], helpers: frozenset[str]) -> bool:
    """Whether a body asserts something however it is walked."""
    steps = list(body)
    within = {
        step.name for step in steps if isinstance(step, Function) and asserts(step.body, helpers)
    }
    return any(_asserts(step, helpers | within) for step in steps)


def _asserts(step: ast.stmt, helpers: frozenset[str]) -> bool:
    match step:
        case ast.Assert():
            return True
        case ast.For() if not _is_written_out(step.iter):
            return _calls(step.iter, helpers)
        case ast.For() | ast.While():
            return asserts(step.body, helpers)
        case ast.If():
            return asserts(step.body, helpers) and asserts(step.orelse, helpers)
        case ast.Try():
            return asserts([*step.body, *step.finalbody], helpers)
        case ast.With():
            return asserts(step.body, helpers) or any(
                _calls(each.context_expr, helpers) for each in step.items
            )
        case ast.Match():
            return all(asserts(case.body, helpers) for case in step.cases)
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return False
    return _calls(step, helpers)


def _calls(node: ast.AST, helpers: frozenset[str]) -> bool:
    names = (called(each).rpartition(".")[2] for each in ast.walk(node))
    return any(name in _ASSERTING or name in helpers for name in names)


def _is_written_out(node: ast.expr) -> bool:
    match node:
        case ast.Tuple() | ast.List() | ast.Set() | ast.Dict():
            return bool(ast.unparse(node).strip("()[]{}"))
        case ast.Name():
            return node.id.isupper()
        case ast.Attribute():
            return node.attr.isupper()
        case ast.Call():
            given = [
                *node.args,
                *([node.func.value] if isinstance(node.func, ast.Attribute) else []),
            ]
            name = called(node).rpartition(".")[2]
            return name in _WRITTEN_OUT and any(
                isinstance(each, ast.Constant) or _is_written_out(each) for each in given
            )
        case ast.BinOp():
            return _is_written_out(node.left) and _is_written_out(node.right)
        case ast.ListComp() | ast.GeneratorExp():
            return all(_is_written_out(it.iter) and not it.ifs for it in node.generators)
        case ast.Constant():
            return bool(node.value)
    return False


@cache
def functions() -> dict[str, list[tuple[Path, Function]]]:
    """Give every function of the tests by its name."""
    found: dict[str, list[tuple[Path, Function]]] = {}
    for path in python("tests/"):
        for node in nodes_in(parsed(path)):
            if isinstance(node, Function):
                found.setdefault(node.name, []).append((path, node))
    return found


@cache
def asserting() -> frozenset[str]:
    """Give the helpers that assert, and those that call one of them."""
    known: frozenset[str] = frozenset()
    while True:
        more = known | {
            name
            for name, all_of_name in functions().items()
            if not name.startswith("test_")
            and all(asserts(function.body, known) for _path, function in all_of_name)
        }
        if more == known:
            return known
        known = more


def without() -> Iterator[str]:
    """Name the tests that may pass without an assertion having run."""
    for name, all_of_name in functions().items():
        for path, function in all_of_name:
            if name.startswith("test_") and not asserts(function.body, asserting()):
                yield f"{path.name}:{function.lineno} {name}"


@pytest.mark.parametrize(
    ("body", "is_asserting"),
    [
        ("assert x", True),
        ("with pytest.raises(ValueError):\n    f()", True),
        ("expect(page).to_have_title('x')", True),
        ("for x in (1, 2):\n    assert x", True),
        ("for x in found():\n    assert x", False),
        ("if x:\n    assert x", False),
        ("if x:\n    assert x\nelse:\n    assert y", True),
        ("f()", False),
    ],
)
def test_what_counts_as_an_assertion(body: str, is_asserting: bool) -> None:
    assert asserts(ast.parse(body).body, frozenset()) is is_asserting


def test_no_test_passes_without_an_assertion_having_run() -> None:
    assert len(functions()) > 2000
    assert list(without()) == []
