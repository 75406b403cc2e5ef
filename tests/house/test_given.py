"""Nobody passes what a row determines: whoever has a place has its cohort, and cannot err in it."""

import ast
from collections.abc import Iterator
from functools import cache

from sqlalchemy import Table

from clinic.models import Base
from tests.house.reading import faults, faults_in, nodes_in, python

ANOTHER = {
    "move_cohort": "the program that the cohort is to go on with",
    "_choice": "a program to which the cohort may be moved",
}
"""Functions that take another row than the one determined, with what it is."""


@cache
def tables() -> dict[str, Table]:
    """Give the table of each class of rows."""
    found = {each.class_.__name__: each.local_table for each in Base.registry.mappers}
    assert len(found) > 50
    return {name: table for name, table in found.items() if isinstance(table, Table)}


@cache
def determined(name: str) -> frozenset[str]:
    """Give the classes, and the names of their ids, that one row of a class settles."""
    rows = {table.name: row for row, table in tables().items()}
    found: set[str] = set()
    waiting = [tables()[name]]
    while waiting:
        for column in waiting.pop().columns:
            for key in () if column.nullable else column.foreign_keys:
                if rows[key.column.table.name] not in found | {name}:
                    found |= {rows[key.column.table.name], column.name}
                    waiting.append(key.column.table)
    return frozenset(found)


def given_twice(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Find each parameter that another one determines by columns that are never empty."""
    for function in nodes_in(tree):
        if not isinstance(function, ast.FunctionDef) or function.name in ANOTHER:
            continue
        given = function.args
        kinds = {
            each.arg: ast.unparse(each.annotation) if each.annotation else ""
            for each in (*given.posonlyargs, *given.args, *given.kwonlyargs)
        }
        for row, kind in kinds.items():
            known = determined(kind) if kind in tables() else frozenset[str]()
            for name, other in kinds.items():
                if name != row and {name, other.removesuffix(" | None")} & known:
                    yield function.lineno, f"{function.name}: {row} determines {name}"


def test_what_a_row_determines_is_seen() -> None:
    assert {"Assignment", "Enrollment", "Client", "Cohort"} <= determined("PracticeEntry")
    told = "def log(entry: PracticeEntry, place: Enrollment | None): ..."
    assert faults_in(given_twice, told) == ["log: entry determines place"]
    assert faults_in(given_twice, told.replace("place: Enrollment", "enrollment_id: int"))
    assert not faults_in(given_twice, "def join(cohort: Cohort, client: Client): ...")
    # Where there may be none, nothing settles the other.
    assert not faults_in(given_twice, "def say(offer: PlaceOffer | None, to: Waiting): ...")


def test_nobody_is_given_what_a_row_determines() -> None:
    floors = (f"clinic/{floor}/" for floor in ("queries", "operations", "lookups", "models"))
    above = ("clinic/web/", "clinic/blueprints/", "clinic/printing/", "clinic/mail/", "clinic/cli/")
    assert len(ANOTHER) <= 3
    assert faults(given_twice, python(*floors, *above)) == []
