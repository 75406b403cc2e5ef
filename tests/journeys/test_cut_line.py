"""The line is really cut while somebody writes: what was typed is compared with the database."""

import pytest
from playwright.sync_api import BrowserContext, expect

from clinic.db import Db
from tests.cast import Cast
from tests.journeys.conftest import kill, sign_in
from tests.journeys.line import Line
from tests.journeys.practice_notes import WORDS, log_of, notes

pytestmark = pytest.mark.browser


def test_a_note_pressed_without_a_line_is_sent_once_when_there_is_one(
    lined: BrowserContext, line: Line, db: Db, cast: Cast
) -> None:
    page = lined.new_page()
    sign_in(page, "mia@example.org")
    before = len(notes(db))
    page.goto(log_of(db, cast))
    page.locator("textarea").fill(WORDS)
    line.cut()
    page.get_by_role("button", name="Keep it").click()
    told = page.locator("[data-unsent]")
    expect(told).to_contain_text("kept on this device")
    line.mend()
    expect(page.get_by_text("It is written down").first).to_be_visible()
    assert notes(db).count(WORDS) == 1
    assert len(notes(db)) == before + 1
    page.goto("/portal/")
    assert page.locator("[data-kept] p").count() == 0


def test_a_note_typed_without_a_line_survives_a_killed_tab(
    lined: BrowserContext, line: Line, db: Db, cast: Cast
) -> None:
    page = lined.new_page()
    sign_in(page, "mia@example.org")
    page.goto(log_of(db, cast))
    line.cut()
    page.locator("textarea").press_sequentially(WORDS)
    page.get_by_label("I did the gentler practice").check()
    expect(page.locator("form[data-draft]")).to_have_attribute("data-draft", "kept")
    kill(page)
    line.mend()
    again = lined.new_page()
    again.goto("/portal/")
    expect(again.locator("[data-kept]")).to_contain_text("has not been sent yet: Write it down")
    again.get_by_role("link", name="Open it").click()
    expect(again.locator("textarea")).to_have_value(WORDS)
    again.get_by_role("button", name="Keep it").click()
    again.wait_for_url(lambda url: "/practice/new" not in url)
    assert notes(db).count(WORDS) == 1
