"""A program of another length than the first one: its pages count its own sessions."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.enrollments import Medium, NewClient
from clinic.models.cohorts import Cohort
from clinic.models.measures import Administration
from clinic.models.programs import InstrumentRow, ProgramRow
from clinic.models.sessions import GroupSession
from clinic.operations.people.enrollments import enroll_new_client
from tests.cast import NOW, Cast
from tests.client import Person

As = Callable[[str], Person]
Plan = dict[str, object]


@pytest.fixture
def plan(db: Db, cast: Cast) -> dict[str, object]:
    """Four evenings, of the length that the program plans."""
    short = select(ProgramRow.public_id).where(ProgramRow.slug == "four-week-introduction")
    return {
        "program": db.scalars(short).one(),
        "name": "Four evenings",
        "discreet_name": "Evenings",
        "first_on": "2026-03-25",
        "begins_at": "17:30",
        "rhythm": "weekly",
        "duration_minutes": "",
        "time_zone": "Europe/London",
        "place": "Room 4",
        "capacity": "8",
        "facilitators": [cast.accounts["theresa"].public_id],
        "paper_names": "code",
    }


def opened(db: Db) -> Cohort:
    return db.scalars(select(Cohort).where(Cohort.name == "Four evenings")).one()


def minutes_of(db: Db) -> list[int]:
    sessions = select(GroupSession).join(Cohort, GroupSession.cohort_id == Cohort.id)
    rows = db.scalars(sessions.where(Cohort.name == "Four evenings").order_by(GroupSession.number))
    return [round((row.ends_at - row.starts_at).total_seconds() / 60) for row in rows]


def test_sessions_last_as_long_as_the_program_plans(as_: As, db: Db, plan: Plan) -> None:
    assert as_("theresa").post("therapist.cohorts.create", plan).status == 303
    assert minutes_of(db) == [45, 90, 90, 90, 90]
    assert opened(db).duration_minutes == 90


def test_the_length_of_a_regular_session_may_be_another(as_: As, db: Db, plan: Plan) -> None:
    as_("theresa").post("therapist.cohorts.create", {**plan, "duration_minutes": "75"})
    assert minutes_of(db) == [45, 75, 75, 75, 75]


def test_no_program_is_chosen_in_advance(as_: As, plan: Plan) -> None:
    theresa = as_("theresa")
    page = theresa.get("therapist.cohorts.new")
    first = page.part("select", name="program").parts("option")[0]
    assert (first["value"], first.text) == ("", "Choose a program")
    refused = theresa.post("therapist.cohorts.create", {**plan, "program": ""})
    assert refused.status == 422
    assert "Choose a program." in refused.text


def test_its_page_counts_to_four_and_knows_no_booster(as_: As, db: Db, plan: Plan) -> None:
    theresa = as_("theresa")
    theresa.post("therapist.cohorts.create", plan)
    cohort = opened(db)
    first = select(GroupSession.public_id).where(
        GroupSession.cohort_id == cohort.id, GroupSession.number == 1
    )
    page = theresa.get("therapist.sessions.show", session_id=db.scalars(first).one())
    assert "Session 1 of 4" in page.text
    listed = theresa.get("therapist.cohorts.show", cohort_id=cohort.public_id)
    assert "Session 4" in listed.text
    assert "Booster" not in listed.text


def test_somebody_enrolled_is_asked_before_each_week_and_after(as_: As, db: Db, plan: Plan) -> None:
    as_("theresa").post("therapist.cohorts.create", plan)
    cohort = opened(db)
    person = NewClient(preferred_name="Ines", medium=Medium.PAPER)
    place = enroll_new_client(db, Actor(None, NOW), cohort, person)
    asked = (
        select(InstrumentRow.key, Administration.occasion)
        .join(Administration.instrument)
        .where(Administration.enrollment_id == place.id)
    )
    assert {(key, occasion) for key, occasion in db.execute(asked)} == {
        ("gad-7", "baseline"),
        ("gad-7", "week-2"),
        ("gad-7", "week-3"),
        ("gad-7", "post"),
        ("phq-9", "baseline"),
        ("phq-9", "post"),
    }


def test_each_weekly_window_lies_around_its_own_session(as_: As, db: Db, plan: Plan) -> None:
    as_("theresa").post("therapist.cohorts.create", plan)
    cohort = opened(db)
    person = NewClient(preferred_name="Ines", medium=Medium.PAPER)
    place = enroll_new_client(db, Actor(None, NOW), cohort, person)
    found = db.execute(
        select(Administration, GroupSession)
        .join(Administration.group_session)
        .where(Administration.enrollment_id == place.id, Administration.occasion.like("week-%"))
        .order_by(GroupSession.number)
    ).all()
    day = timedelta(days=1)
    assert [meeting.number for _row, meeting in found] == [2, 3]
    for row, meeting in found:
        assert (row.opens_at, row.closes_at) == (meeting.starts_at - day, meeting.ends_at + day)
    asked = as_("theresa").get("therapist.administrations.index", cohort_id=cohort.public_id).text
    assert "Week 2" in asked
    assert "Week 3" in asked
