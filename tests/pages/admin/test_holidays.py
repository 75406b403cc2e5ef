"""Holidays of the clinic's country: the kinds that are kept, and years that nobody has entered."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from clinic.db import Db
from clinic.domain.clinic.settings import ClinicSettings
from clinic.lookups.clinic.settings import clinic_settings
from clinic.lookups.groups.days_off import blocked_days
from clinic.operations.clinic.settings import change_settings
from tests.cast import NOW, Cast
from tests.client import Person
from tests.conftest import Clock
from tests.crowd import theresa

As = Callable[[str], Person]


def settle(db: Db, cast: Cast, **values: str) -> ClinicSettings:
    told = replace(clinic_settings(db), **values)  # type: ignore[arg-type]  # each test names what it changes
    change_settings(db, theresa(cast), told)
    return told


def test_a_country_without_days_says_in_which_years(
    as_: As, db: Db, cast: Cast, clock: Clock
) -> None:
    settle(db, cast, country="LK")
    text = as_("ada").get("admin.settings.edit").text
    assert "has no public holidays in 2027, 2028, 2029 so far" in text


def test_kinds_beside_the_public_one_are_offered_and_block_days(
    as_: As, db: Db, cast: Cast
) -> None:
    on = date(2026, 8, 15)
    settle(db, cast, country="DE", region="BY")
    assert "Catholic" in as_("ada").get("admin.settings.edit").text
    assert on not in blocked_days(db, NOW.date(), [])
    settle(db, cast, country="DE", region="BY", holiday_kinds="catholic")
    assert on in blocked_days(db, NOW.date(), [])
    page = as_("ada").get("admin.settings.edit")
    assert page.is_ticked("catholic")
