"""Templates give each text as the library would, and look for the catalog once a request."""

from collections.abc import Callable
from typing import Any

import flask_babel
import pytest
from babel.support import Translations
from flask import Flask, g, render_template_string

from clinic.web import translations
from tests.client import Person

As = Callable[[str], Person]

GERMAN = {
    "Help now": "Hilfe jetzt",
    "Hello <b>%(name)s</b>": "Hallo <b>%(name)s</b>",
    ("%(num)s person", 0): "%(num)s Mensch",
    ("%(num)s person", 1): "%(num)s Menschen",
}


def catalog_of(words: dict[Any, str]) -> Translations:
    catalog = Translations()
    catalog._catalog = words  # as its own reader fills it
    return catalog


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ('{{ _("Help now") }}', "Hilfe jetzt"),
        ('{{ gettext("Not in it") }}', "Not in it"),
        ('{{ _("100 %%") }}', "100 %"),
        ('{{ _("Hello <b>%(name)s</b>", name="<i>") }}', "Hallo <b>&lt;i&gt;</b>"),
        ('{{ ngettext("%(num)s person", "%(num)s persons", 1) }}', "1 Mensch"),
        ('{{ ngettext("%(num)s person", "%(num)s persons", 3) }}', "3 Menschen"),
        ('{{ ngettext("%(num)s person", "x", 3, num="many") }}', "many Menschen"),
        ('{% autoescape false %}{{ _("<%(a)s>", a="&") }}{% endautoescape %}', "<&>"),
        ('{% autoescape false %}{{ _("<100 %%>") }}{% endautoescape %}', "<100 %>"),
    ],
)
def test_a_text_is_given_in_the_language_of_the_request(
    app: Flask, source: str, shown: str
) -> None:
    with app.test_request_context():
        g.catalog = catalog_of(GERMAN)
        assert render_template_string(source) == shown


def test_the_next_request_has_its_own_language(app: Flask) -> None:
    with app.test_request_context():
        g.catalog = catalog_of(GERMAN)
        assert render_template_string('{{ _("Help now") }}') == "Hilfe jetzt"
    with app.test_request_context():
        assert render_template_string('{{ _("Help now") }}') == "Help now"


def test_a_page_looks_for_the_catalog_once(
    app: Flask, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[None] = []

    def look() -> Any:
        looked.append(None)
        return flask_babel.get_translations()

    monkeypatch.setattr(translations, "get_translations", look)
    as_("theresa").get("therapist.dashboard.show")
    assert len(looked) == 1
