"""On a small phone help is in sight with the tick that asks for it, and nothing typed is lost."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from clinic.db import Db
from tests.cast import Cast
from tests.conftest import Clock
from tests.homework import exercise_of, measure_of, sheet_of
from tests.journeys.conftest import PHONE, sign_in
from tests.marks import cases

pytestmark = pytest.mark.browser

Window = Callable[[ViewportSize], Page]
BELOW_THE_PANEL = """() => {
  const edge = (name) => document.querySelector(name).getBoundingClientRect();
  return edge("#signs-self_harm").top > edge("[data-help-at-once]").bottom;
}"""


AT_REST = """() => new Promise((resolve) => {
  const top = () => document.querySelector("#signs-self_harm").getBoundingClientRect().top;
  const before = top();
  setTimeout(() => resolve(top() === before), 300);
})"""
"""The page moves once more when the answer of the server comes, and then stands."""


def in_sight(page: Page) -> None:
    """Hold the panel against the glass: whole, below the top, and above the tabs at the thumb."""
    panel = page.locator("[data-help-at-once]")
    expect(panel).to_be_visible()
    expect(panel).to_have_attribute("role", "alert")
    place, tabs = panel.bounding_box(), page.locator(".tabs").bounding_box()
    assert place is not None
    assert tabs is not None
    assert place["y"] >= 0
    assert place["y"] + place["height"] <= tabs["y"]
    call = panel.get_by_role("link", name="Call 555 0100").bounding_box()
    assert call is not None
    assert call["y"] + call["height"] <= tabs["y"]


def opened(window: Window, path: str) -> Page:
    page = window(PHONE)
    sign_in(page, "mia@example.org")
    page.goto(path)
    return page


def test_a_tick_in_a_sheet(window: Window, db: Db, cast: Cast) -> None:
    key = sheet_of(db, cast, code="W28").public_id
    page = opened(window, f"/portal/assignments/{key}/worksheet")
    page.locator("#step_2").fill("Cold water")
    page.get_by_label("Thoughts of harming myself").check()
    in_sight(page)
    expect(page.locator("[data-told]")).to_be_visible()
    expect(page.locator("#step_2")).to_have_value("Cold water")
    page.locator("#likelier").scroll_into_view_if_needed()
    in_sight(page)
    assert [case.flag for case in cases(db, cast)] == ["signs.self_harm"]

    page.get_by_role("button", name="Put it aside").click()
    page.locator("#step_2").fill("Cold water, and the dog")
    expect(page.locator("[data-autosave-status]")).to_have_text("Saved")
    assert "is-in-sight" not in str(page.locator("[data-help-at-once]").get_attribute("class"))


def test_a_tick_that_was_a_slip_can_be_taken_back_where_it_stands(
    window: Window, db: Db, cast: Cast
) -> None:
    key = sheet_of(db, cast, code="W28").public_id
    page = opened(window, f"/portal/assignments/{key}/worksheet")
    box = page.get_by_label("Thoughts of harming myself")
    # Just below the bar on top, where the panel will lie.
    box.evaluate("(box) => { box.scrollIntoView(); scrollBy({ top: -90, behavior: 'instant' }); }")
    box.check()
    expect(page.locator("[data-told]")).to_be_visible()
    in_sight(page)
    expect(page.locator("[data-autosave-status]")).to_have_text("Saved")
    page.wait_for_function(BELOW_THE_PANEL)
    page.wait_for_function(AT_REST)
    place = box.bounding_box()
    assert place is not None
    with page.expect_response(lambda answer: answer.request.method == "PUT"):
        page.mouse.click(place["x"] + 8, place["y"] + 8)
    expect(box).not_to_be_checked()
    expect(page.locator("[data-autosave-status]")).to_have_text("Saved")
    page.reload()
    expect(page.get_by_label("Thoughts of harming myself")).not_to_be_checked()
    (case,) = cases(db, cast)
    assert case.taken_back_at is not None


def test_a_yes_in_a_table_far_down(window: Window, db: Db, cast: Cast) -> None:
    key = sheet_of(db, cast, code="W17").public_id
    page = opened(window, f"/portal/assignments/{key}/worksheet")
    page.locator("#log-0-intrusions").select_option("some")
    in_sight(page)
    expect(page.locator("[data-told]")).to_be_visible()
    assert [case.flag for case in cases(db, cast)] == ["log.intrusions.some"]


def test_a_tick_in_the_log_before_it_is_sent_and_after(window: Window, db: Db, cast: Cast) -> None:
    key = exercise_of(db, cast).public_id
    page = opened(window, f"/portal/assignments/{key}/practice/new")
    page.get_by_label("Hard memories broke in").check()
    in_sight(page)
    expect(page.locator("[data-told]")).to_be_hidden()
    expect(page.locator("[data-told-unkept]")).to_be_hidden()
    page.get_by_role("button", name="Put it aside").click()
    page.get_by_role("button", name="Keep it").click()
    page.wait_for_url("**/portal/practice/*")
    in_sight(page)
    assert [case.kind.value for case in cases(db, cast)] == ["memories"]


@pytest.mark.parametrize("path", ["items/9", "?mode=list"])
def test_an_answer_to_item_9(window: Window, db: Db, cast: Cast, clock: Clock, path: str) -> None:
    row = measure_of(db, cast)
    clock.at = row.opens_at
    where = f"/portal/measures/{row.public_id}"
    page = opened(window, f"{where}{path}" if path.startswith("?") else f"{where}/{path}")
    page.locator("#item_9-1").check()
    in_sight(page)
    expect(page.locator("[data-told]")).to_be_visible()
    assert [case.item for case in cases(db, cast)] == [9]


def test_an_answer_that_was_a_slip_stays_in_reach(
    window: Window, db: Db, cast: Cast, clock: Clock
) -> None:
    row = measure_of(db, cast)
    clock.at = row.opens_at
    page = opened(window, f"/portal/measures/{row.public_id}?mode=list")
    answer = page.locator("#item_9-1")
    answer.evaluate(
        "(one) => { one.scrollIntoView(); scrollBy({ top: -90, behavior: 'instant' }); }"
    )
    answer.check()
    expect(page.locator("[data-told]")).to_be_visible()
    page.wait_for_function(BELOW_THE_PANEL.replace("#signs-self_harm", "#item_9-1"))


def test_the_page_after_item_9_begins_with_whom_to_call(
    window: Window, db: Db, cast: Cast, clock: Clock
) -> None:
    row = measure_of(db, cast)
    clock.at = row.opens_at
    page = opened(window, f"/portal/measures/{row.public_id}/items/9")
    page.locator("#item_9-1").check()
    page.get_by_role("button", name="Next").click()
    page.wait_for_url("**/help")
    in_sight(page)
    expect(page.locator("[data-help-at-once]")).to_be_focused()
