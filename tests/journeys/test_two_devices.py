"""One sheet on a phone and on a laptop: what each writes is kept, and what both change is asked."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from clinic.db import Db
from clinic.models.sealed import read_sealed
from clinic.models.worksheets import WorksheetResponse
from tests.cast import load
from tests.homework import sheet_of
from tests.journeys.conftest import DESK, PHONE, Site, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def devices(browser: Browser, site: Site, db: Db) -> Iterator[tuple[Page, Page]]:
    """Mia's sheet, open on both."""
    key = sheet_of(db, load(db), code="W22").public_id
    contexts = [browser.new_context(viewport=size, base_url=site.address) for size in (PHONE, DESK)]
    pages = []
    for context in contexts:
        context.set_default_timeout(10_000)
        page = context.new_page()
        sign_in(page, "mia@example.org")
        page.goto(f"/portal/assignments/{key}/worksheet")
        pages.append(page)
    yield (pages[0], pages[1])
    for context in contexts:
        context.close()


def write(page: Page, name: str, words: str) -> None:
    control = page.locator(f'[name="{name}"]')
    control.fill(words)
    control.blur()


def saved(page: Page) -> None:
    expect(page.locator("[data-autosave-status]")).to_contain_text("Saved")


def kept(db: Db) -> dict[str, object]:
    db.rollback()
    row = db.scalars(select(WorksheetResponse)).one()
    answers: dict[str, object] = json.loads(read_sealed(db.keys, row, "answers") or "{}")
    return answers


def arrives(db: Db, words: str) -> None:
    """Wait until words that cannot be read as a number stand beside the answers that can."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        db.rollback()
        row = db.scalars(select(WorksheetResponse)).one()
        if words in (read_sealed(db.keys, row, "unread") or ""):
            return
        time.sleep(0.1)
    raise AssertionError(f"{words} was not kept")


def test_both_are_kept_and_what_both_changed_is_asked_about(
    devices: tuple[Page, Page], db: Db, tmp_path: Path
) -> None:
    phone, laptop = devices
    write(phone, "steps-0-step", "Wave to a neighbor")
    saved(phone)
    write(laptop, "steps-1-step", "Ask for the bill")
    saved(laptop)
    expect(laptop.locator('[name="steps-0-step"]')).to_have_value("Wave to a neighbor")
    write(phone, "steps-1-step", "Ask the way")
    asked = phone.locator(".clash")
    expect(asked).to_contain_text("“Ask for the bill”")
    phone.screenshot(path=tmp_path / "asked.png")
    write(phone, "steps-0-expected", "about 40")
    write(laptop, "steps-0-actual", "62,5")
    saved(laptop)
    asked.get_by_role("button", name="Take the other").click()
    expect(phone.locator('[name="steps-1-step"]')).to_have_value("Ask for the bill")
    saved(phone)
    arrives(db, "about 40")
    phone.reload()
    expect(phone.locator('[name="steps-0-expected"]')).to_have_value("about 40")
    steps = kept(db)["steps"]
    assert isinstance(steps, list)
    assert [row["step"] for row in steps] == ["Wave to a neighbor", "Ask for the bill"]
