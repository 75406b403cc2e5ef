"""A short measure each week: what the client, the room and the dashboard see of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor, Reader, Role
from clinic.domain.enrollments import Medium, NewClient
from clinic.domain.groups.cohorts import CohortPlan
from clinic.lookups.clinic.system import newest_program
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.measures import Administration
from clinic.models.sessions import GroupSession
from clinic.operations.groups.cohorts import open_cohort
from clinic.operations.people.enrollments import enroll, enroll_new_client
from clinic.queries.homework.handouts import room_pack
from tests.cast import NOW, Cast
from tests.client import Person
from tests.conftest import Clock

As = Callable[[str], Person]
DAY = timedelta(days=1)


@pytest.fixture
def evenings(db: Db, cast: Cast) -> dict[int, GroupSession]:
    """The short group, with Mia on her phone and Ines on paper."""
    theresa = cast.accounts["theresa"]
    by = Actor(theresa.id, NOW, Role.THERAPIST)
    row = newest_program(db, "four-week-introduction")
    plan = CohortPlan(
        name="Four evenings",
        discreet_name="Evenings",
        first_on=(NOW + 28 * DAY).date(),
        begins_at=NOW.time(),
        duration_minutes=None,
        time_zone="Europe/London",
        capacity=8,
    )
    cohort = open_cohort(db, by, plan, row, [theresa], [])
    enroll(db, by, cohort, cast.clients["mia"])
    ines = NewClient(preferred_name="Ines", medium=Medium.PAPER)
    enroll_new_client(db, by, cohort, ines)
    found = select(GroupSession).join(Cohort).where(Cohort.id == cohort.id)
    return {row.number: row for row in db.scalars(found)}


def test_it_is_one_of_the_small_things_of_the_day_before(
    as_: As, db: Db, cast: Cast, clock: Clock, evenings: dict[int, GroupSession]
) -> None:
    asked = select(Administration.public_id).join(Administration.enrollment)
    hers = asked.where(Enrollment.client_id == cast.clients["mia"].id)
    form = db.scalars(hers.where(Administration.occasion == "week-2")).one()
    for days, is_there in ((-2, False), (-0.5, True), (0.5, True), (2, False)):
        clock.at = evenings[2].starts_at + days * DAY
        assert as_("mia").get("portal.today.show").leads_to(form) is is_there, days


def test_the_pack_of_an_evening_holds_this_weeks_form_for_those_on_paper(
    db: Db, cast: Cast, evenings: dict[int, GroupSession]
) -> None:
    reader = Reader(cast.accounts["theresa"].id, Role.THERAPIST, NOW)
    for number in (2, 3):
        session = evenings[number]
        guests = room_pack(db, reader, session.public_id, session.starts_at - DAY).guests
        forms = {guest.name: [form.key for form in guest.measures] for guest in guests}
        assert forms == {"Ines": ["gad-7"], "Mia R.": []}


def test_the_dashboard_tells_of_a_week_until_the_next_has_taken_its_place(
    as_: As, db: Db, clock: Clock, evenings: dict[int, GroupSession]
) -> None:
    row = db.scalars(select(Administration).where(Administration.occasion == "week-2")).first()
    assert row is not None
    shown = {}
    for days in (-1, 1, 6, 8):
        clock.at = row.closes_at + days * DAY
        shown[days] = "Week 2" in as_("theresa").get("therapist.dashboard.show").text
    assert shown == {-1: True, 1: True, 6: True, 8: False}
