"""Each floor is what it says: whoever reads is known, a deed is one transaction."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.reading import faults, faults_in, parsed, python

Found = Iterator[tuple[int, str]]
DEEDS = {"operation", "housekeeping", "at_leisure"}
MOST_READS = 3
"""A view asks one query for its page; a form that is sent may ask for what it changes, too."""
CHOOSERS = {
    "note_contact_facts": "keeps what is known, or changes an address, which its owner hears of",
    "mail_client_link": "invites, or sends the owner a way to a new passphrase",
    "print_client_link": "invites, or makes a letter that leaves closed what is private",
}
"""Each gives the word to one of two deeds that the trail tells apart, and writes nothing itself."""


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
        if not named & DEEDS and function.name not in CHOOSERS:
            yield function.lineno, f"{function.name} is no deed"


def with_a_reader(tree: ast.Module) -> Found:
    for function in public(tree):
        if "reader" in arguments(function):
            yield function.lineno, f"{function.name} reads for somebody"


def reads(tree: ast.Module) -> Found:
    """Count what each view asks of queries and lookups, itself or through its module's helpers."""
    floors = ("clinic.queries.", "clinic.lookups.")
    imports = [each for each in tree.body if isinstance(each, ast.ImportFrom)]
    asked = {
        name.asname or name.name
        for each in imports
        if (each.module or "").startswith(floors)
        for name in each.names
    }
    own = {each.name: each for each in tree.body if isinstance(each, ast.FunctionDef)}
    for name, function in own.items():
        if not any("blueprint." in ast.unparse(each) for each in function.decorator_list):
            continue
        reached, waiting, found = {name}, [function], set[str]()
        while waiting:
            for call, reads_rows in called(waiting.pop()):
                found |= {call} & asked if reads_rows else set()
                if call in own and call not in reached:
                    reached.add(call)
                    waiting.append(own[call])
        if len(found) > MOST_READS:
            yield function.lineno, f"{name} asks {', '.join(sorted(found))}"


def called(function: ast.FunctionDef) -> Iterator[tuple[str, bool]]:
    """Name what a function calls, and say whether it is given the database session."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id, any(ast.unparse(each) == "db()" for each in node.args)


def read(folder: str) -> list[Path]:
    paths = list(python(folder))
    assert len(paths) > 20, "the folder is read, with its wings"
    return paths


def test_whoever_reads_is_known_to_every_query() -> None:
    assert faults_in(readerless, "def a(db): ...")
    assert not faults_in(readerless, "def a(db, reader): ...\ndef _b(db): ...")
    assert not faults(readerless, read("clinic/queries/"))


def test_every_operation_is_one_deed() -> None:
    assert faults_in(no_deeds, "@cache\ndef a(db, actor): ...")
    assert not faults_in(no_deeds, "@operation\ndef a(db, actor): ...\ndef _b(db): ...")
    assert not faults(no_deeds, read("clinic/operations/"))
    trees = [parsed(path) for path in read("clinic/operations/")]
    assert CHOOSERS.keys() <= {each.name for tree in trees for each in public(tree)}


def test_lookups_read_for_the_program() -> None:
    assert faults_in(with_a_reader, "def a(db, reader): ...")
    assert not faults_in(with_a_reader, "def a(db, now): ...")
    assert not faults(with_a_reader, read("clinic/lookups/"))


def test_a_view_asks_for_its_page_at_once() -> None:
    imports = "from clinic.queries.a import b, c, d\nfrom clinic.lookups.e import f\n"
    view = "@blueprint.get('/')\ndef show(): b(db()), g(), c(db())\n"
    helpers = "def g(): d(db()), h()\ndef h(): g(), f(db())\n"
    assert [words for _line, words in reads(ast.parse(imports + view + helpers))] == [
        "show asks b, c, d, f"
    ]
    assert not faults_in(reads, imports + view + "def g(): d(db())\n")
    assert not faults_in(reads, imports + helpers)
    assert not faults(reads, read("clinic/blueprints/"))
