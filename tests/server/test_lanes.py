"""Which threads an endpoint runs on: all that is slow by intent is kept apart."""

import ast
from collections.abc import Iterator

import pytest
from flask import Flask

from clinic.web.lanes import LANES, Lane, lane_finder
from tests.cast import ROOT

HASHES = frozenset({"hash_passphrase", "hash_secret_raw", "is_hash_of"})
BELOW = ("lookups", "operations", "web", "blueprints/auth")
"""What a view may call that hashes in turn."""


def functions(folder: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    for path in sorted((ROOT / "clinic" / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                yield path.stem, node


def called(function: ast.FunctionDef) -> set[str]:
    return {
        node.func.id
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }


def test_every_lane_is_of_an_endpoint_that_there_is(app: Flask) -> None:
    assert set(LANES) <= set(app.view_functions)


def test_whatever_hashes_a_passphrase_runs_on_the_threads_for_it() -> None:
    slow = set(HASHES)
    while True:
        below = (one for folder in BELOW for _, one in functions(folder))
        more = {one.name for one in below if called(one) & slow} - slow
        if not more:
            break
        slow |= more
    found = {
        f"auth.{module}.{view.name}"
        for module, view in functions("blueprints/auth")
        if called(view) & slow and view.decorator_list
    }
    assert found == {endpoint for endpoint, lane in LANES.items() if lane is Lane.HASHING}


@pytest.mark.parametrize(
    ("path", "method", "lane"),
    [
        ("/help", "GET", Lane.AT_ONCE),
        ("/styles/hearth.css", "GET", Lane.AT_ONCE),
        ("/sign-in", "POST", Lane.HASHING),
        ("/sign-in", "GET", Lane.PAGES),
        ("/no/such/page", "GET", Lane.PAGES),
        ("/help", "DELETE", Lane.PAGES),
    ],
)
def test_a_request_takes_the_lane_of_its_endpoint(
    app: Flask, path: str, method: str, lane: Lane
) -> None:
    assert lane_finder(app)(path, method) is lane
