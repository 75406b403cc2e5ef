"""A bad line: the page is there seconds before its scripts, and somebody writes at once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, ViewportSize, expect
from sqlalchemy import select

from clinic.db import Db
from clinic.models.sealed import read_sealed
from clinic.models.worksheets import WorksheetResponse
from tests.cast import Cast
from tests.every_kind import sheet_for
from tests.homework import sheet_of
from tests.journeys.conftest import PHONE, sign_in
from tests.marks import cases

pytestmark = pytest.mark.browser

Window = Callable[[ViewportSize], Page]


def held_back(page: Page) -> list[Route]:
    """Let no script through until somebody lets it."""
    held: list[Route] = []
    page.route("**/static/*.js*", lambda route: held.append(route))
    return held


def let_through(page: Page, held: list[Route]) -> None:
    page.route("**/static/*.js*", lambda route: route.continue_())
    for route in held:
        route.continue_()


def test_words_from_before_the_scripts_are_kept(window: Window, db: Db, cast: Cast) -> None:
    path = f"/portal/assignments/{sheet_for(db, cast, 'mia').public_id}/worksheet"
    phone = window(PHONE)
    sign_in(phone, "mia@example.org")
    held = held_back(phone)
    phone.goto(path, wait_until="commit")
    words = phone.locator("form[data-autosave-url] textarea").first
    words.fill("Before anything else.")
    let_through(phone, held)
    expect(phone.get_by_text("Saved", exact=True)).to_be_visible()
    db.commit()
    row = db.scalars(select(WorksheetResponse)).one()
    assert "Before anything else." in (read_sealed(db.keys, row, "answers") or "")


def test_a_page_in_which_nobody_wrote_sends_nothing(window: Window, db: Db, cast: Cast) -> None:
    path = f"/portal/assignments/{sheet_for(db, cast, 'mia').public_id}/worksheet"
    phone = window(PHONE)
    sign_in(phone, "mia@example.org")
    sent: list[str] = []
    phone.on("request", lambda request: sent.append(request.method))
    held = held_back(phone)
    phone.goto(path, wait_until="commit")
    expect(phone.locator("form[data-autosave-url] textarea").first).to_be_visible()
    let_through(phone, held)
    phone.wait_for_load_state()
    phone.wait_for_timeout(1500)
    assert "PUT" not in sent


def test_help_comes_for_a_tick_from_before_the_scripts(window: Window, db: Db, cast: Cast) -> None:
    phone = window(PHONE)
    sign_in(phone, "mia@example.org")
    held = held_back(phone)
    path = f"/portal/assignments/{sheet_of(db, cast, code='W28').public_id}/worksheet"
    phone.goto(path, wait_until="commit")
    phone.get_by_label("Thoughts of harming myself").check()
    let_through(phone, held)
    expect(phone.locator("[data-help-at-once]")).to_be_visible()
    expect(phone.get_by_text("Saved", exact=True)).to_be_visible()
    assert [case.flag for case in cases(db, cast)] == ["signs.self_harm"]
