"""A page that lies still says that the sign-in ends, lets one stay, and is covered after it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.journeys.conftest import DESK, Site, sign_in

pytestmark = pytest.mark.browser

Window = Callable[[ViewportSize], Page]


@pytest.fixture
def page(window: Window) -> Page:
    """Theresa's window, whose timers a test turns on."""
    made = window(DESK)
    sign_in(made, "theresa@example.org")
    made.clock.install()
    made.goto("/account/devices")
    return made


def lie_still(page: Page, site: Site, minutes: int) -> None:
    site.clock.at += timedelta(minutes=minutes)
    page.clock.fast_forward(minutes * 60_000 + 1000)


def test_s7_two_minutes_before_the_end_one_may_stay(page: Page, site: Site) -> None:
    lie_still(page, site, 13)
    expect(page.get_by_role("heading", name="Are you still there?")).to_be_visible()
    page.get_by_role("button", name="Stay signed in").click()
    expect(page.get_by_role("heading", name="Are you still there?")).to_be_hidden()
    site.clock.at += timedelta(minutes=14)
    page.goto("/account/devices")
    expect(page.get_by_role("heading", name="Where you are signed in")).to_be_visible()


def test_s8_the_page_is_covered_once_the_sign_in_has_ended(page: Page, site: Site) -> None:
    lie_still(page, site, 13)
    expect(page.get_by_role("heading", name="Are you still there?")).to_be_visible()
    lie_still(page, site, 3)
    expect(page.get_by_role("heading", name="You were signed out")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="You were signed out")).to_be_visible()
    asked = "() => getComputedStyle(document.querySelector('dialog[data-idle]'), '::backdrop')"
    cover = page.evaluate(f"{asked[6:]}.backgroundColor")
    assert cover.startswith("rgb("), "nothing of the page shines through"


@pytest.mark.parametrize("types", [True, False])
def test_s7_whoever_is_typing_is_not_interrupted(page: Page, site: Site, types: bool) -> None:
    page.goto("/account/passphrase")
    site.clock.at += timedelta(minutes=13)
    page.clock.fast_forward(750_000)
    if types:
        page.get_by_label("New passphrase").fill("f")
    page.clock.fast_forward(40_000)
    page.wait_for_timeout(500)
    asked = page.get_by_role("heading", name="Are you still there?")
    expect(asked).to_be_visible(visible=not types)


def sign_in_beside(page: Page, name: str) -> Page:
    """Sign in again in another tab of the same browser, as the cover offers."""
    beside = page.context.new_page()
    sign_in(beside, name)
    return beside


def covered(page: Page, site: Site) -> None:
    lie_still(page, site, 16)
    expect(page.get_by_role("heading", name="You were signed out")).to_be_visible()


def test_s8_somebody_else_who_signs_in_does_not_see_what_was_covered(
    page: Page, site: Site
) -> None:
    covered(page, site)
    sign_in_beside(page, "mia@example.org")
    for _turn in range(3):
        page.clock.fast_forward(20_000)
        page.wait_for_timeout(300)
    expect(page.get_by_role("heading", name="You were signed out")).to_be_visible()


def test_s7_the_same_person_goes_on_where_she_was_and_may_stay(page: Page, site: Site) -> None:
    covered(page, site)
    sign_in_beside(page, "theresa@example.org")
    page.clock.fast_forward(20_000)
    expect(page.get_by_role("heading", name="You were signed out")).to_be_hidden()
    lie_still(page, site, 13)
    page.get_by_role("button", name="Stay signed in").click()
    expect(page.get_by_role("heading", name="Are you still there?")).to_be_hidden()
