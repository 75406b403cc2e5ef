"""What a field of a class means stands in a docstring under it, and nowhere else."""

import ast
import re
from collections.abc import Iterator

from tests.cast import ROOT
from tests.house.reading import comments, nodes_in, python, tree_of

FOLDERS = ("clinic/", "tests/", "bench/", "migrations/")
FOR_TOOLS = re.compile(r"# (fmt|type|noqa|pragma)\b")
SENTENCE = re.compile(r"[^a-z\s].*[.?!:][)”`]?", re.DOTALL)


def fields(tree: ast.Module) -> Iterator[tuple[ast.stmt, ast.stmt | None]]:
    """Give every field of every class, with what follows it in its class."""
    for node in nodes_in(tree):
        if isinstance(node, ast.ClassDef):
            for field, after in zip(node.body, [*node.body[1:], None], strict=True):
                if isinstance(field, (ast.Assign, ast.AnnAssign)):
                    yield field, after


def astray(source: str) -> Iterator[int]:
    """Give the lines of comments that stand above, beside or under a field."""
    found = {line for line, words in comments(source).items() if not FOR_TOOLS.match(words)}
    own = {line for line in found if source.splitlines()[line - 1].lstrip().startswith("#")}
    for field, _after in fields(tree_of(source)):
        assert field.end_lineno is not None
        near = {field.lineno - 1, field.end_lineno + 1} & own
        beside = {field.end_lineno} & found
        yield from near | beside


def fragments(source: str) -> Iterator[int]:
    """Give the lines of docstrings under fields that are no sentence: a capital and an end."""
    for _field, after in fields(tree_of(source)):
        match after:
            case ast.Expr(value=ast.Constant(value=str(words))):
                if not SENTENCE.fullmatch(words):
                    yield after.lineno


def test_what_a_field_means_stands_in_a_docstring_under_it() -> None:
    sources = {path: path.read_text(encoding="utf-8") for path in python(*FOLDERS)}
    wrong = [
        f"{path.relative_to(ROOT)}:{line}"
        for path, source in sources.items()
        for line in sorted({*astray(source), *fragments(source)})
    ]
    assert wrong == []
    told = sum(
        isinstance(after, ast.Expr)
        for source in sources.values()
        for _field, after in fields(tree_of(source))
    )
    assert told > 500, "it reads the fields of the house"


def test_a_comment_at_a_field_and_a_fragment_are_found() -> None:
    head = "class Dose:\n    minutes: int"
    assert list(astray(f"{head}\n    # each time")) == [3]
    assert list(astray(f"{head}  # each time")) == [2]
    assert list(astray("class Dose:\n    # each time\n    minutes: int")) == [2]
    assert list(astray(f'{head}  # type: ignore\n    """Each time."""')) == []
    assert list(fragments(f'{head}\n    """each time."""')) == [3]
    assert list(fragments(f'{head}\n    """Each time"""')) == [3]
    assert list(fragments(f'{head}\n    """Each time."""')) == []
