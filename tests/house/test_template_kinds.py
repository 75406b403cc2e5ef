"""Kinds in templates: one that somebody adds later and forgets must fail, and not print nothing."""

from collections.abc import Iterator
from enum import StrEnum

import pytest
from flask import Flask
from jinja2 import Environment, nodes

from clinic.domain.homework.worksheets import Field
from clinic.printing.sheets import sheet_html
from tests.cast import ROOT
from tests.house.reading import templates
from tests.printing.paper import job, sheet

JINJA = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)


def kind_of(node: nodes.Node) -> str:
    """Give the kind that a test asks for, as `field.kind`, or nothing."""
    if not isinstance(node, nodes.Compare):
        return ""
    asked = node.expr
    if isinstance(asked, nodes.Getattr) and asked.attr == "value":
        asked = asked.node
    if isinstance(asked, nodes.Getattr) and asked.attr == "kind":
        return repr(asked)
    return repr(asked) if isinstance(asked, nodes.Name) and asked.name == "kind" else ""


def open_chains(source: str) -> Iterator[int]:
    """Find every chain over a kind whose last branch takes whatever comes."""
    for chain in JINJA.parse(source).find_all(nodes.If):
        kinds = [kind_of(branch.test) for branch in (chain, *chain.elif_)]
        is_over = len(kinds) > 1 and bool(kinds[0]) and len(set(kinds)) == 1
        last = [*chain.else_, *(node for branch in chain.elif_[-1:] for node in branch.body)]
        ends = [call for node in last for call in node.find_all(nodes.Call)]
        names = [call.node.name for call in ends if isinstance(call.node, nodes.Name)]
        if is_over and "assert_never" not in names:
            yield chain.lineno


def test_every_chain_over_a_kind_ends_in_assert_never() -> None:
    found = {
        str(path.relative_to(ROOT)): list(open_chains(path.read_text(encoding="utf-8")))
        for path in templates()
    }
    assert len(found) > 250
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_an_open_chain_is_found() -> None:
    chain = "{% if it.kind == 'a' %}a{% elif it.kind.value in ('b', 'c') %}b"
    assert list(open_chains(chain + "{% endif %}")) == [1]
    assert list(open_chains(chain + "{% else %}c{% endif %}")) == [1]
    assert list(open_chains(chain + "{% else %}{{ assert_never(it.kind) }}{% endif %}")) == []
    assert list(open_chains("{% if it.kind == 'a' %}a{% endif %}")) == []


class Tomorrow(StrEnum):
    """What somebody may add to the kinds of fields, and forget in a template."""

    SLIDER = "slider"


INVENTED = Field("key", "A label", Tomorrow.SLIDER)  # type: ignore[arg-type]  # a kind of tomorrow


@pytest.mark.parametrize(
    ("path", "macro", "more"),
    [
        ("portal/worksheets/_fields.html", "answer_field", ("", {})),
        ("portal/worksheets/_answers.html", "given", ("",)),
        ("therapist/homework/worksheets/fields.html", "answer", ("",)),
        ("therapist/homework/worksheets/fields.html", "takes", ()),
        ("therapist/homework/responses/fields.html", "typed_field", ("", {})),
        ("components/safety_plan.html", "plan_answer", ("",)),
    ],
)
def test_a_page_does_not_draw_a_field_of_a_kind_it_does_not_know(
    app: Flask, path: str, macro: str, more: tuple[object, ...]
) -> None:
    words: dict[str, object] = {"words": {}, "regions": {}}
    with app.test_request_context():
        module = app.jinja_env.get_template(path).make_module(words)
        with pytest.raises(AssertionError, match="slider"):
            getattr(module, macro)(INVENTED, *more)


@pytest.mark.parametrize("form_id", ["", "form"])
def test_paper_does_not_print_a_field_of_a_kind_it_does_not_know(form_id: str) -> None:
    with pytest.raises(AssertionError, match="slider"):
        sheet_html(job(sheet(INVENTED), form_id=form_id))
