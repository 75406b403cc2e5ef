"""What no module of the clinic may do, seen from its source."""

import ast
from collections.abc import Iterator

import pytest

from tests.house.reading import ABOVE, Check, called, calls_in, faults, faults_in, nodes_in, python

Found = Iterator[tuple[int, str]]
CLOCKS = {"now", "utcnow", "today", "time", "time_ns", "fromtimestamp", "localtime", "gmtime"}
CLOCK_OWNERS = {"datetime", "date", "time"}


def bulk_calls(tree: ast.Module) -> Found:
    for node in calls_in(tree):
        if called(node).rpartition(".")[2].startswith("bulk_"):
            yield node.lineno, called(node)


def connections(tree: ast.Module) -> Found:
    for node in calls_in(tree):
        if called(node).endswith((".connection", ".connect", ".raw_connection")):
            yield node.lineno, called(node)


def textual_sql(tree: ast.Module) -> Found:
    for call in calls_in(tree):
        name = called(call)
        if name.endswith("exec_driver_sql") or name in ("sqlalchemy.text", "sa.text"):
            yield call.lineno, called(call)
    for node in nodes_in(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy"):
            yield from ((node.lineno, "text") for alias in node.names if alias.name == "text")


def a_term_for_each(tree: ast.Module) -> Found:
    """Conditions that grow with the rows: SQLite takes them to a depth of 1,000 and fails then."""
    for node in calls_in(tree):
        grows = called(node).rpartition(".")[2] in ("or_", "and_", "union", "union_all")
        if grows and any(isinstance(each, ast.Starred) for each in node.args):
            yield node.lineno, called(node)


def standard_sqlite(tree: ast.Module) -> Found:
    for node in nodes_in(tree):
        if isinstance(node, ast.Import) and any(a.name == "sqlite3" for a in node.names):
            yield node.lineno, "sqlite3"
        if isinstance(node, ast.ImportFrom) and node.module == "sqlite3":
            yield node.lineno, "sqlite3"


def package_root(tree: ast.Module) -> Found:
    for node in nodes_in(tree):
        if isinstance(node, ast.Import) and any(a.name == "clinic" for a in node.names):
            yield node.lineno, "import clinic"
        if isinstance(node, ast.ImportFrom) and node.module == "clinic" and not node.level:
            yield node.lineno, "from clinic import"


def clocks(tree: ast.Module) -> Found:
    for call in calls_in(tree):
        owner, _, name = called(call).rpartition(".")
        if name in CLOCKS and owner.rpartition(".")[2] in CLOCK_OWNERS:
            yield call.lineno, called(call)
    for node in nodes_in(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            yield node.lineno, "from time import"


def flask_session(tree: ast.Module) -> Found:
    for node in nodes_in(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "flask":
            yield from ((node.lineno, "session") for a in node.names if a.name == "session")


def tables(tree: ast.Module) -> Found:
    for node in calls_in(tree):
        if called(node) in ("csv.writer", "csv.DictWriter", "openpyxl.Workbook", "Workbook"):
            yield node.lineno, called(node)


def no_docstring(tree: ast.Module) -> Found:
    told = ast.get_docstring(tree) or ""
    if not told.partition("\n\n")[0].strip().endswith((".", ")", "`")):
        yield 1, "no sentence at the top"


RULES: list[tuple[Check, str, tuple[str, ...], tuple[str, ...]]] = [
    (bulk_calls, "db.bulk_save_objects([])", ("clinic/", "tests/"), ()),
    (
        connections,
        "db.connection()",
        ("clinic/",),
        # The console only knocks, to say in one sentence when nobody answers; a backup, and the key
        # of the file, are about the whole database, whoever is in it.
        (
            "clinic/backups/",
            "clinic/db.py",
            "clinic/sqlite.py",
            "clinic/models/schema.py",
            "clinic/cli/command_context.py",
        ),
    ),
    (
        textual_sql,
        "from sqlalchemy import text",
        ("clinic/",),
        ("clinic/backups/", "clinic/db.py", "clinic/sqlite.py"),
    ),
    (
        a_term_for_each,
        "or_(*(Message.occasion == each for each in occasions))",
        ("clinic/",),
        # A few that stand in the code: causes, tables, roles, the six words of a search, and the
        # sheets that ship.
        (
            "clinic/lookups/programs/sheets.py",
            "clinic/models/messages.py",
            "clinic/operations/people/place_offers.py",
            "clinic/queries/people/clients.py",
            "clinic/queries/safety/covers.py",
        ),
    ),
    (standard_sqlite, "import sqlite3", ("clinic/", "tests/", "migrations/"), ()),
    (standard_sqlite, "from sqlite3 import dbapi2", ("clinic/", "tests/", "migrations/"), ()),
    (package_root, "from clinic import app", ("clinic/", "tests/", "migrations/"), ()),
    (package_root, "import clinic", ("clinic/", "tests/", "migrations/"), ()),
    (clocks, "at = datetime.now(UTC)", ("clinic/",), ABOVE),
    (clocks, "on = datetime.date.today()", ("clinic/",), ABOVE),
    (clocks, "import time\nat = time.time()", ("clinic/",), ABOVE),
    (flask_session, "from flask import session", ("clinic/",), ("clinic/web/",)),
    # Whatever writes cells neutralizes formulas, so there is one place that does.
    (tables, "csv.writer(text)", ("clinic/",), ("clinic/domain/table_exports.py",)),
    (tables, "csv.DictWriter(text, names)", ("clinic/",), ("clinic/domain/table_exports.py",)),
    (tables, "book = Workbook()", ("clinic/",), ("clinic/domain/table_exports.py",)),
    (no_docstring, "at = 1", ("clinic/", "tests/", "migrations/"), ()),
    (no_docstring, '"""helpers"""', ("clinic/", "tests/", "migrations/"), ()),
]


@pytest.mark.parametrize(("check", "wrong", "folders", "without"), RULES)
def test_no_module_does_this(
    check: Check, wrong: str, folders: tuple[str, ...], without: tuple[str, ...]
) -> None:
    assert faults_in(check, wrong), "the check finds its own sample"
    assert faults(check, python(*folders, without=without)) == []
