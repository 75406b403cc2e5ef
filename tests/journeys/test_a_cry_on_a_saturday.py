"""Saturday evening on a phone: help, the plan, and no promise that nobody keeps; then Monday."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import Medium
from tests.cast import NOW, Cast
from tests.homework import measure_of, sheet_of
from tests.journeys.conftest import DESK, PHONE, Site, sign_in
from tests.sheets import save

pytestmark = pytest.mark.browser

SATURDAY = datetime(2026, 2, 28, 20, 0, tzinfo=UTC)
MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PLAN = {"step_4": [{"name": "Ruth", "phone": "020 7946 0111"}]}


def test_who_cries_on_a_saturday_is_told_the_truth_and_is_found_on_monday(
    site: Site, window: Callable[[ViewportSize], Page], db: Db, cast: Cast
) -> None:
    mia = Actor(cast.accounts["mia"].id, NOW, Role.CLIENT)
    save(db, mia, sheet_of(db, cast, code="W28"), PLAN, 0, Medium.PORTAL)
    key = measure_of(db, cast).public_id
    site.clock.at = SATURDAY

    phone = window(PHONE)
    sign_in(phone, "mia@example.org")
    phone.goto(f"/portal/measures/{key}/items/9")
    phone.get_by_text("Several days").click()
    phone.get_by_role("button", name="Next").click()
    phone.wait_for_url("**/items/9/help")
    expect(phone.locator("main")).to_contain_text("Somebody looks at it on Monday by 13:00")
    phone.goto("/help")
    number = phone.get_by_role("link", name="020 7946 0111")
    expect(number).to_have_attribute("href", "tel:02079460111")

    site.clock.at = MONDAY
    desk = window(DESK)
    sign_in(desk, "theresa@example.org")
    desk.goto(f"/therapist/clients/{cast.clients['mia'].public_id}")
    expect(desk.locator("main")).to_contain_text("Nobody has looked yet. Somebody looks by Mon")
    desk.get_by_role("link", name="Open the case").click()
    desk.get_by_text("Read it", exact=True).click()
    number = desk.get_by_role("link", name="020 7946 0111")
    expect(number).to_have_attribute("href", "tel:02079460111")
