"""Each floor is what it says: reading has a reader, a deed is one transaction, lookups only read.

The sets name the modules that do not hold to it yet; one that does is taken off its set.
"""

import ast
from collections.abc import Iterator

from tests.cast import ROOT
from tests.house.reading import Check, faults_in, found_in, python

Found = Iterator[tuple[int, str]]
DEEDS = {"operation", "housekeeping", "at_leisure"}
NO_DEED = {
    "clinic/operations/clinic/login_sessions.py",
    "clinic/operations/clinic/passphrases.py",
    "clinic/operations/homework/practice.py",
    "clinic/operations/homework/practice_papers.py",
    "clinic/operations/homework/sheet_codes.py",
    "clinic/operations/measures/administrations.py",
    "clinic/operations/measures/norms.py",
    "clinic/operations/measures/score_imports.py",
    "clinic/operations/people/contacts.py",
    "clinic/operations/people/links.py",
    "clinic/operations/programs/programs.py",
    "clinic/operations/safety/cries.py",
    "clinic/operations/safety/risk.py",
}


def public(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def arguments(function: ast.FunctionDef) -> list[str]:
    given = function.args
    return [each.arg for each in (*given.posonlyargs, *given.args, *given.kwonlyargs)]


def readerless(tree: ast.Module) -> Found:
    for function in public(tree):
        if "reader" not in arguments(function):
            yield function.lineno, f"{function.name} is read by nobody"


def no_deeds(tree: ast.Module) -> Found:
    for function in public(tree):
        named = {each.id for each in function.decorator_list if isinstance(each, ast.Name)}
        if not named & DEEDS:
            yield function.lineno, f"{function.name} is no deed"


def with_a_reader(tree: ast.Module) -> Found:
    for function in public(tree):
        if "reader" in arguments(function):
            yield function.lineno, f"{function.name} reads for somebody"


def modules_at_fault(check: Check, folder: str) -> set[str]:
    paths = list(python(folder))
    assert len(paths) > 20, "the folder is read, with its wings"
    return {path.relative_to(ROOT).as_posix() for path in paths if found_in(check, path)}


def test_whoever_reads_is_known_to_every_query() -> None:
    assert faults_in(readerless, "def a(db): ...")
    assert not faults_in(readerless, "def a(db, reader): ...\ndef _b(db): ...")
    assert modules_at_fault(readerless, "clinic/queries/") == set()


def test_every_operation_is_one_deed() -> None:
    assert faults_in(no_deeds, "@cache\ndef a(db, actor): ...")
    assert not faults_in(no_deeds, "@operation\ndef a(db, actor): ...\ndef _b(db): ...")
    assert modules_at_fault(no_deeds, "clinic/operations/") == NO_DEED


def test_lookups_read_for_the_program() -> None:
    assert faults_in(with_a_reader, "def a(db, reader): ...")
    assert not faults_in(with_a_reader, "def a(db, now): ...")
    assert modules_at_fault(with_a_reader, "clinic/lookups/") == set()
