"""Nothing but a person's closing ends a risk case: no route, no status, no line of the program."""

import ast
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.enrollments import EnrollmentStatus
from clinic.domain.errors import Refused
from clinic.domain.risk import RiskKind
from clinic.models.risk import RiskCase
from clinic.operations.clinic.accounts import deactivate_account
from clinic.operations.groups.cohorts import close_cohort
from clinic.operations.people.enrollments import change_status
from clinic.operations.safety.risk import open_risk_case
from tests.access.matrix import PEOPLE, is_refused, rows
from tests.cast import NOW, ROOT, Cast
from tests.scenes import World

ENDINGS = {"closed_at", "closed_by_id", "second_at", "second_by_id", "second_look"}
WRITERS = {
    ("risk.py", "close_risk_case"): {"closed_at", "closed_by_id"},
    ("risk.py", "look_again"): {"second_at", "second_by_id", "second_look"},
    # Of another table: since when what is private is closed to a new passphrase.
    ("recoveries.py", "close_private"): {"closed_at"},
}
"""The only functions that write how a case ended."""

FILLED = {
    "status": "withdrawn",
    "reason": "moved away",
    "contact": "",
    "action": "",
    "way": "telephone",
    "words": "rang",
    "found": "agrees",
    "confirm": "yes",
}
"""Answers that many forms take, and none of them an end of a case."""


def open_cases(db: Db) -> set[str]:
    db.rollback()
    found = select(RiskCase.public_id).where(RiskCase.closed_at.is_(None))
    return set(db.scalars(found))


def test_no_door_ends_a_case_without_a_name_a_deed_and_a_time(world: World) -> None:
    """Go through every door that writes, as each to whom it is open, with and without words."""
    before, ended = open_cases(world.db), []
    for door, told in sorted(rows().items()):
        if door.method == "GET" or door.endpoint.startswith("auth."):
            continue
        for name in (name for name in PEOPLE if not is_refused(door, told[name])):
            for body in ({}, FILLED):
                given = world.people[name].browser.open(
                    world.address(door, "mia"), method=door.method, data=body
                )
                given.close()
        if not before <= open_cases(world.db):
            ended.append(door.endpoint)
            before &= open_cases(world.db)
    assert ended == []
    assert before


@pytest.mark.parametrize("status", list(EnrollmentStatus), ids=str)
def test_no_status_of_a_place_ends_a_case(db: Db, cast: Cast, status: EnrollmentStatus) -> None:
    mia = cast.enrollments["mia"]
    case = open_risk_case(db, Actor(None, NOW), mia, RiskKind.FELT_WORSE)
    theresa = Actor(cast.accounts["theresa"].id, NOW, cast.accounts["theresa"].role)
    try:
        change_status(db, theresa, mia, status, "for this test")
    except Refused:
        assert mia.status is EnrollmentStatus.ENROLLED
    assert open_cases(db) == {case.public_id}


def test_neither_the_end_of_a_group_nor_of_an_account_ends_a_case(db: Db, cast: Cast) -> None:
    case = open_risk_case(db, Actor(None, NOW), cast.enrollments["mia"], RiskKind.FELT_WORSE)
    theresa = Actor(cast.accounts["theresa"].id, NOW, cast.accounts["theresa"].role)
    close_cohort(db, theresa, cast.cohort)
    ada = Actor(cast.accounts["ada"].id, NOW, cast.accounts["ada"].role)
    for name in ("theresa", "mia"):
        deactivate_account(db, ada, cast.accounts[name])
    assert open_cases(db) == {case.public_id}


def written(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Give each attribute of `ENDINGS` that a function sets, with the function's name."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for node in ast.walk(function):
            targets: list[ast.expr] = []
            if isinstance(node, ast.Assign):
                targets = node.targets
            elif isinstance(node, ast.AnnAssign | ast.AugAssign):
                targets = [node.target]
            for target in (leaf for one in targets for leaf in ast.walk(one)):
                if isinstance(target, ast.Attribute) and target.attr in ENDINGS:
                    yield function.name, target.attr
            if isinstance(node, ast.keyword) and node.arg in ENDINGS - {"second_look"}:
                yield function.name, node.arg


def test_only_a_persons_closing_and_second_look_write_an_end() -> None:
    found: dict[tuple[str, str], set[str]] = {}
    for path in sorted((ROOT / "clinic").rglob("*.py")):
        for function, column in written(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault((path.name, function), set()).add(column)
    assert found == WRITERS


def test_nothing_deletes_a_case() -> None:
    """Bulk statements name their table, and no row of it is handed to `delete`."""
    deletions = [
        (path.name, ast.unparse(call))
        for path in sorted((ROOT / "clinic").rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and "delete" in ast.unparse(call.func)
    ]
    assert deletions
    assert [each for each in deletions if "RiskCase" in each[1]] == []
