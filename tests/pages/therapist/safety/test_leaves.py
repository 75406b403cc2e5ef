"""A therapist's own leave, and the rhythm of a new group with the days it leaves out."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.models.cohorts import Cohort
from clinic.models.days_off import DaysOff
from clinic.models.sessions import GroupSession
from clinic.operations.groups.days_off import close_clinic
from tests.cast import NOW, Cast
from tests.client import Page, Person
from tests.selects import selects_of
from tests.settings_form import SETTINGS

As = Callable[[str], Person]
Plan = dict[str, object]


def leave(person: Person, first: str, last: str = "") -> Page:
    return person.post("therapist.absences.create", {"first_on": first, "last_on": last})


def look(person: Person, plan: Plan, **differing: str) -> Page:
    return person.post("therapist.cohorts.create", {**plan, **differing, "preview": "yes"})


def test_leave_is_noted_met_by_ones_own_meetings_taken_out_and_put_back(
    as_: As, db: Db, cast: Cast
) -> None:
    theresa = as_("theresa")
    assert leave(theresa, "2026-03-09", "2026-03-13").status == 303
    page = theresa.get("therapist.absences.index")
    assert "Mar 9, 2026 to Mar 13, 2026" in page.text
    assert "Tuesday evening group, Session 5" in page.text
    assert "Session 4" not in page.text
    (row,) = db.scalars(select(DaysOff)).all()
    theresa.post("therapist.absences.remove", leave_id=row.public_id)
    assert "Session 5" not in theresa.get("therapist.absences.index").text
    theresa.post("therapist.absences.restore", leave_id=row.public_id)
    assert "Session 5" in theresa.get("therapist.absences.index").text
    assert "Mar 9" not in as_("sam").get("therapist.absences.index").text


def test_days_that_cannot_be_are_said_and_the_form_is_kept(as_: As) -> None:
    page = leave(as_("theresa"), "2026-03-13", "2026-03-09")
    assert page.status == 422
    assert "The last day comes before the first." in page.text
    assert page.has_value("2026-03-13")


def test_the_page_asks_no_more_the_more_leave_there_is(as_: As, db: Db) -> None:
    theresa = as_("theresa")
    leave(theresa, "2026-03-09")
    few = selects_of(db, theresa, "therapist.absences.index")
    for day in range(10, 29):
        leave(theresa, f"2026-04-{day}")
    assert selects_of(db, theresa, "therapist.absences.index") == few


def test_a_new_group_leaves_out_holidays_closed_days_and_leave_and_says_so_first(
    as_: As, db: Db, plan: Plan
) -> None:
    as_("ada").post("admin.settings.update", {**SETTINGS, "country": "GB", "region": "England"})
    close_clinic(db, Actor(None, NOW), date(2026, 4, 8), date(2026, 4, 8), "Training", NOW.date())
    theresa = as_("theresa")
    leave(theresa, "2026-04-13", "2026-04-17")
    page = look(theresa, plan, first_on="2026-03-23", rhythm="twice-weekly", second_day="2")
    assert page.status == 200
    assert (
        "Monday, April 6, 2026 · Session 5 That day is a public holiday: Easter Monday."
        in page.text
    )
    assert "The clinic is closed that day: Training." in page.text
    assert "Theresa Lind is away that day." in page.text
    theresa.post(
        "therapist.cohorts.create",
        {**plan, "first_on": "2026-03-23", "rhythm": "twice-weekly", "second_day": "2"},
    )
    cohort = db.scalars(select(Cohort).where(Cohort.name == "Wednesday group")).one()
    sessions = db.scalars(select(GroupSession).where(GroupSession.cohort_id == cohort.id))
    days = [row.starts_at.date() for row in sessions if 1 <= row.number <= 6]
    assert days == [
        date(2026, 3, 23),
        date(2026, 3, 25),
        date(2026, 3, 30),
        date(2026, 4, 1),
        date(2026, 4, 20),
        date(2026, 4, 22),
    ]


@pytest.mark.parametrize(
    ("country", "sentence"),
    [
        ("", "the clinic has not said which country it is in"),
        ("AC", "We have no list of public holidays for Ascension Island"),
        ("GB", "No day had to be skipped."),
    ],
)
def test_what_was_looked_at_is_said(as_: As, plan: Plan, country: str, sentence: str) -> None:
    as_("ada").post("admin.settings.update", {**SETTINGS, "country": country})
    page = look(as_("theresa"), plan)
    assert page.status == 200
    assert sentence in page.text


@pytest.mark.parametrize(
    ("differing", "sentence"),
    [
        ({"rhythm": "daily"}, "Not a valid choice"),
        ({"rhythm": "twice-weekly"}, "Choose the second day of the week."),
        ({"rhythm": "twice-weekly", "second_day": "2"}, "Choose a different day of the week"),
        ({"rhythm": "tapering"}, "Say up to which session the group meets weekly."),
        ({"rhythm": "tapering", "weekly_until": "0"}, "Enter a whole number from 1 to 52."),
    ],
)
def test_a_rhythm_that_says_too_little_is_asked_again(
    as_: As, plan: Plan, differing: dict[str, str], sentence: str
) -> None:
    page = look(as_("theresa"), plan, **differing)
    assert page.status == 422
    assert sentence in page.text


def test_the_page_of_a_session_to_come_says_what_speaks_against_its_day(
    as_: As, db: Db, cast: Cast
) -> None:
    theresa = as_("theresa")
    leave(theresa, "2026-03-10")
    pages = [
        theresa.get("therapist.sessions.show", session_id=cast.sessions[number].public_id).text
        for number in (4, 5)
    ]
    assert ["Theresa Lind is away that day." in text for text in pages] == [False, True]


def test_a_change_of_dates_warns_of_closed_days(as_: As, db: Db, cast: Cast) -> None:
    close_clinic(db, Actor(None, NOW), date(2026, 3, 10), date(2026, 3, 10), "Training", NOW.date())
    data = {"kind": "break", "weeks": "1"}
    page = as_("theresa").post(
        "therapist.sessions.update", data, session_id=cast.sessions[4].public_id
    )
    assert "The clinic is closed that day: Training." in page.text
