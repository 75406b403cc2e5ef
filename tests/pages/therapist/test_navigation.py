"""Where one is in the clinic, what waits elsewhere, and on which day and year things are."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.risk import RiskKind
from clinic.operations.safety.risk import open_risk_case
from tests.cast import NOW, Cast
from tests.client import Person
from tests.conftest import Clock
from tests.navigation import places

As = Callable[[str], Person]


@pytest.mark.parametrize(
    ("endpoint", "place"),
    [
        ("therapist.sessions.show", "Cohorts"),
        ("therapist.attendance.edit", "Cohorts"),
        ("handouts.packs.new", "Cohorts"),
        ("therapist.waiting.index", "Cohorts"),
        ("therapist.enrollments.new", "Cohorts"),
        ("therapist.enrollments.edit", "Clients"),
        ("therapist.pauses.edit", "Clients"),
        ("therapist.covers.index", "Risk cases"),
        ("therapist.absences.index", "Cohorts"),
    ],
)
def test_a_page_below_an_entry_of_the_navigation_marks_that_entry(
    as_: As, cast: Cast, endpoint: str, place: str
) -> None:
    ids = {
        "session_id": cast.sessions[4].public_id,
        "cohort_id": cast.cohort.public_id,
        "enrollment_id": cast.enrollments["mia"].public_id,
    }
    person = as_("theresa")
    known = next(
        rule for rule in person.app.url_map.iter_rules(endpoint) if "GET" in (rule.methods or ())
    )
    page = person.get(endpoint, **{name: ids[name] for name in known.arguments})
    assert places(page) == [place]


def test_an_open_case_is_counted_on_every_page_of_those_who_may_see_it(
    as_: As, db: Db, cast: Cast
) -> None:
    before = as_("theresa").get("therapist.worksheets.index").text
    assert "Risk cases Reminders" in before
    open_risk_case(db, Actor(None, NOW), cast.enrollments["mia"], RiskKind.CALL_ME)
    assert "Risk cases 1 Reminders" in as_("theresa").get("therapist.worksheets.index").text
    assert "Risk cases Reminders" in as_("sam").get("therapist.worksheets.index").text


def test_a_day_of_another_year_says_its_year(as_: As, cast: Cast, clock: Clock) -> None:
    where = {"cohort_id": cast.cohort.public_id}
    assert "Tue, Feb 10 ·" in as_("theresa").get("therapist.cohorts.show", **where).text
    clock.at = NOW + timedelta(days=365)
    assert "Tue, Feb 10, 2026 ·" in as_("theresa").get("therapist.cohorts.show", **where).text
