"""On a computer that others use: what is left on the screen, and what a poor line may lose."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, Playwright, Route, ViewportSize, expect
from sqlalchemy import ColumnElement, func, select

from clinic.db import Db
from clinic.models.accounts import LoginSession
from clinic.models.base import Base
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.practice import PracticeEntry
from tests.cast import load
from tests.homework import sheet_of
from tests.journeys.conftest import DESK, FLAGS, PHONE, Site, program, sign_in

pytestmark = pytest.mark.browser

Window = Callable[[ViewportSize], Page]
PATIENCE = 10  # seconds
IDLE = timedelta(hours=1)


@pytest.fixture(scope="session")
def keeping(playwright: Playwright) -> Iterator[Browser]:
    """A browser that keeps pages in memory for the Back button, as people's own do."""
    chromium = playwright.chromium.launch(
        executable_path=program(),
        args=list(FLAGS),
        ignore_default_args=["--disable-back-forward-cache"],
    )
    yield chromium
    chromium.close()


@pytest.fixture
def phone(keeping: Browser, site: Site) -> Iterator[Page]:
    """Mia's window, in which the world beyond the clinic is an empty page."""
    context = keeping.new_context(viewport=PHONE, base_url=site.address)
    context.set_default_timeout(10_000)
    context.route(lambda url: not url.startswith(site.address), _elsewhere)
    page = context.new_page()
    sign_in(page, "mia@example.org")
    yield page
    context.close()


def _elsewhere(route: Route) -> None:
    route.fulfill(content_type="text/html", body="<title>The weather</title><h1>The weather</h1>")


def count(db: Db, kind: type[Base], *where: ColumnElement[bool]) -> int:
    db.rollback()
    return db.scalar(select(func.count()).select_from(kind).where(*where)) or 0


def goes_back(page: Page) -> None:
    # Later, because a page that comes from memory may be there before the answer to this line.
    page.evaluate("() => { setTimeout(() => history.back()) }")


def test_s8_back_shows_nothing_after_signing_out(phone: Page) -> None:
    phone.goto("/portal/weeks")
    phone.get_by_role("button", name="Sign out").click()
    expect(phone.get_by_role("heading", name="Sign in")).to_be_visible()
    goes_back(phone)
    expect(phone.get_by_role("button", name="Sign in")).to_be_visible()
    expect(phone.get_by_role("link", name="Weeks")).to_have_count(0)


def test_s8_back_shows_nothing_after_the_sign_in_has_lain_still(phone: Page, site: Site) -> None:
    phone.goto("/portal/weeks")
    phone.goto("https://weather.example/")
    site.clock.at += IDLE
    goes_back(phone)
    expect(phone.get_by_role("button", name="Sign in")).to_be_visible()
    expect(phone.get_by_role("link", name="Weeks")).to_have_count(0)


def test_s8_back_within_the_time_comes_from_memory_and_is_fetched_again(phone: Page) -> None:
    phone.goto("/portal/weeks")
    phone.evaluate(
        "addEventListener('pageshow', event => sessionStorage.setItem('kept', event.persisted))"
    )
    phone.goto("https://weather.example/")
    goes_back(phone)
    expect(phone.get_by_role("link", name="Weeks").first).to_be_visible()
    assert phone.evaluate("sessionStorage.getItem('kept')") == "true"


def test_s8_leaving_quickly_replaces_the_page_and_signs_out(phone: Page, counted: Db) -> None:
    phone.goto("/portal/weeks")
    signed_in = count(counted, LoginSession, LoginSession.ended_at.is_(None))
    phone.get_by_role("link", name="Leave quickly").click()
    expect(phone.get_by_role("heading", name="The weather")).to_be_visible()
    until = time.monotonic() + PATIENCE
    # The page is gone before its last request is answered.
    while count(counted, LoginSession, LoginSession.ended_at.is_(None)) == signed_in:
        assert time.monotonic() < until, "still signed in"
        time.sleep(0.05)
    goes_back(phone)
    expect(phone.get_by_role("button", name="Sign in")).to_be_visible()
    phone.goto("/portal/weeks")
    expect(phone.get_by_role("button", name="Sign in")).to_be_visible()


def test_words_that_could_not_be_sent_are_saved_once_the_line_is_back(
    phone: Page, counted: Db
) -> None:
    sheet = sheet_of(counted, load(counted))
    address = f"/portal/assignments/{sheet.public_id}/worksheet"
    phone.goto(address)
    phone.route("**/worksheet*", lambda route: route.abort())
    phone.locator("textarea").last.fill("The dog helps.")
    expect(phone.locator("[data-autosave-status]")).to_have_attribute("data-state", "failed")
    expect(phone.locator("textarea").last).to_have_value("The dog helps.")
    phone.unroute("**/worksheet*")
    expect(phone.get_by_text("Saved", exact=True)).to_be_visible()
    phone.goto(address)
    expect(phone.locator("textarea").last).to_have_value("The dog helps.")


def test_a_double_click_makes_one_practice(phone: Page, counted: Db) -> None:
    before = count(counted, PracticeEntry)
    phone.goto("/portal/weeks")
    phone.locator("a[href*='/portal/assignments/']:not([href$='/worksheet']):visible").first.click()
    phone.goto(f"{phone.url}/practice/new")
    phone.get_by_role("button", name="Keep it").dblclick()
    expect(phone.get_by_text("It is written down").first).to_be_visible()
    assert count(counted, PracticeEntry) == before + 1


def test_a_double_click_makes_one_cohort_and_one_place(window: Window, counted: Db) -> None:
    desk = window(DESK)
    sign_in(desk, "theresa@example.org")
    cohorts, clients = count(counted, Cohort), count(counted, Client)
    desk.goto("/therapist/cohorts/new")
    desk.get_by_label("Program").select_option(label="Safe Connections")
    desk.get_by_label("Name of the cohort").fill("Monday group")
    desk.get_by_label("Discreet name").fill("Mondays")
    desk.get_by_label("Day of session 1").fill("2026-03-09")
    desk.get_by_label("Begins at").fill("18:00")
    desk.get_by_label("Place", exact=False).first.fill("Room 4")
    desk.get_by_role("button", name="Open the cohort").dblclick()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Monday group")
    assert count(counted, Cohort) == cohorts + 1
    desk.goto(f"{desk.url}/people/new")
    desk.get_by_label("Preferred name").fill("June")
    desk.get_by_role("button", name="Give a place").dblclick()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("June")
    assert count(counted, Client) == clients + 1


@pytest.fixture
def counted(site: Site) -> Iterator[Db]:
    """A look into the database of the site."""
    with site.app.extensions["hearth"].databases() as session:
        yield session
