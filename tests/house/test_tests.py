"""What no test may do, seen from its source."""

import ast
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.reading import Check, faults, faults_in, nodes_in, python

Found = Iterator[tuple[int, str]]
PAPER = ("tests/printing/", "tests/content/", "tests/house/")
"""Where markup is what is written or printed, not a page that somebody is shown."""
_EXPLAINED = re.compile(r"# type: ignore\[[\w-]+(?:, ?[\w-]+)*\]  # \w.*")
_EXPRESSIONS = {"search", "match", "fullmatch", "findall", "finditer", "sub", "subn", "split"}
_TAG = re.compile(r"</?[a-z]|[a-z]=\"|\w>$|(?<![\w-])(?:checked|disabled|selected|hidden)>")


def imported_tests(tree: ast.Module) -> Found:
    """Importing a test module: what two of them share stands in a module of its own."""
    for node in nodes_in(tree):
        if isinstance(node, ast.ImportFrom):
            names = [node.module or "", *(alias.name for alias in node.names)]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        yield from ((node.lineno, n) for n in names if n.rpartition(".")[2].startswith("test_"))


def markup_by_hand(tree: ast.Module) -> Found:
    """Looking for tags with expressions or in strings: a page is asked through `tests.markup`."""
    for node in nodes_in(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            looks = node.func.attr in _EXPRESSIONS and any(map(_is_markup, node.args))
            cuts = _is_markup(node.func.value) and any(map(_is_tag, node.args))
            if looks or cuts:
                yield node.lineno, f"{node.func.attr} on markup"
        elif isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In | ast.NotIn):
            found = _is_markup(node.comparators[0]) and _is_tag(node.left)
            yield from [(node.lineno, "a tag in markup")] if found else ()


def _is_markup(node: ast.expr) -> bool:
    """Whether an expression gives a page as text, or a piece that was cut from it."""
    match node:
        case ast.Name():
            return node.id == "html"
        case ast.Attribute():
            return node.attr == "html"
        case ast.Subscript():
            return _is_markup(node.value)
        case ast.Call():
            return isinstance(node.func, ast.Attribute) and _is_markup(node.func.value)
    return False


def _is_tag(node: ast.expr) -> bool:
    """Whether words hold a tag, an attribute, or the end of one."""
    said = [each.value for each in ast.walk(node) if isinstance(each, ast.Constant)]
    return any(isinstance(words, str) and _TAG.search(words) for words in said)


def unexplained(path: Path) -> Iterator[str]:
    """Give the lines on which types are ignored without saying why."""
    with path.open("rb") as source:
        for token in tokenize.tokenize(source.readline):
            is_ignored = token.type == tokenize.COMMENT and "type: ignore" in token.string
            if is_ignored and not _EXPLAINED.fullmatch(token.string):
                yield f"{path.name}:{token.start[0]}"


@pytest.mark.parametrize(
    ("check", "wrong"),
    [
        (imported_tests, "from tests.pages.test_names_apart import rename"),
        (imported_tests, "import tests.pages.test_names_apart"),
        (imported_tests, "from tests.pages import test_names_apart"),
        (markup_by_hand, "found = re.search('value', page.html)"),
        (markup_by_hand, "found = _LINK.findall(html)"),
        (markup_by_hand, "assert '<textarea' not in page.html"),
        (markup_by_hand, "assert f'value=\"{day}\"' in page.html"),
        (markup_by_hand, "assert ' checked>' in page.html"),
        (markup_by_hand, "row = page.html.partition('id=\"back\"')[2].partition('</tr>')[0]"),
    ],
)
def test_no_test_does_this(check: Check, wrong: str) -> None:
    assert faults_in(check, wrong), "the check finds its own sample"
    assert faults(check, python("tests/", without=PAPER)) == []


def test_types_are_ignored_for_a_reason_that_is_given(tmp_path: Path) -> None:
    bare = tmp_path / "bare.py"
    bare.write_text("at = day  # type: ignore[assignment]\n")
    assert list(unexplained(bare))
    assert [line for path in python("tests/", "bench/") for line in unexplained(path)] == []
