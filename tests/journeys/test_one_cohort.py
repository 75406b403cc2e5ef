"""One cohort, end to end, walked by a therapist at her desk and a client on a phone."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from playwright.sync_api import Page, ViewportSize, expect
from pypdf import PdfReader

from tests.journeys.conftest import DESK, PHONE, Site, sign_in

pytestmark = pytest.mark.browser

PASSPHRASE = "four brown mugs drying"
SESSION_1 = datetime(2026, 3, 9, 18, 0, tzinfo=UTC)
LATER = timedelta(hours=20)


def test_a_cohort_from_the_program_to_the_printed_handout(
    site: Site, window: Callable[[ViewportSize], Page]
) -> None:
    desk, phone = window(DESK), window(PHONE)
    site.clock.at = SESSION_1 - timedelta(days=5)
    sign_in(desk, "theresa@example.org")
    opens_a_cohort(desk)
    link = enrolls_and_invites(desk, "June", "Abara")
    accepts_on_a_phone(phone, link)
    answers(phone, "Ten questions", ["Several days"] * 8 + ["Not at all", "Somewhat difficult"])
    answers(phone, "Seven questions", ["Several days"] * 7)

    site.clock.at = SESSION_1 + timedelta(hours=2, minutes=5)
    sign_in(desk, "theresa@example.org")
    marks_the_room(desk)

    site.clock.at += LATER
    sign_in(phone, "june@example.org", PASSPHRASE)
    practices(phone)
    writes_into_a_sheet(phone)

    site.clock.at += timedelta(minutes=5)
    sign_in(desk, "theresa@example.org")
    sees_how_june_is_doing(desk)
    words = reads_the_pack(desk)
    assert "June A." in words
    assert "My three systems" in words
    assert "Mia" not in words


def opens_a_cohort(desk: Page) -> None:
    desk.goto("/therapist/cohorts/new")
    desk.get_by_label("Program").select_option(label="Safe Connections")
    desk.get_by_label("Name of the cohort").fill("Monday group")
    desk.get_by_label("Discreet name").fill("Mondays")
    desk.get_by_label("Day of session 1").fill("2026-03-09")
    desk.get_by_label("Begins at").fill("18:00")
    desk.get_by_label("Length").fill("120")
    desk.get_by_label("Time zone").select_option("Europe/London")
    desk.get_by_label("Place", exact=False).first.fill("Room 4")
    desk.get_by_label("Places").fill("8")
    desk.get_by_label("Tom Adeyemi").check()
    desk.get_by_role("button", name="Open the cohort").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Monday group")
    for title in ("Getting ready", "Arriving", "Three systems", "Three months on"):
        expect(desk.get_by_text(title).first).to_be_visible()


def enrolls_and_invites(desk: Page, given: str, family: str) -> str:
    desk.get_by_role("link", name=re.compile("Enroll")).first.click()
    desk.get_by_label("Preferred name").fill(given)
    desk.get_by_label("Family name").fill(family)
    desk.get_by_label("E-mail address").fill(f"{given.lower()}@example.org")
    desk.get_by_role("button", name="Give a place").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text(given)
    desk.get_by_role("button", name="Invite", exact=True).click()
    link = desk.locator("code").first.inner_text()
    assert "/invitation/" in link
    return link


def accepts_on_a_phone(phone: Page, link: str) -> None:
    phone.goto(link)
    phone.reload()
    phone.get_by_label("Passphrase", exact=False).first.fill(PASSPHRASE)
    phone.locator("input[type=password]").nth(1).fill(PASSPHRASE)
    phone.get_by_role("button", name="Set the passphrase and go in").click()
    expect(phone.get_by_role("link", name="Help now").first).to_be_visible()


def answers(phone: Page, title: str, words: list[str]) -> None:
    phone.goto("/portal/")
    card = phone.locator("section, article, li").filter(has_text=title).last
    card.get_by_role("link", name="Answer").click()
    phone.get_by_role("link", name="Begin", exact=True).click()
    for place, word in enumerate(words, start=1):
        expect(phone.get_by_text(f"{place} of {len(words)}").first).to_be_visible()
        phone.get_by_label(word, exact=True).check()
        phone.get_by_role("button", name="Next").click()
    phone.get_by_role("button", name="Send").click()
    expect(phone.get_by_role("heading", name="Thank you, it is sent")).to_be_visible()


def marks_the_room(desk: Page) -> None:
    desk.goto("/therapist/cohorts")
    desk.get_by_role("link", name="Monday group").first.click()
    desk.get_by_role("link", name=re.compile("Arriving")).first.click()
    desk.get_by_role("link", name="Mark attendance").click()
    with desk.expect_navigation():
        desk.get_by_role("button", name="Everyone else is here").click()
    expect(desk.get_by_text("June").first).to_be_visible()


def practices(phone: Page) -> None:
    phone.goto("/portal/weeks")
    phone.get_by_role("link", name="Soothing rhythm breathing").first.click()
    stop_rule = phone.locator(".caution").bounding_box()
    steps = phone.locator("ol").first.bounding_box()
    assert stop_rule
    assert steps
    assert stop_rule["y"] < steps["y"], "caution and stop rule stand above the steps"
    phone.get_by_role("button", name="Go on").click()
    phone.get_by_role("group", name="Tension before").get_by_label("6", exact=True).check()
    phone.get_by_role("group", name="Tension after").get_by_label("3", exact=True).check()
    phone.get_by_label("Anything you want to remember").fill("The bus stop worked.")
    phone.get_by_label("Let my facilitators read this note").check()
    phone.get_by_role("button", name="Keep it").click()
    expect(phone.get_by_text("It is written down").first).to_be_visible()


def writes_into_a_sheet(phone: Page) -> None:
    phone.goto("/portal/weeks")
    phone.get_by_role("link", name="Threat, drive and soothing through my week").first.click()
    address = phone.url
    phone.locator("textarea").last.fill("Waiting wakes it. The dog helps.")
    expect(phone.get_by_text("Saved", exact=True)).to_be_visible()
    phone.goto("about:blank")
    phone.goto(address)
    expect(phone.locator("textarea").last).to_have_value("Waiting wakes it. The dog helps.")
    phone.get_by_role("button", name="This is done").click()
    expect(phone.get_by_text("Your sheet is saved as done")).to_be_visible()
    phone.goto("/portal/done")
    expect(phone.get_by_text("Threat, drive and soothing through my week")).to_be_visible()
    expect(phone.get_by_text("The bus stop worked.")).to_be_visible()


def sees_how_june_is_doing(desk: Page) -> None:
    desk.goto("/therapist/clients?q=June")
    desk.get_by_role("link", name=re.compile("June")).first.click()
    expect(desk.get_by_text("The bus stop worked.")).to_be_visible()
    expect(desk.locator("svg.chart").first).to_be_visible()
    expect(desk.get_by_text("Threat, drive and soothing through my week").first).to_be_visible()


def reads_the_pack(desk: Page) -> str:
    desk.goto("/therapist/cohorts")
    desk.get_by_role("link", name="Monday group").first.click()
    desk.get_by_role("link", name=re.compile("Three systems")).first.click()
    desk.get_by_role("link", name="Print the pack").click()
    expect(desk.get_by_label("The handouts of this session")).to_be_checked()
    token = desk.locator("form.form input[name=csrf_token]").get_attribute("value")
    form: dict[str, str | float | bool] = {
        "csrf_token": str(token),
        "parts": "handouts",
        "sides": "double",
    }
    answer = desk.request.post(desk.url, form=form, timeout=60_000)
    if "/handouts/packs/" in answer.url:  # it takes longer than anybody should wait
        desk.goto(answer.url)
        desk.get_by_role("link", name="Open the pack").wait_for(timeout=60_000)
        answer = desk.request.get(f"{answer.url}.pdf")
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/pdf"
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.body())).pages)
