"""Every sentence can be extracted for translation, and is given all the values that it names."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from jinja2 import nodes

from tests.cast import ROOT
from tests.house.reading import (
    METHODS,
    Check,
    called,
    faults,
    faults_in,
    nodes_in,
    python,
    template_of,
    templates,
)

NAMED = re.compile(r"%\((\w+)\)")
MARKS = {"_", "N_", "gettext", "lazy_gettext", "ngettext"}
AT_ONCE = MARKS - {"N_"}

Found = Iterator[tuple[int, str]]


def not_extractable(tree: ast.Module) -> Found:
    for node in nodes_in(tree):
        if not isinstance(node, ast.Call) or called(node) not in MARKS or not node.args:
            continue
        if isinstance(node.args[0], ast.JoinedStr | ast.BinOp | ast.Call):
            yield node.lineno, "a sentence that is put together cannot be translated"


def missing_values(tree: ast.Module) -> Found:
    for node in nodes_in(tree):
        if isinstance(node, ast.Call):
            yield from _at_once(node)
            yield from _apart(node)


def _at_once(node: ast.Call) -> Found:
    if called(node) in AT_ONCE and None not in {word.arg for word in node.keywords}:
        given = {word.arg for word in node.keywords if word.arg}
        named = {name for text in _texts(node.args) for name in NAMED.findall(text)}
        if named - given - _of_number(node) or given - named - {"n"}:
            yield node.lineno, f"names {sorted(named)}, is given {sorted(given)}"


def _apart(node: ast.Call) -> Found:
    """`Refused(N_("… %(name)s"), {"name": …})`, or the values as keywords beside the message."""
    for place, argument in enumerate(node.args):
        if called(argument) == "N_" and isinstance(argument, ast.Call):
            named = {name for text in _texts(argument.args) for name in NAMED.findall(text)}
            after = node.args[place + 1] if place + 1 < len(node.args) else None
            given = {word.arg for word in node.keywords if word.arg}
            if isinstance(after, ast.Dict):
                given = {str(key.value) for key in after.keys if isinstance(key, ast.Constant)}
                if given - named:
                    yield node.lineno, f"is given {sorted(given - named)} and does not name it"
            elif after is not None:
                continue
            if named - given:
                yield node.lineno, f"names {sorted(named - given)} and is not given it"


def _texts(arguments: list[ast.expr]) -> list[str]:
    values = [one.value for one in arguments if isinstance(one, ast.Constant)]
    return [value for value in values if isinstance(value, str)]


def _of_number(node: ast.Call) -> set[str]:
    return {"num"} if called(node) == "ngettext" else set()


def missing_in_template(source: str) -> list[str]:
    found = []
    for call in template_of(source).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in MARKS and not call.dyn_kwargs:
            texts = [one.value for one in call.args if isinstance(one, nodes.Const)]
            named = {n for text in texts if isinstance(text, str) for n in NAMED.findall(text)}
            given = {word.key for word in call.kwargs}
            extra = {"num"} if call.node.name == "ngettext" else set()
            if named - given - extra or given - named:
                found.append(f"{call.lineno}: {sorted(named)} {sorted(given)}")
    return found


@pytest.mark.parametrize(
    ("check", "wrong"),
    [
        (not_extractable, '_(f"Dear {name}")'),
        (not_extractable, 'N_("Dear " + name)'),
        (not_extractable, '_("Dear {}".format(name))'),
        (missing_values, '_("Dear %(name)s")'),
        (missing_values, '_("Dear", name=name)'),
        (missing_values, 'Refused(N_("Dear %(name)s"))'),
        (missing_values, 'Refused(N_("Dear %(name)s"), {"nam": 1})'),
        (missing_values, 'Refused(N_("Dear"), {"name": 1})'),
    ],
)
def test_every_sentence_in_a_module_is_whole(check: Check, wrong: str) -> None:
    assert faults_in(check, wrong), "the check finds its own sample"
    assert faults(check, python("clinic/")) == []


@pytest.mark.parametrize("wrong", ['{{ _("Dear %(name)s") }}', '{{ _("Dear", name=name) }}'])
def test_every_sentence_in_a_template_is_given_its_values(wrong: str) -> None:
    assert missing_in_template(wrong)
    found = {path: missing_in_template(path.read_text(encoding="utf-8")) for path in templates()}
    assert {path.name: words for path, words in found.items() if words} == {}


@pytest.mark.parametrize(
    ("folder", "sentence"),
    [
        ("templates", "Please look at this again"),
        ("clinic/web", "There is nothing here"),
        ("clinic/presenters", "A reliable deterioration that ends on the clinical side."),
        ("clinic/lookups", "The cohort is full: %(capacity)s of %(capacity)s places are taken."),
        ("clinic/domain", "That day is still to come."),
    ],
)
def test_sentences_of_every_floor_are_found_for_translators(folder: str, sentence: str) -> None:
    found = extract_from_dir(
        str(ROOT / folder),
        method_map=METHODS,
        keywords={"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)},
        options_map={"**.html": {"trimmed": "true", "silent": "false"}},
    )
    assert sentence in {text for _file, _line, text, _comments, _context in found}


def test_no_sentence_is_left_out_by_a_new_name_of_the_mark() -> None:
    folders = [Path(path).read_text(encoding="utf-8") for path in python("clinic/")]
    renamed = re.compile(r"gettext as (?!_\b)\w+|N_ as \w+")
    assert renamed.search("from flask_babel import gettext as t")
    assert [found for text in folders for found in renamed.findall(text)] == []
