"""Templates take plain values, miss none, and speak the language they are given."""

from gettext import NullTranslations

import pytest
from jinja2 import UndefinedError

from clinic.printing import render
from clinic.printing.sheets import sheet_html
from tests.printing.paper import EVERY_KIND, job, sheet


class Marked(NullTranslations):
    def gettext(self, message: str) -> str:
        return f"¡{message}"


class Row:
    """Stands for anything that could still load something when it is touched."""


def test_a_value_that_is_not_plain_is_refused_by_name() -> None:
    with pytest.raises(TypeError, match="holder is a Row"):
        render.html("cover.html", holder=Row())


def test_a_row_inside_a_plain_list_is_refused_too() -> None:
    with pytest.raises(TypeError, match="lines is a Row"):
        render.html("cover.html", lines=("Session 1", Row()))


def test_a_template_that_misses_a_value_fails_at_once() -> None:
    with pytest.raises(UndefinedError):
        render.html("cover.html", holder="Mia R.")


def test_our_words_are_translated_and_the_person_s_are_not() -> None:
    html = sheet_html(job(sheet(*EVERY_KIND)), Marked())
    assert "¡Go gently" in html
    assert "¡Shoulders" in html
    assert "Mia R." in html
