"""The line breaks between a request and its answer: the server has written, and nobody hears."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from clinic.db import Db
from tests.cast import Cast
from tests.every_kind import sheet_for
from tests.journeys.conftest import sign_in
from tests.journeys.cut_places import languages, sheet_words
from tests.journeys.line import Line
from tests.journeys.practice_notes import WORDS, log_of, notes

pytestmark = pytest.mark.browser

CONTROLLED = "() => navigator.serviceWorker.controller !== null"


def opened(lined: BrowserContext, path: str) -> Page:
    page = lined.new_page()
    sign_in(page, "mia@example.org")
    page.wait_for_function(CONTROLLED)
    page.goto(path)
    return page


def breaks(line: Line, has_come: Callable[[], bool], page: Page | None = None) -> None:
    """Cut the line once the server has written, and mend it when a page has noticed.

    Chromium sends the same once more by itself where it finds the line mended at once.
    """
    end = time.monotonic() + 10
    while not has_come():
        assert time.monotonic() < end, "the server never wrote it"
        time.sleep(0.05)
    line.cut()
    if page:
        expect(page.get_by_role("heading", name="No connection")).to_be_visible()
    line.mend()
    if page:
        notices(page)


def notices(page: Page) -> None:
    """Let the browser notice that there is a line again, as a phone does."""
    page.evaluate("() => window.dispatchEvent(new Event('online'))")


def test_a_note_whose_answer_is_lost_is_sent_again_and_stands_once(
    lined: BrowserContext, line: Line, db: Db, cast: Cast
) -> None:
    page = opened(lined, log_of(db, cast))
    before = len(notes(db))
    page.locator("textarea").fill(WORDS)
    line.swallow(b"POST /portal/assignments")
    page.get_by_role("button", name="Keep it").click(no_wait_after=True)
    breaks(line, lambda: WORDS in notes(db), page)
    expect(page.locator(".kept")).to_contain_text("Sent: what you wrote", timeout=20_000)
    assert line.swallowed == [b"POST /portal/assignments"]
    assert notes(db).count(WORDS) == 1
    assert len(notes(db)) == before + 1
    page.goto(log_of(db, cast))
    expect(page.locator("textarea")).to_have_value("")
    expect(page.locator("[data-kept] p")).to_have_count(0)


def test_a_sheet_whose_answer_is_lost_is_saved_once_more_without_a_question(
    lined: BrowserContext, line: Line, db: Db, cast: Cast
) -> None:
    path = f"/portal/assignments/{sheet_for(db, cast, 'mia').public_id}/worksheet"
    page = opened(lined, path)
    line.swallow(b"PUT /portal/assignments")
    page.get_by_label("One word").fill(WORDS)
    status = page.locator("[data-autosave-status]")
    breaks(line, lambda: sheet_words(db, cast) == 1)
    assert line.swallowed == [b"PUT /portal/assignments"]
    expect(status).to_have_text("Saved")
    expect(page.locator(".clash")).to_have_count(0)
    assert sheet_words(db, cast) == 1


def test_facts_whose_answer_is_lost_are_not_said_to_be_unsent(
    lined: BrowserContext, line: Line, db: Db, cast: Cast
) -> None:
    page = opened(lined, "/portal/about-you")
    page.locator("#language").fill(WORDS)
    line.swallow(b"POST /portal/about-you")
    page.get_by_role("button", name="Save").click(no_wait_after=True)
    breaks(line, lambda: languages(db, cast) == 1, page)
    told = page.locator(".kept")
    expect(told).to_contain_text("may have arrived; the connection broke off", timeout=20_000)
    told.get_by_role("link", name="Open it").click()
    expect(told).to_contain_text("has arrived, and stands below")
    expect(page.locator("#language")).to_have_value(WORDS)
    page.goto("/portal/")
    expect(page.locator("[data-kept] p")).to_have_count(0)


def test_two_presses_that_wait_are_sent_in_their_order_and_once(
    lined: BrowserContext, line: Line, db: Db, cast: Cast
) -> None:
    page = opened(lined, log_of(db, cast))
    page.locator("textarea").fill(WORDS)
    line.cut()
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("[data-unsent]")).to_contain_text("Not sent yet")
    page.evaluate("() => { document.documentElement.dataset.leaving = 'yes' }")
    page.goto("/portal/call")
    page.get_by_label("Which number should we call?").fill("0151 2345")
    page.get_by_role("button", name="Please call me").click()
    expect(page.locator("[data-call-said]")).to_contain_text("Not sent yet")
    sent: list[str] = []
    lined.on("request", lambda asked: sent.append(asked.url) if asked.method == "POST" else None)
    line.swallow(b"POST /portal/assignments")  # and the first answer is lost on the way
    line.mend()
    notices(page)
    breaks(line, lambda: WORDS in notes(db))
    notices(page)
    expect(page.locator("[data-kept] [data-state=sent]")).to_have_count(2, timeout=20_000)
    assert [address.rpartition("/")[2] for address in sent] == ["practice", "practice", "call"]
    assert notes(db).count(WORDS) == 1
