"""A day that nobody can mean is a sentence beside its field, and keeps nobody from a page."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import func, select

from clinic.db import Db
from clinic.models.days_off import DaysOff
from clinic.models.risk import CoverPeriod
from tests.cast import Cast
from tests.client import Person

As = Callable[[str], Person]


@pytest.mark.parametrize("on", ["9999-12-31", "2199-12-31", "2150-01-01", "0001-01-01"])
@pytest.mark.parametrize(
    ("who", "endpoint", "more"),
    [
        ("theresa", "therapist.absences.create", {}),
        ("theresa", "therapist.covers.create", {}),
        ("ada", "admin.closed_days.create", {"name": "Winter break"}),
    ],
)
def test_days_away_have_a_horizon(
    as_: As, db: Db, cast: Cast, on: str, who: str, endpoint: str, more: dict[str, str]
) -> None:
    cover = cast.accounts["tom"].public_id if "covers" in endpoint else ""
    said = {"first_on": on, "last_on": on, "cover": cover, **more}
    page = as_(who).post(endpoint, said)

    assert page.status == 422
    nobody_means_it = "Check the year" in page.text
    assert nobody_means_it or "Choose a day before the end of 2031." in page.text
    assert db.scalar(select(func.count()).select_from(DaysOff)) == 0
    assert db.scalar(select(func.count()).select_from(CoverPeriod)) == 0


@pytest.mark.parametrize("year", [date.max.year, 2150])
def test_a_signature_of_another_century_is_refused(as_: As, cast: Cast, year: int) -> None:
    place = cast.enrollments["mia"].public_id
    said = {"text": "1", "signed_on": f"{year}-01-01"}
    page = as_("theresa").post("therapist.consents.create", said, enrollment_id=place)
    assert page.status == 422
