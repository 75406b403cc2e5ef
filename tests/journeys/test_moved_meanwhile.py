"""Words and ticks that come late, onto rows that somebody else has moved meanwhile."""

import json
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select

from clinic.db import Db
from clinic.models.enrollments import Attendance
from clinic.models.practice import PracticeEntry
from clinic.models.sealed import read_sealed
from clinic.models.worksheets import WorksheetResponse
from tests.cast import Cast
from tests.every_kind import sheet_for
from tests.journeys.conftest import Site, sign_in
from tests.journeys.line import Line
from tests.journeys.practice_notes import log_of

pytestmark = pytest.mark.browser

LEAVING = "() => { document.documentElement.dataset.leaving = 'yes' }"


def answers(db: Db) -> dict[str, object]:
    db.commit()
    row = db.scalars(select(WorksheetResponse).execution_options(populate_existing=True)).first()
    if row is None:
        return {}
    found: dict[str, object] = json.loads(read_sealed(db.keys, row, "answers") or "{}")
    return found


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.05)


def elsewhere(browser: Browser, site: Site, name: str, path: str) -> Page:
    """Open the same on another device, which has a line of its own."""
    context = browser.new_context(base_url=site.address)
    context.set_default_timeout(10_000)
    page = context.new_page()
    sign_in(page, f"{name}@example.org")
    page.goto(path)
    return page


def test_a_sheet_that_moved_meanwhile_keeps_the_words_of_the_other_device(
    lined: BrowserContext, browser: Browser, line: Line, site: Site, db: Db, cast: Cast
) -> None:
    path = f"/portal/assignments/{sheet_for(db, cast, 'mia').public_id}/worksheet"
    phone = lined.new_page()
    sign_in(phone, "mia@example.org")
    phone.goto(path)
    line.cut()
    phone.get_by_label("One word").fill("Of the phone")
    phone.locator("[name=log-1-noticed]").fill("Late in the day")
    expect(phone.locator("form[data-draft]")).to_have_attribute("data-draft", "kept")
    laptop = elsewhere(browser, site, "mia", path)
    laptop.get_by_label("One word").fill("Of the laptop")
    laptop.locator("[name=log-0-noticed]").fill("Early in the day")
    laptop.locator("[name=log-0-noticed]").blur()
    expect(laptop.locator("[data-autosave-status]")).to_have_attribute("data-state", "saved")
    until(
        lambda: answers(db) == {"word": "Of the laptop", "log": [{"noticed": "Early in the day"}]}
    )
    laptop.context.close()
    phone.evaluate(LEAVING)
    phone.close()
    line.mend()
    phone = lined.new_page()
    phone.goto(path)
    expect(phone.locator("[data-kept]")).to_contain_text("You had typed here: Of the phone")
    expect(phone.get_by_label("One word")).to_have_value("Of the laptop")
    # What the page sent on its way out may have come already.
    rows = [{"noticed": "Early in the day"}, {"noticed": "Late in the day"}]
    until(lambda: answers(db) == {"word": "Of the laptop", "log": rows})


@pytest.mark.parametrize("is_pressed", [True, False])
def test_ticks_left_until_the_sign_in_ended_are_sent_after_signing_in(
    is_pressed: bool, lined: BrowserContext, browser: Browser, site: Site, db: Db, cast: Cast
) -> None:
    path = f"/therapist/sessions/{cast.sessions[2].public_id}/attendance"
    page = lined.new_page()
    sign_in(page, "theresa@example.org")
    page.goto(path)
    site.clock.at += timedelta(minutes=20)
    tick(page, "Mia", "Late")
    if is_pressed:
        page.get_by_role("button", name="Save attendance").click()
        expect(page.locator("[data-unsent]")).to_contain_text("you were signed out for safety")
    colleague = elsewhere(browser, site, "tom", path)
    tick(colleague, "Max", "Here")
    colleague.get_by_role("button", name="Save attendance").click()
    colleague.wait_for_url(lambda url: "/attendance" not in url)
    colleague.context.close()
    if is_pressed:
        sign_in(lined.new_page(), "theresa@example.org")
        page.bring_to_front()
        page.evaluate("() => window.dispatchEvent(new Event('online'))")
    else:
        expect(page.locator("form[data-draft]")).to_have_attribute("data-draft", "kept")
        page.evaluate(LEAVING)
        sign_in(page, "theresa@example.org")
        page.goto(path)
        expect(page.locator("[data-kept]")).to_contain_text("It stands in its place again")
        page.get_by_role("button", name="Save attendance").click()
    page.wait_for_url(lambda url: "/attendance" not in url)
    db.commit()
    here = select(Attendance).where(Attendance.group_session_id == cast.sessions[2].id)
    marks = {row.enrollment_id: row.mark.value for row in db.scalars(here)}
    assert marks[cast.enrollments["mia"].id] == "late"
    assert marks[cast.enrollments["max"].id] == "present"


def tick(page: Page, name: str, mark: str) -> None:
    row = page.get_by_role("radiogroup").filter(has_text=name)
    row.get_by_label(mark, exact=True).check(force=True)


def test_a_day_that_a_browser_cannot_read_is_held_back_with_all_the_words(
    lined: BrowserContext, db: Db, cast: Cast
) -> None:
    page = lined.new_page()
    sign_in(page, "mia@example.org")
    page.goto(log_of(db, cast))
    before = len(db.scalars(select(PracticeEntry)).all())
    page.locator("textarea").fill("The window seat helped.")
    day = page.locator("input[type=date]")
    whole = day.input_value()
    day.fill("")
    day.press_sequentially("02")
    assert day.evaluate("control => control.validity.badInput")
    page.get_by_role("button", name="Keep it").click()
    expect(day).to_be_focused()
    expect(day).to_be_in_viewport()
    expect(page.locator("textarea")).to_have_value("The window seat helped.")
    db.commit()
    assert len(db.scalars(select(PracticeEntry)).all()) == before
    day.fill(whole)
    page.get_by_role("button", name="Keep it").click()
    page.wait_for_url(lambda url: "/practice/new" not in url)
    db.commit()
    assert len(db.scalars(select(PracticeEntry)).all()) == before + 1


def test_a_time_that_was_read_stands_beside_one_that_was_not(lined: BrowserContext) -> None:
    page = lined.new_page()
    sign_in(page, "ada@example.org")
    page.goto("/admin/settings")
    # As in a browser without pickers: what is typed there is sent as it is.
    page.evaluate("document.querySelectorAll('[type=time]').forEach((e) => { e.type = 'text' })")
    page.locator("#reading_from").fill("about nine")
    page.locator("#reading_until").fill("5.30 pm")
    page.get_by_role("button", name="Save").last.click()
    expect(page.get_by_text("This could not be read as a time").first).to_be_visible()
    page.wait_for_timeout(300)
    expect(page.locator("#reading_from")).to_have_value("about nine")
    expect(page.locator("#reading_until")).to_have_value("17:30")
