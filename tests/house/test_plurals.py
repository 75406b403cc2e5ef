"""A number before a plural noun knows its singular: nobody reads of 1 points."""

import re

import pytest
from babel.messages.extract import extract_from_dir
from flask import Flask

from clinic.presenters.numbers import points_in_words
from tests.cast import ROOT

METHODS = [("**.py", "python"), ("**.html", "jinja2")]
NOUNS = (
    "answers|cells|characters|clients|cohorts|copies|days|entries|exercises|facilitators|hours|"
    "items|marks|measures|members|messages|minutes|months|people|persons|places|points|questions|"
    "rows|scores|sessions|sheets|signs|times|weeks|words|years"
)
_COUNTED = re.compile(rf"(?<!of )(?<!of the )%\((\w+)\)s (?:\w+ )?(?:{NOUNS})\b(?! %\()")
# "1 of 1 sessions" names a part of many, and "question 3 times 2" a product.
_BOUNDS = {"most", "least", "limit"}
"""What stands for a bound of the program is never one."""
NEVER_ONE = {
    "%(count)s scores, from %(first)s to %(last)s. %(direction)s",
    "%(count)s people hold a place already, so there cannot be fewer places.",
    "%(count)s places are taken or offered already, so there cannot be fewer.",
    "%(measure)s: not answered %(count)s times in a row, lately %(occasion)s.",
    "That is more than %(days)s days ago. Please choose a later day.",
    "A break lasts at most %(days)s days. It can be made longer later.",
    "A place is held for at most %(days)s days.",
    "This row has %(found)s cells, the header has %(expected)s.",
    "Nobody can miss %(missed)s minutes of a session that lasts %(length)s.",
}
"""Sentences said of two or more alone, or of a bound."""


def counted_alone(message: object) -> bool:
    """Whether a sentence has one form for every number."""
    if not isinstance(message, str) or message in NEVER_ONE:
        return False
    return any(found[1] not in _BOUNDS for found in _COUNTED.finditer(message))


def sentences() -> list[object]:
    marks: dict[str, tuple[int, ...] | None]
    marks = {"_": None, "__": None, "N_": None, "gettext": None, "lazy_gettext": None}
    marks |= {"ngettext": (1, 2)}
    return [
        found[2]
        for folder in ("clinic", "templates")
        for found in extract_from_dir(str(ROOT / folder), METHODS, keywords=marks)
    ]


def test_no_sentence_has_one_form_for_every_number() -> None:
    told = sentences()
    assert [message for message in told if counted_alone(message)] == []
    assert set(told) >= NEVER_ONE


@pytest.mark.parametrize(
    ("message", "is_wrong"),
    [
        ("%(points)s points", True),
        ("By %(points)s good points.", True),
        ("%(most)s characters", False),
        (("%(num)s point", "%(num)s points"), False),
        ("%(name)s points out", True),
        ("%(taken)s of %(all)s", False),
    ],
)
def test_a_number_before_a_plural_is_found(message: object, is_wrong: bool) -> None:
    assert counted_alone(message) is is_wrong


@pytest.mark.parametrize(
    ("shown", "words"),
    [("1", "1 point"), ("-1", "-1 point"), ("1.0", "1.0 points"), ("0", "0 points")],
)
def test_one_point_is_one_point(app: Flask, shown: str, words: str) -> None:
    with app.test_request_context():
        assert points_in_words(shown) == words
