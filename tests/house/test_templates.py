"""What every template holds to: nothing unescaped, nothing inline, every word translatable."""

import re
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from jinja2 import nodes

from tests.cast import ROOT
from tests.house.reading import JINJA, template_of, templates

CHARTS = "templates/components/chart.html"
"""Draws what our own charts made, in which every text is escaped."""

PAPER = "templates/print/"
"""Is read by our own printing alone, where widths and the size of the sheet are figures."""

_TAG = re.compile(r"<!--.*?-->|<style>.*?</style>|<[^>]*>", re.DOTALL)
_SPOKEN = re.compile(r'\s(?:title|alt|placeholder|aria-label|aria-description)="([^"]*)"')
_INLINE = re.compile(r"<style|<[^>]+\s(?:style|on[a-z]+)\s*=|<script(?![^>]*\bsrc=)", re.IGNORECASE)
_ENTITY = re.compile(r"&#?\w+;")
_WORD = re.compile(r"[^\W\d_]{2,}")
_SENTENCE = re.compile(r"[A-Z][a-z]+($|[ .,:?!…])")
TRANSLATORS = {"_", "gettext", "ngettext", "pgettext"}

Found = Iterator[str]


def unescaped(source: str) -> Found:
    for node in template_of(source).find_all(nodes.Filter):
        if node.name == "safe":
            yield f"|safe in line {node.lineno}"
    if re.search(r"{%-?\s*autoescape|Markup\(", source):
        yield "escaping is turned off"


def inline(source: str) -> Found:
    yield from _INLINE.findall(source)


def untranslated(source: str) -> Found:
    """Words that stand in the page itself, or in an attribute that is read aloud."""
    plain = "".join(_text(source))
    for spoken in _SPOKEN.findall(plain):
        yield from _WORD.findall(_ENTITY.sub(" ", spoken))
    yield from _WORD.findall(_ENTITY.sub(" ", _TAG.sub(" ", plain)))


def untranslated_strings(source: str) -> Found:
    """Strings of expressions that look like a sentence and go through no translation."""
    tree = template_of(source)
    translated = {
        id(const)
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name in (*TRANSLATORS, "url_for")
        for const in call.find_all(nodes.Const)
    }
    for const in tree.find_all(nodes.Const):
        is_text = isinstance(const.value, str) and id(const) not in translated
        if is_text and _SENTENCE.match(const.value):
            yield const.value


def _text(source: str) -> Iterator[str]:
    is_shown = True
    block: list[str] = []
    for _line, kind, value in JINJA.lex(source):
        if kind == "block_begin":
            block = []
        elif kind == "block_end":
            if block[:1] in (["endtrans"], ["endblock"]):
                is_shown = True
            elif block[:1] == ["trans"] or block == ["block", "body_class"]:
                is_shown = False
        elif kind == "data" and is_shown:
            yield value
        elif kind == "name":
            block.append(value)


@cache
def found_in(check: Callable[[str], Found], source: str) -> list[str]:
    """Run a check over a template, once for all samples of the check."""
    return list(check(source))


@pytest.mark.parametrize(
    ("check", "wrong", "without"),
    [
        (unescaped, "{{ name|safe }}", CHARTS),
        (unescaped, "{% autoescape false %}{% endautoescape %}", CHARTS),
        (inline, '<p style="color: red">', PAPER),
        (inline, '<a onclick="go()">', PAPER),
        (inline, "<script>go()</script>", PAPER),
        (inline, "<style>p {}</style>", PAPER),
        (untranslated, "<p>Hello</p>", ""),
        (untranslated, '<p {% if a %}class="b"{% endif %}>{{ _("Hi") }} there</p>', ""),
        (untranslated, '<img alt="A tree">', ""),
        (untranslated_strings, '{{ submit("Save") }}', ""),
    ],
)
def test_no_template_does_this(check: Callable[[str], Found], wrong: str, without: str) -> None:
    assert list(check(wrong)), "the check finds its own sample"
    found = {
        path.relative_to(ROOT).as_posix(): found_in(check, path.read_text(encoding="utf-8"))
        for path in templates()
    }
    wrong_ones = {name: words for name, words in found.items() if words}
    assert [name for name in wrong_ones if not (without and name.startswith(without))] == []


def test_translated_text_is_no_fault() -> None:
    fine = '<p class="x">{{ _("Hello") }} · {% trans %}Dear {{ name }}{% endtrans %}&nbsp;1</p>'
    assert list(untranslated(fine)) == list(untranslated_strings(fine)) == []
