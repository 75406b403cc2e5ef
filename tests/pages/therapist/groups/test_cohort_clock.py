"""On whose clock a new cohort begins."""

from collections.abc import Callable

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.clinic.settings import ClinicSettings
from clinic.operations.clinic.accounts import add_account
from clinic.operations.clinic.settings import change_settings
from tests.cast import NOW, Cast
from tests.client import Page, Person

As = Callable[[str], Person]


def chosen_zone(page: Page) -> str:
    """The zone that the form begins with; empty where somebody has to choose one."""
    return page.field("time_zone")


def test_a_new_cohort_begins_on_the_clock_of_the_clinic_or_of_the_newest_cohort(
    as_: As, db: Db, cast: Cast
) -> None:
    """UTC is the clock of no clinic: it only says that nobody has named one."""
    ada = Actor(cast.accounts["ada"].id, NOW)
    change_settings(db, ada, ClinicSettings())
    assert chosen_zone(as_("theresa").get("therapist.cohorts.new")) == cast.cohort.time_zone
    change_settings(db, ada, ClinicSettings(time_zone="America/Chicago"))
    assert chosen_zone(as_("theresa").get("therapist.cohorts.new")) == "America/Chicago"


def test_where_nobody_has_named_a_clock_none_is_taken_for_granted(
    as_: As, db: Db, cast: Cast
) -> None:
    ada = Actor(cast.accounts["ada"].id, NOW)
    change_settings(db, ada, ClinicSettings())
    newcomer = add_account(db, ada, "Uma", "uma@example.org", Role.THERAPIST)
    cast.accounts["uma"] = newcomer
    uma = as_("uma")
    page = uma.get("therapist.cohorts.new")
    assert "Choose a time zone" in page.text
    assert page.parts(data_own_zone=True)
    answer = uma.post("therapist.cohorts.create", {"time_zone": ""})
    assert "Choose a time zone." in answer.text
