"""The whole way with a second proof, in a real browser: set up, sign out, come in by it."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.clinic.factors import step_of
from clinic.lookups.clinic.factors import app_code
from clinic.lookups.clinic.settings import clinic_settings
from clinic.operations.clinic.settings import change_settings
from tests.cast import NOW, PASSPHRASE
from tests.journeys.conftest import DESK, PHONE, Site

pytestmark = pytest.mark.browser

Window = Callable[[ViewportSize], Page]
KEEPER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}
"""A keeper of passkeys as telephones have one, whose owner says yes."""


@pytest.fixture(autouse=True)
def by_name(site: Site) -> None:
    """Serve the clinic under a name: browsers make no passkey for a number."""
    port = site.address.rpartition(":")[2]
    address = f"http://localhost:{port}"
    held = site.app.extensions["hearth"]
    settings = replace(held.settings, base_url=address)
    site.app.extensions["hearth"] = replace(held, settings=settings)
    site.app.config["TRUSTED_HOSTS"] = ["localhost"]
    site.address = address


@pytest.fixture
def asking(site: Site) -> None:
    with site.app.extensions["hearth"].databases() as db:
        _ask(db)


def _ask(db: Db) -> None:
    change_settings(db, Actor(None, NOW), replace(clinic_settings(db), asks_second_factor=True))


def enter(page: Page, name: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail address or sign-in name").fill(name)
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Sign in").click()


def leave(page: Page) -> None:
    page.locator("form[action='/sign-out'] button").first.click()


@pytest.mark.usefixtures("asking")
def test_staff_set_up_an_app_print_their_codes_and_come_in_by_it(
    window: Window, site: Site
) -> None:
    page = window(PHONE)
    enter(page, "theresa@example.org")
    expect(page.get_by_role("heading", name="Set up a second proof")).to_be_visible()
    secret = page.locator("code").inner_text().replace(" ", "")
    page.get_by_label("The six digits").fill(app_code(secret, step_of(site.clock())))
    page.get_by_role("button", name="Set it up").click()
    expect(page.locator(".codes li")).to_have_count(10)
    expect(page.get_by_role("button", name="Print this page")).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("link", name="I have kept them").click()
    page.get_by_role("button", name="Menu").click()
    leave(page)
    site.clock.at = site.clock.at.replace(minute=5)
    enter(page, "theresa@example.org")
    page.get_by_label("Code", exact=True).fill(app_code(secret, step_of(site.clock())))
    page.get_by_role("button", name="Go in").click()
    page.wait_for_url("**/therapist/**")


def test_a_passkey_is_made_and_lets_in_and_a_second_answer_too(window: Window, site: Site) -> None:
    page = window(DESK)
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEEPER})
    enter(page, "theresa@example.org")
    page.goto("/account/factors/passkey")
    page.get_by_role("button", name="Make it now").click()
    expect(page.locator(".codes li")).to_have_count(10)
    with page.expect_navigation():
        page.get_by_role("link", name="I have kept them").click()
    for _time in range(2):
        leave(page)
        enter(page, "theresa@example.org")
        expect(page.get_by_role("heading", name="One more step")).to_be_visible()
        page.get_by_role("button", name="Use my passkey").click()
        page.wait_for_url("**/therapist/**")
