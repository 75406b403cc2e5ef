"""What no test may do, seen from its source."""

import ast
from collections.abc import Iterator

import pytest

from tests.house.reading import Check, faults, faults_in, python

Found = Iterator[tuple[int, str]]


def imported_tests(tree: ast.Module) -> Found:
    """Importing a test module: what two of them share stands in a module of its own."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names = [node.module or "", *(alias.name for alias in node.names)]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        yield from ((node.lineno, n) for n in names if n.rpartition(".")[2].startswith("test_"))


@pytest.mark.parametrize(
    ("check", "wrong"),
    [
        (imported_tests, "from tests.pages.test_names_apart import rename"),
        (imported_tests, "import tests.pages.test_names_apart"),
        (imported_tests, "from tests.pages import test_names_apart"),
    ],
)
def test_no_test_does_this(check: Check, wrong: str) -> None:
    assert faults_in(check, wrong), "the check finds its own sample"
    assert faults(check, python("tests/")) == []
