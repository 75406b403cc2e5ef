"""Nothing typed is lost: signed out in the middle of a sheet, and in again in another tab."""

import json

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select

from clinic.db import Db
from clinic.models.sealed import read_sealed
from clinic.models.worksheets import WorksheetResponse
from tests.cast import Cast
from tests.every_kind import sheet_for
from tests.homework import exercise_of
from tests.journeys.conftest import PHONE, Site, sign_in

pytestmark = pytest.mark.browser


def answers(db: Db) -> dict[str, object]:
    db.commit()
    row = db.scalars(select(WorksheetResponse).execution_options(populate_existing=True)).one()
    found: dict[str, object] = json.loads(read_sealed(db.keys, row, "answers") or "{}")
    return found


def opened(context: BrowserContext, path: str) -> Page:
    page = context.new_page()
    sign_in(page, "mia@example.org")
    page.goto(path)
    return page


def test_words_typed_after_the_sign_in_ended_are_saved_once_somebody_is_back(
    browser: Browser, site: Site, db: Db, cast: Cast
) -> None:
    path = f"/portal/assignments/{sheet_for(db, cast, 'mia').public_id}/worksheet"
    # A context of its own: the browser itself complains of the answer that is wanted here.
    context = browser.new_context(viewport=PHONE, base_url=site.address)
    sheet = opened(context, path)
    status = sheet.locator("[data-autosave-status]")
    sheet.get_by_label("One word").fill("Before")
    expect(status).to_have_text("Saved")

    context.clear_cookies()
    sheet.get_by_label("One word").fill("After")
    expect(status).to_contain_text("You were signed out")
    assert answers(db) == {"word": "Before"}

    sign_in(context.new_page(), "mia@example.org")
    sheet.bring_to_front()
    sheet.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(status).to_have_text("Saved")
    assert answers(db) == {"word": "After"}
    context.close()


def test_a_row_left_blank_stays_where_it_is(
    browser: Browser, site: Site, db: Db, cast: Cast
) -> None:
    path = f"/portal/assignments/{sheet_for(db, cast, 'mia').public_id}/worksheet"
    context = browser.new_context(viewport=PHONE, base_url=site.address)
    sheet = opened(context, path)
    sheet.locator("[name=log-1-noticed]").fill("the second day")
    expect(sheet.locator("[data-autosave-status]")).to_have_text("Saved")
    assert answers(db) == {"log": [{}, {"noticed": "the second day"}]}
    context.close()


def test_a_note_that_finds_no_way_stays_on_its_page_until_there_is_one(
    browser: Browser, site: Site, db: Db, cast: Cast
) -> None:
    path = f"/portal/assignments/{exercise_of(db, cast, 'mia').public_id}/practice/new"
    context = browser.new_context(viewport=PHONE, base_url=site.address)
    page = opened(context, path)
    note, told = page.locator("textarea"), page.locator("[data-unsent]")
    note.fill("The window seat helped.")

    context.set_offline(True)
    page.get_by_role("button", name="Keep it").click()
    expect(told).to_contain_text("there is no connection right now")
    mine = context.cookies()
    context.clear_cookies()
    context.set_offline(False)
    page.get_by_role("button", name="Keep it").click()
    expect(told).to_contain_text("you were signed out")
    sign_in(context.new_page(), "max@example.org")
    told.evaluate("note => note.hidden = true")
    page.get_by_role("button", name="Keep it").click()
    expect(told).to_be_visible()
    expect(told).to_contain_text("you were signed out")
    expect(note).to_have_value("The window seat helped.")

    context.clear_cookies()
    context.add_cookies(mine)  # type: ignore[arg-type]  # what it gave
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("It is written down").first).to_be_visible()
    context.close()
