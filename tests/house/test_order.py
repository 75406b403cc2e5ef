"""What people read in the order of its letters has one order, in every database and language."""

import ast
from collections.abc import Iterator

import pytest
from sqlalchemy import Column, String
from sqlalchemy.orm import configure_mappers

import clinic.models.schema  # noqa: F401 -- so that every table is known
from clinic.models.base import Base
from tests.house.reading import Check, faults, faults_in, nodes_in, python

Found = Iterator[tuple[int, str]]
_TURNED = {"asc", "desc", "nulls_first", "nulls_last", "casefold", "lower", "upper"}
_READ = {"title", "name", "short_name", "preferred_name", "family_name", "label", "group"}


def texts() -> set[tuple[str, str]]:
    configure_mappers()
    return {
        (mapper.class_.__name__, attribute.key)
        for mapper in Base.registry.mappers
        for attribute in mapper.column_attrs
        if isinstance(attribute.columns[0].type, String)
    }


def bare(node: ast.expr) -> ast.expr:
    """Take off what only turns an order round, or folds letters by another rule."""
    while (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in _TURNED
    ):
        node = node.func.value
    return node


def columns_of_text(tree: ast.Module) -> Found:
    """Find what a database would sort as its machine compares."""
    known = texts()
    for node in nodes_in(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        for each in map(bare, node.args if node.func.attr == "order_by" else ()):
            if isinstance(each, ast.Attribute):
                owner = ast.unparse(each.value).rpartition(".")[2]
                if (owner, each.attr) in known:
                    yield node.lineno, ast.unparse(each)


def names_by_sign(tree: ast.Module) -> Found:
    """Find lists that are sorted by the numbers of their signs: "Émile" after "Zoe"."""
    for node in nodes_in(tree):
        if not isinstance(node, ast.Call):
            continue
        for given in node.keywords:
            if given.arg != "key" or not isinstance(given.value, ast.Lambda):
                continue
            body = given.value.body
            for each in map(bare, body.elts if isinstance(body, ast.Tuple) else [body]):
                if isinstance(each, ast.Attribute) and each.attr in _READ:
                    yield node.lineno, ast.unparse(each)


@pytest.mark.parametrize("check", [columns_of_text, names_by_sign])
def test_no_list_is_sorted_as_a_machine_happens_to_compare(check: Check) -> None:
    assert faults(check, python("clinic")) == []


def test_no_relationship_is_either() -> None:
    configure_mappers()
    ordered = {
        (column.table.name, column.name)
        for mapper in Base.registry.mappers
        for relationship in mapper.relationships
        for column in relationship.order_by or ()
        if isinstance(column, Column) and isinstance(column.type, String)
    }
    assert ordered == set()


@pytest.mark.parametrize(
    ("check", "sample", "fault"),
    [
        (columns_of_text, "q.order_by(ExerciseRow.title)", "ExerciseRow.title"),
        (columns_of_text, "q.order_by(rows.ExerciseRow.title.desc())", "rows.ExerciseRow.title"),
        (names_by_sign, "sorted(a, key=lambda it: it.title)", "it.title"),
        (names_by_sign, "a.sort(key=lambda it: (it.week, it.name.casefold()))", "it.name"),
    ],
)
def test_the_checks_see_it(check: Check, sample: str, fault: str) -> None:
    assert faults_in(check, sample) == [fault]


@pytest.mark.parametrize(
    "sample",
    [
        "q.order_by(by_letters(ExerciseRow.title), ExerciseRow.id)",
        "sorted(a, key=lambda it: folded(it.title))",
    ],
)
def test_one_rule_passes(sample: str) -> None:
    assert faults_in(columns_of_text, sample) + faults_in(names_by_sign, sample) == []
