"""What says “(optional)” may be left empty: no form that is sent without it asks for it."""

import re
from collections.abc import Iterator

import pytest

from tests.hostile.bodies import Sheet, all_sheets
from tests.hostile.forms import Body
from tests.hostile.sending import Post
from tests.scenes import World

KEPT = frozenset({"once", "drawn", "seen", "csrf_token", "deed", "fingerprint"})
# A group of choices is left out: an empty answer to it is one that no hand can give.
_ASKED_FOR = re.compile(
    r'<div class="field[^"]* has-error"[^>]*>\s*<label[^>]*>'
    r'(?P<label>[^<]*)<span class="optional">'
)


def without_words(body: Body) -> Body:
    """Leave every answer out that a hand could leave out."""
    return tuple((name, value if name in KEPT else "") for name, value in body)


def ways(sheet: Sheet) -> Iterator[tuple[str, Body]]:
    """Leave out all, and then all but one answer: a choice may make another field needed."""
    empty = without_words(sheet.body)
    yield "all", empty
    for at, (name, value) in enumerate(sheet.body):
        if name not in KEPT and value:
            yield name, (*empty[:at], (name, value), *empty[at + 1 :])


def test_nothing_optional_is_asked_for(world: World, post: Post) -> None:
    found = {}
    for sheet in all_sheets(world):
        for told, body in ways(sheet):
            answer = post.send(sheet, body)
            for asked in _ASKED_FOR.finditer(answer.body.decode(errors="replace")):
                found[sheet.door.endpoint, asked["label"].strip()] = told
    assert found == {}


@pytest.mark.parametrize(
    "wrong", ['<div class="field has-error">\n<label for="a">A<span class="optional">']
)
def test_what_is_asked_for_although_it_is_optional_is_found(wrong: str) -> None:
    assert _ASKED_FOR.search(wrong)
