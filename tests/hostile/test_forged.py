"""A form without its token, or with one of another sign-in, is refused and changes nothing."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from tests.access.matrix import is_refused, rows
from tests.client import Page
from tests.hostile.bodies import all_sheets
from tests.hostile.forms import Body
from tests.hostile.sending import Post
from tests.scenes import World

JSON = "application/json"


@pytest.fixture
def guarded(app: Flask) -> Iterator[None]:
    """Let the application ask for tokens, as it does in a clinic."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield
    app.config["WTF_CSRF_ENABLED"] = False


def tokens(world: World) -> dict[str, str]:
    """Give a token of somebody else's sign-in, and others that are none."""
    page = world.people["sam"].browser.get("/therapist/cohorts/new")
    with page:
        theirs = Page(page).parts("input", name="csrf_token")[0]["value"]
    return {
        "another's": theirs,
        "none": "",
        "made up": "a.b.c",
        "with a NUL": "a\0b",
        "odd": "ü" * 500,
    }


def without_token(body: Body) -> Body:
    return tuple((name, value) for name, value in body if name != "csrf_token")


def test_no_form_is_taken_without_the_token_of_its_page(
    world: World, post: Post, guarded: None
) -> None:
    wrong = {}
    for sheet in all_sheets(world):
        for told, token in tokens(world).items():
            body = (*without_token(sheet.body), ("csrf_token", token))
            answer = post.send(sheet, body)
            if answer.fault or answer.status != 400:
                wrong[sheet.door, told] = (answer.status, answer.fault)
        answer = post.send(replace(sheet), without_token(sheet.body))
        if answer.status != 400:
            wrong[sheet.door, "missing"] = (answer.status, answer.fault)
    assert wrong == {}


def test_no_script_of_another_site_saves_a_sheet(world: World, post: Post, guarded: None) -> None:
    door = next(d for d in rows() if (d.endpoint, d.method) == ("portal.worksheets.save", "PUT"))
    assert not is_refused(door, rows()[door]["mia"])
    body = b'{"answers": {}, "version": 0}'
    address = world.address(door, "mia")
    for method in ("PUT", "POST"):
        for kind in (JSON, "text/plain", "application/x-www-form-urlencoded"):
            answer = post.ask("mia", method, address, data=body, kind=kind)
            assert (answer.status, answer.fault) == (400, "")
