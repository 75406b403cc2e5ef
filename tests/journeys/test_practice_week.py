"""A week of practice from paper by the number pad: every key counted, every record compared."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, ViewportSize, expect
from sqlalchemy import select

from clinic.db import Db
from clinic.models.practice import PracticeEntry, PracticePaper
from clinic.models.risk import RiskCase
from tests.cast import NOW, Cast
from tests.homework import exercise_of
from tests.journeys.conftest import DESK, Site, sign_in
from tests.journeys.typing import COUNTER, press

pytestmark = pytest.mark.browser

WEEK = (
    "1 0 Enter 6 4 8 Enter 1 0 7 / Enter 1 5 Enter 5 3 Enter Enter 9 Enter 4 1 Enter 1 2 Enter 7 8"
)
"""Three days, one without, then two: five practices, one gentler, one after which it was worse."""
SAID = [
    (10, 6, 4, False, False),
    (8, 10, 7, True, False),
    (15, 5, 3, False, False),
    (9, 4, 1, False, False),
    (12, 7, 8, False, True),
]
MOST_KEYS_A_PRACTICE = 7


def test_a_week_is_typed_in_without_a_mouse_and_counts(
    window: Callable[[ViewportSize], Page], site: Site, db: Db, cast: Cast
) -> None:
    row = exercise_of(db, cast, "noor")
    site.clock.at = NOW + timedelta(days=6)
    page = window(DESK)
    page.add_init_script(COUNTER)
    sign_in(page, "theresa@example.org")
    page.goto(f"/therapist/assignments/{row.public_id}/practice-paper")
    first = page.locator(f"[name^='minutes-{row.public_id}']").first
    first.focus()
    page.evaluate("sessionStorage.clear()")

    press(page, f"{WEEK} *")
    expect(page.locator("[data-practice-count]")).to_have_text("5")
    address = page.url
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: url != address)
    expect(page.get_by_role("alert")).to_contain_text("Felt worse with a practice")

    keys = int(page.evaluate("sessionStorage.getItem('keydown')"))
    print(f"{keys} keys for a week of {len(SAID)} practices")  # noqa: T201 -- the figure to show
    assert page.evaluate("sessionStorage.getItem('pointerdown')") is None
    assert keys <= MOST_KEYS_A_PRACTICE * len(SAID)
    db.commit()
    entries = db.scalars(
        select(PracticeEntry)
        .where(PracticeEntry.assignment_id == row.id)
        .order_by(PracticeEntry.practiced_on)
    ).all()
    said = [(e.minutes, e.before, e.after, e.has_stepped_down, e.felt_worse) for e in entries]
    assert said == SAID
    gaps = [(e.practiced_on - entries[0].practiced_on).days for e in entries]
    assert gaps == [0, 1, 2, 4, 5]
    assert db.scalars(select(PracticePaper)).one().enrollment_id == row.enrollment_id
    assert len(db.scalars(select(RiskCase)).all()) == 1
