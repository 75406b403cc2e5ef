"""Words that wait in a browser are their writer's alone, and are forgotten after fourteen days."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from clinic.db import Db
from tests.cast import Cast
from tests.homework import exercise_of, measure_of
from tests.journeys.conftest import Site, sign_in
from tests.journeys.cut_places import MIDDLE, mood
from tests.journeys.kept_rows import ALL_ROWS, OPEN_WITH_OWN_KEY, sign_out
from tests.journeys.line import Line

pytestmark = pytest.mark.browser

WORDS = "The window seat helped."
LANGUAGE = "The language you read and speak best"


def typed_without_a_line(context: BrowserContext, line: Line, path: str) -> Page:
    page = context.new_page()
    sign_in(page, "mia@example.org")
    page.goto(path)
    line.cut()
    page.locator("textarea").fill(WORDS)
    expect(page.locator("form[data-draft]")).to_have_attribute("data-draft", "kept")
    line.mend()
    page.evaluate("() => { document.documentElement.dataset.leaving = 'yes' }")
    return page


def test_signing_out_leaves_the_words_to_their_writer_and_to_nobody_else(
    lined: BrowserContext, line: Line, db: Db, cast: Cast
) -> None:
    path = f"/portal/assignments/{exercise_of(db, cast).public_id}/practice/new"
    page = typed_without_a_line(lined, line, path)
    sign_out(page)
    sign_in(page, "max@example.org")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("[data-kept] p")).to_have_count(0)
    kept = page.evaluate(ALL_ROWS)
    assert kept
    assert WORDS not in str(kept)
    assert exercise_of(db, cast).public_id not in str(kept)
    # As somebody would who moves the rows to her own name: her key opens none of them.
    held, opened = page.evaluate(OPEN_WITH_OWN_KEY)
    assert held >= 1
    assert opened == 0
    sign_out(page)
    sign_in(page, "mia@example.org")
    page.get_by_role("link", name="Open it").click()
    expect(page.locator("textarea")).to_have_value(WORDS)


def test_after_fourteen_days_the_words_are_forgotten_with_a_word(
    lined: BrowserContext, line: Line, db: Db, cast: Cast
) -> None:
    path = f"/portal/assignments/{exercise_of(db, cast).public_id}/practice/new"
    page = typed_without_a_line(lined, line, path)
    sign_out(page)
    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=13, hours=23))
    page.goto("/sign-in")
    page.wait_for_timeout(300)
    assert any(text for _id, _owner, text in page.evaluate(ALL_ROWS))
    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=14, hours=1))
    page.goto("/sign-in")
    page.wait_for_timeout(300)
    assert not any(text for _id, _owner, text in page.evaluate(ALL_ROWS))
    sign_in(page, "mia@example.org")
    expect(page.locator("[data-kept]")).to_contain_text("has been forgotten")
    page.goto(path)
    expect(page.locator("textarea")).to_have_value("")
    expect(page.locator("[data-kept] p")).to_have_count(0)


def test_what_somebody_changed_meanwhile_is_not_written_over(
    lined: BrowserContext, line: Line, site: Site, db: Db, cast: Cast
) -> None:
    page = lined.new_page()
    sign_in(page, "mia@example.org")
    page.goto("/portal/about-you")
    line.cut()
    page.get_by_label(LANGUAGE).fill(WORDS)
    expect(page.locator("form[data-draft]")).to_have_attribute("data-draft", "kept")
    line.mend()
    page.evaluate("() => { document.documentElement.dataset.leaving = 'yes' }")
    other = lined.browser.new_context(base_url=site.address) if lined.browser else None
    assert other
    laptop = other.new_page()
    sign_in(laptop, "mia@example.org")
    laptop.goto("/portal/about-you")
    laptop.get_by_label(LANGUAGE).fill("Sorbian")
    laptop.get_by_role("button", name="Save").click()
    expect(laptop.get_by_text("Saved. You can change it")).to_be_visible()
    other.close()
    page.goto("/portal/about-you")
    expect(page.get_by_label(LANGUAGE)).to_have_value("Sorbian")
    expect(page.locator("[data-kept]")).to_contain_text(f"You had typed here: {WORDS}")


def test_the_first_press_without_a_line_is_heard_and_nothing_moves_under_it(
    lined: BrowserContext, line: Line, site: Site, db: Db, cast: Cast
) -> None:
    site.clock.at = MIDDLE
    path = f"/portal/measures/{measure_of(db, cast).public_id}/items/1"
    page = lined.new_page()
    sign_in(page, "mia@example.org")
    page.goto(path)
    line.cut()
    page.get_by_label("Several days").check()
    status = page.locator("[data-autosave-status]")
    expect(status).to_have_attribute("data-state", "failed")
    button = page.get_by_role("button", name="Next")
    button.scroll_into_view_if_needed()
    place = button.bounding_box()
    assert place
    page.mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] - 3)
    page.mouse.down()
    page.wait_for_timeout(250)
    assert button.bounding_box() == place
    page.mouse.up()
    expect(page.locator("[data-unsent]")).to_contain_text("Not sent yet")
    line.mend()
    page.wait_for_url("**/items/2")
    assert mood(db, cast) == {"1": 1}
