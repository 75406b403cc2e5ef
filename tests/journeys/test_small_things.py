"""Small things that a script does: the key for searching, a timer, a clock, a button that waits."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.clinic.settings import ClinicSettings
from clinic.operations.clinic.settings import change_settings
from tests.cast import NOW, Cast
from tests.homework import exercise_of
from tests.journeys.conftest import DESK, PHONE, Site, sign_in

pytestmark = pytest.mark.browser

Window = Callable[[ViewportSize], Page]


def test_a_slash_on_today_searches_there_and_no_letter_is_lost(window: Window) -> None:
    desk = window(DESK)
    sign_in(desk, "theresa@example.org")
    desk.keyboard.type("/mia")
    expect(desk.get_by_role("searchbox")).to_have_value("mia")
    desk.keyboard.type("/")
    expect(desk.get_by_role("searchbox")).to_have_value("mia/")
    desk.keyboard.press("Backspace")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", name="Clients")).to_be_visible()
    expect(desk.get_by_role("link", name="Mia")).to_be_visible()


@pytest.mark.parametrize(("seconds", "minutes"), [(6, "0"), (29, "0"), (31, "1"), (580, "10")])
def test_a_timer_runs_as_long_as_was_agreed_and_counts_what_passed(
    db: Db, cast: Cast, window: Window, seconds: int, minutes: str
) -> None:
    row = exercise_of(db, cast)
    phone = window(PHONE)
    sign_in(phone, "mia@example.org")
    phone.clock.install()
    phone.goto(f"/portal/assignments/{row.public_id}")
    timer = phone.locator("[data-timer]")
    expect(timer).to_have_attribute("data-minutes", str(row.minutes))
    timer.get_by_role("button", name="Begin").click()
    phone.clock.run_for(seconds * 1000)
    timer.get_by_role("button", name="Stop").click()
    expect(phone.get_by_label("Minutes", exact=True)).to_have_value(minutes)


def test_a_clock_that_nobody_has_named_is_that_of_the_device(
    db: Db, cast: Cast, browser: Browser, site: Site
) -> None:
    ada = Actor(cast.accounts["ada"].id, NOW)
    change_settings(db, ada, ClinicSettings(asks_second_factor=False))
    context = browser.new_context(
        viewport=DESK, base_url=site.address, timezone_id="America/Chicago"
    )
    page = context.new_page()
    sign_in(page, "ada@example.org")
    page.goto("/admin/settings")
    expect(page.get_by_label("Time zone")).to_have_value("America/Chicago")
    expect(page.get_by_text("taken from this device")).to_be_visible()
    context.close()


def test_a_mark_comes_alive_when_the_session_begins_on_a_page_that_is_open(
    cast: Cast, site: Site, window: Window
) -> None:
    session = cast.sessions[4]
    site.clock.at = session.starts_at - timedelta(minutes=2)
    desk = window(DESK)
    sign_in(desk, "theresa@example.org")
    desk.clock.install()
    desk.goto(f"/therapist/sessions/{session.public_id}/attendance")
    everyone = desk.get_by_role("button", name="Everyone else is here")
    expect(everyone).to_be_disabled()
    expect(desk.locator("[data-until-live]")).to_have_text("from Tue, Mar 3, 18:00 on")
    desk.clock.run_for(119_000)
    expect(everyone).to_be_disabled()
    desk.clock.run_for(3_000)
    expect(everyone).to_be_enabled()
    site.clock.at = session.starts_at
    everyone.click()
    expect(desk.get_by_text("people are marked")).to_be_visible()
