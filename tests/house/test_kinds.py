"""Closed sets: a member that somebody adds later and forgets must fail, and not pass in silence."""

import ast
from collections.abc import Iterator
from functools import cache

from tests.house.reading import faults, faults_in, nodes_in, parsed, python

Found = Iterator[tuple[int, str]]


@cache
def enums() -> frozenset[str]:
    """Name every closed set of the program."""
    classes = (
        node
        for path in python("clinic/")
        for node in nodes_in(parsed(path))
        if isinstance(node, ast.ClassDef)
    )
    return frozenset(
        each.name
        for each in classes
        if any(ast.unparse(base).endswith("Enum") for base in each.bases)
    )


def closed_set(node: ast.expr) -> str:
    """Give the set that an expression names a member of, or nothing."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return node.value.id if node.value.id in enums() else ""
    return ""


def asked(node: ast.stmt) -> tuple[str, str] | None:
    """Give what an `if` compares with one member of a closed set, and the name of the set."""
    if not isinstance(node, ast.If) or not isinstance(node.test, ast.Compare):
        return None
    name = closed_set(node.test.comparators[0])
    is_equal = isinstance(node.test.ops[0], (ast.Is, ast.Eq))
    return (ast.unparse(node.test.left), name) if name and is_equal else None


def chains(tree: ast.Module) -> Found:
    """Find two branches beside each other that ask the same for two members of a set."""
    for node in nodes_in(tree):
        blocks = [getattr(node, name, None) for name in ("body", "orelse")]
        pairs = [
            pair
            for block in blocks
            if isinstance(block, list)
            for pair in zip(block, block[1:], strict=False)
        ]
        if isinstance(node, ast.If) and len(node.orelse) == 1:
            pairs.append((node, node.orelse[0]))
        for first, second in pairs:
            if asked(first) is not None and asked(first) == asked(second):
                yield first.lineno, "match this closed set, down to assert_never"


def open_matches(tree: ast.Module) -> Found:
    """Find every `match` over a closed set that does not end in `assert_never`."""
    for node in nodes_in(tree):
        if not isinstance(node, ast.Match):
            continue
        values = [
            each.value
            for case in node.cases
            for each in ast.walk(case.pattern)
            if isinstance(each, ast.MatchValue)
        ]
        is_over = any(closed_set(value) for value in values)
        if is_over and not ast.unparse(node.cases[-1].body[-1]).startswith("assert_never("):
            yield node.lineno, "end this match in assert_never"


def test_closed_sets_are_matched_down_to_the_last_member() -> None:
    assert faults(chains, python("clinic/")) == []
    assert faults(open_matches, python("clinic/")) == []


def test_a_chain_and_a_match_without_an_end_are_found() -> None:
    first, second = (
        "{} one.kind is FieldKind.LINE:\n    a()\n",
        "{} one.kind is FieldKind.DATE:\n    b()",
    )
    nested = first.format("if") + second.format("elif")
    beside = first.format("if") + second.format("if")
    apart = first.format("if") + "done()\n" + second.format("if")
    assert [len(faults_in(chains, text)) for text in (nested, beside, apart)] == [1, 1, 0]
    unended = "match kind:\n    case FieldKind.LINE:\n        a()\n    case _:\n        b()"
    ended = unended.replace("b()", "assert_never(kind)")
    assert [len(faults_in(open_matches, text)) for text in (unended, ended)] == [1, 0]
