"""The source of the house: which files there are, and running one check over many of them."""

import ast
import io
import subprocess
import tokenize
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path

from jinja2 import Environment, nodes

from tests.cast import ROOT

Check = Callable[[ast.Module], Iterable[tuple[int, str]]]
"""Takes a parsed module and gives the line and the words of each fault."""

ABOVE = ("clinic/web/", "clinic/cli/", "clinic/app.py")
"""Where a clock may be read."""


@lru_cache(1)
def committed() -> list[Path]:
    """Give every file that git keeps."""
    asked = ("git", "ls-files")
    listed = subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603 - fixed words
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def python(*folders: str, without: tuple[str, ...] = ()) -> Iterator[Path]:
    """Give the Python files below some folders."""
    for path in committed():
        name = path.relative_to(ROOT).as_posix()
        if path.suffix == ".py" and name.startswith(folders) and not name.startswith(without):
            yield path


def templates() -> Iterator[Path]:
    """Give every template of a page."""
    return (
        path
        for path in committed()
        if path.suffix == ".html" and path.is_relative_to(ROOT / "templates")
    )


def faults(check: Check, paths: Iterable[Path]) -> list[str]:
    """Run a check over files and give each fault with its place."""
    return [
        f"{path.relative_to(ROOT)}:{line}: {words}"
        for path in paths
        for line, words in found_in(check, path)
    ]


@cache
def found_in(check: Check, path: Path) -> list[tuple[int, str]]:
    """Run a check over one file."""
    return list(check(parsed(path)))


def parsed(path: Path) -> ast.Module:
    """Parse a file, once for all checks."""
    return tree_of(path.read_text(encoding="utf-8"))


@cache
def tree_of(source: str) -> ast.Module:
    """Parse a source, once for all checks."""
    return ast.parse(source)


@cache
def template_of(source: str) -> nodes.Template:
    """Parse a template, once for all checks."""
    return JINJA.parse(source)


@cache
def nodes_in(tree: ast.Module) -> tuple[ast.AST, ...]:
    """Give every node of a module; each check reads them all, so they are walked once."""
    return tuple(ast.walk(tree))


@cache
def calls_in(tree: ast.Module) -> tuple[ast.Call, ...]:
    """Give every call of a module."""
    return tuple(node for node in nodes_in(tree) if isinstance(node, ast.Call))


def faults_in(check: Check, source: str) -> list[str]:
    """Run a check over a sample."""
    return [words for _line, words in check(tree_of(source))]


def comments(source: str) -> dict[int, str]:
    """Give each comment by its line."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {each.start[0]: each.string for each in tokens if each.type == tokenize.COMMENT}


def called(node: ast.AST) -> str:
    """Give the dotted name of what a call calls, as far as it is written out."""
    if not isinstance(node, ast.Call):
        return ""
    parts: list[str] = []
    function: ast.expr = node.func
    while isinstance(function, ast.Attribute):
        parts.append(function.attr)
        function = function.value
    parts.append(function.id if isinstance(function, ast.Name) else "")
    return ".".join(reversed(parts))


JINJA = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
