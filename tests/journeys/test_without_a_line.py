"""Without a connection: help, the wish for a call, the safety plan, and leaving."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Route, expect
from sqlalchemy import func, select

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import Medium
from clinic.models.accounts import LoginSession
from tests.cast import NOW, Cast
from tests.homework import sheet_of
from tests.journeys.conftest import FLAGS, PHONE, program, sign_in
from tests.journeys.line import Line
from tests.journeys.offline import CONTROLLED, calls
from tests.sheets import save

pytestmark = pytest.mark.browser

WORDS = "It was a long night."


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
def phone(keeping: Browser, line: Line) -> Iterator[BrowserContext]:
    address = f"http://127.0.0.1:{line.port}"
    context = keeping.new_context(viewport=PHONE, base_url=address, has_touch=True)
    context.set_default_timeout(10_000)
    context.route(lambda url: not url.startswith(address), _elsewhere)
    yield context
    context.close()


def _elsewhere(route: Route) -> None:
    route.fulfill(content_type="text/html", body="<title>The weather</title><h1>The weather</h1>")


def enter(phone: BrowserContext) -> Page:
    page = phone.new_page()
    sign_in(page, "mia@example.org")
    page.wait_for_function(CONTROLLED)
    return page


def signed_in(db: Db) -> int:
    db.commit()
    count = select(func.count()).select_from(LoginSession).where(LoginSession.ended_at.is_(None))
    return db.scalar(count) or 0


def test_help_and_the_wish_for_a_call_open_and_the_wish_is_sent_once(
    phone: BrowserContext, line: Line, db: Db
) -> None:
    page = enter(phone)
    line.cut()
    page.goto("/help")
    expect(page.get_by_role("heading", name="Help now")).to_be_visible()
    page.goto("/portal/call")
    expect(page.get_by_role("heading", level=1, name="Please call me")).to_be_visible()
    page.get_by_label("Which number should we call?").fill("0151 2345")
    page.get_by_label("What is it about").fill(WORDS)
    page.get_by_role("button", name="Please call me").click()
    expect(page.locator("[data-call-said]")).to_contain_text("Not sent yet: nobody knows of it")
    assert WORDS not in calls(db)
    line.mend()
    expect(page.locator("[data-kept]")).to_contain_text("Sent: what you wrote", timeout=20_000)
    assert calls(db).count(WORDS) == 1


def test_leaving_without_a_line_ends_the_sign_in_as_soon_as_there_is_one(
    phone: BrowserContext, line: Line, db: Db
) -> None:
    page = enter(phone)
    page.goto("/portal/weeks")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    before = signed_in(db)
    line.cut()
    expect(page.get_by_role("link", name="Leave quickly")).to_be_in_viewport()
    page.get_by_role("link", name="Leave quickly").click()
    expect(page.get_by_role("heading", name="The weather")).to_be_visible()
    page.evaluate("() => { setTimeout(() => history.back()) }")
    expect(page.get_by_role("heading", name="No connection")).to_be_visible()
    expect(page.get_by_role("link", name="Weeks")).to_have_count(0)
    assert signed_in(db) == before
    line.mend()
    page.goto("/portal/weeks")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    assert signed_in(db) == before - 1


def test_nothing_private_is_kept_for_the_time_without_a_line(
    phone: BrowserContext, line: Line
) -> None:
    page = enter(phone)
    page.goto("/portal/weeks")
    kept = page.evaluate(
        """async () => {
          const texts = [];
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const asked of await cache.keys()) {
              texts.push(asked.url + await (await cache.match(asked)).text());
            }
          }
          return texts.join("\\n");
        }"""
    )
    assert "/offline" in kept
    for private in ("Mia", "mia@", "/portal/weeks", '<meta name="reader"'):
        assert private not in kept


def test_the_safety_plan_opens_without_a_line_only_while_its_writer_is_signed_in(
    phone: BrowserContext, line: Line, db: Db, cast: Cast
) -> None:
    mia = Actor(cast.accounts["mia"].id, NOW, Role.CLIENT)
    words = {"step_1": "I lie awake until four."}
    save(db, mia, sheet_of(db, cast, code="W28"), words, 0, Medium.PORTAL)
    db.commit()
    page = enter(phone)
    page.goto("/help")
    expect(page.get_by_text("I lie awake until four.").first).to_be_visible()
    page.wait_for_timeout(1000)
    line.cut()
    page.goto("/help")
    expect(page.locator("[data-plan-words]")).to_contain_text("I lie awake until four.")
    line.mend()
    page.goto("/portal/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    line.cut()
    page.goto("/help")
    expect(page.get_by_role("heading", name="Help now")).to_be_visible()
    page.wait_for_timeout(500)
    expect(page.locator("[data-plan-words]")).to_be_hidden()
