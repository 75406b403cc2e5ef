"""The words of templates in the language of the request, whose catalog is looked up only once.

A page asks for hundreds of texts. The library's own functions look for the catalog through the
request at each of them, by three calls that stand one in the other.
"""

from functools import lru_cache
from typing import Any

from babel.support import NullTranslations
from flask import Flask, g
from flask_babel import get_translations
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

_KEPT = 4096
"""More texts than the templates have."""


def register(app: Flask) -> None:
    """Put these in the place of the library's, under the names that its extension gives them."""
    app.jinja_env.globals.update(_=translated, gettext=translated, ngettext=counted)


@pass_eval_context
def translated(context: EvalContext, text: str, /, **variables: Any) -> str:
    """Give a text in the reader's language, with its variables filled in."""
    if variables or not context.autoescape:
        return _filled(context, _catalog().ugettext(text), variables)
    return _without_variables(_catalog(), text)


@pass_eval_context
def counted(context: EvalContext, singular: str, plural: str, num: int, /, **variables: Any) -> str:
    """Give a text in the form that a number wants, with its variables filled in."""
    text = _catalog().ungettext(singular, plural, num)
    return _filled(context, text, {"num": num} | variables)


def _catalog() -> NullTranslations:
    try:
        catalog: NullTranslations = g.catalog
    except AttributeError:
        catalog = g.catalog = get_translations()
    return catalog


@lru_cache(_KEPT)
def _without_variables(catalog: NullTranslations, text: str) -> Markup:
    return Markup(catalog.ugettext(text)) % {}  # noqa: S704 - our own words, as the library does


def _filled(context: EvalContext, text: str, variables: dict[str, Any]) -> str:
    # A percent sign is doubled in every text, also where there is nothing to fill in.
    return (Markup(text) if context.autoescape else text) % variables  # noqa: S704 - as above
