"""The line is cut at eight places of a journey; a reload, Back or a killed tab follows.

Four of the tabs are killed. What was typed is compared with the database.
"""

import sys

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from clinic.db import Db
from tests.cast import Cast
from tests.journeys.conftest import Site, kill, sign_in
from tests.journeys.cut_places import MIDDLE, PLACES, CutPlace
from tests.journeys.line import Line
from tests.journeys.practice_notes import WORDS

pytestmark = pytest.mark.browser


def fill(page: Page, place: CutPlace) -> None:
    if place.is_tick:
        place.control(page).check(force=True)
    else:
        place.control(page).press_sequentially(WORDS)


def follows(page: Page, path: str, how: str, line: Line) -> Page:
    """Let it come as it comes: a page that is asked for again needs a line again."""
    if how == "kill":
        kill(page)
        line.mend()
        page = page.context.new_page()
    elif how == "back":
        page.evaluate("() => { document.documentElement.dataset.leaving = 'yes'; history.back() }")
        page.get_by_role("heading", name="No connection").wait_for()
        line.mend()
    else:
        line.mend()
        page.evaluate("() => { document.documentElement.dataset.leaving = 'yes' }")
    page.goto(path)
    return page


CUTS = (
    ("sheet", "kill"),
    ("sheet", "back"),
    ("practice", "kill"),
    ("call", "kill"),
    ("contacts", "reload"),
    ("question", "reload"),
    ("chart note", "kill"),
    ("attendance", "back"),
)
"""Where the line is cut, and what follows."""


def test_the_line_is_cut_at_eight_places_and_four_tabs_are_killed() -> None:
    assert len(CUTS) == 8
    assert [how for _name, how in CUTS].count("kill") == 4
    assert {name for name, _how in CUTS} == set(PLACES)


@pytest.mark.parametrize(("name", "how"), CUTS)
def test_what_was_typed_after_the_cut_stands_again_and_comes_once(
    name: str, how: str, lined: BrowserContext, line: Line, site: Site, db: Db, cast: Cast
) -> None:
    place = PLACES[name]
    if name == "question":
        site.clock.at = MIDDLE
    path = place.path(db, cast)
    db.commit()
    page = lined.new_page()
    sign_in(page, f"{place.who}@example.org")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.goto(path)
    if name == "call":
        page.locator("#other").fill("0151 2345")
    line.cut()
    fill(page, place)
    expect(page.locator("form[data-draft]")).to_have_attribute("data-draft", "kept")
    again = follows(page, path, how, line)
    if place.is_tick:
        expect(place.control(again)).to_be_checked()
    else:
        expect(place.control(again)).to_have_value(WORDS)
    if place.button:
        with again.expect_navigation():
            again.get_by_role("button", name=place.button).last.click()
    else:
        expect(again.locator("[data-autosave-status]")).to_have_text("Saved")
    stands = place.stands(db, cast)
    # With `-s` the lines make a table: the place, what followed, what was typed, what is kept.
    sys.stdout.write(f"\n| {name} | {how} | {place.told(stands)} |")
    assert stands == place.wanted
