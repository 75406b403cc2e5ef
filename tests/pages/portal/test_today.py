"""Today: few things, no clinical word above them, and nothing of anybody else."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import EnrollmentStatus
from clinic.models.audit import AuditEntry
from clinic.operations.clinic.accounts import add_account
from clinic.operations.groups.cohorts import close_cohort
from clinic.operations.homework.practice import Practice, log_practice
from clinic.operations.people.enrollments import change_status, enroll
from tests.cast import BEFORE, NOW, Cast
from tests.client import Person
from tests.conftest import Clock
from tests.homework import exercise_of, measure_of, sheet_of

As = Callable[[str], Person]
SYSTEM = Actor(None, NOW)


def test_at_most_three_small_things_are_offered(as_: As) -> None:
    page = as_("mia").get("portal.today.show")
    assert page.has_heading("Three small things, when you have a moment")
    assert len(page.parts("section", class_="offer")) == 3


def test_a_dose_is_counted_and_a_full_one_is_no_longer_offered(as_: As, db: Db, cast: Cast) -> None:
    mia = Actor(cast.accounts["mia"].id, NOW, Role.CLIENT)
    row = exercise_of(db, cast)
    practice = Practice(practiced_on=NOW.date(), minutes=6, has_stepped_down=True)
    log_practice(db, mia, row, practice)
    page = as_("mia").get("portal.today.show")
    assert "1 of 4 this week" in page.text
    assert "6 minutes of practice in the last seven days" in page.text
    for _ in range(3):
        log_practice(db, mia, row, practice)
    assert not as_("mia").get("portal.today.show").has_heading("A place that welcomes you")


def test_a_sheet_and_a_questionnaire_stand_beside_a_practice(
    as_: As, db: Db, cast: Cast, clock: Clock
) -> None:
    sheet_of(db, cast)
    closes_at = measure_of(db, cast).closes_at
    clock.at = NOW + timedelta(days=1)
    assert as_("mia").get("portal.today.show").has_heading("Welcome and my goals")
    clock.at = closes_at - timedelta(hours=2)
    page = as_("mia").get("portal.today.show")
    assert page.has_heading("Ten questions about the last two weeks")
    assert "before 20:00" in page.text


def test_the_title_and_the_head_hold_no_clinical_word(as_: As) -> None:
    page = as_("mia").get("portal.today.show")
    assert page.title == "Today · Tuesdays"
    assert "Tuesday evening group" not in page.html


def test_the_next_meeting_is_one_line_on_the_clock_of_the_group(as_: As) -> None:
    text = as_("mia").get("portal.today.show").text
    assert "Next meeting: Tuesday, March 3 at 18:00, Room 2" in text


def test_what_is_set_aside_makes_room_for_something_else(as_: As, db: Db, cast: Cast) -> None:
    key = exercise_of(db, cast).public_id
    page = as_("mia").get("portal.today.show", later=[key, "'; drop table"])
    assert not page.has_heading("A place that welcomes you")
    assert page.has_heading("small things")


def test_a_page_of_mia_holds_no_word_of_max(as_: As, db: Db, cast: Cast) -> None:
    max_ = Actor(cast.accounts["max"].id, NOW, Role.CLIENT)
    note = Practice(practiced_on=NOW.date(), minutes=599, note="canary", is_note_shared=True)
    log_practice(db, max_, exercise_of(db, cast, "max"), note)
    for endpoint in ("portal.today.show", "portal.weeks.index", "portal.done.index"):
        page = as_("mia").get(endpoint)
        for word in ("canary", "599", "Max", "Dubois", "Noor", cast.clients["max"].code):
            assert word not in page.text


def test_reading_writes_nothing(as_: As, db: Db) -> None:
    mia = as_("mia")
    before = len(db.scalars(select(AuditEntry.id)).all())
    for endpoint in ("portal.today.show", "portal.weeks.index", "portal.done.index"):
        mia.get(endpoint)
    db.commit()
    assert len(db.scalars(select(AuditEntry.id)).all()) == before


def test_a_pause_is_calm_and_nothing_is_due(as_: As, db: Db, cast: Cast) -> None:
    change_status(db, SYSTEM, cast.enrollments["mia"], EnrollmentStatus.PAUSED, None)
    page = as_("mia").get("portal.today.show")
    assert page.has_heading("You are taking a break")
    assert "offer" not in page.html
    assert "Help now" in page.text


@pytest.mark.parametrize("way", ["withdrawn", "closed"])
def test_a_group_that_is_over_asks_for_nothing(as_: As, db: Db, cast: Cast, way: str) -> None:
    if way == "closed":
        close_cohort(db, SYSTEM, cast.cohort)
    else:
        change_status(db, SYSTEM, cast.enrollments["mia"], EnrollmentStatus.WITHDRAWN, None)
    page = as_("mia").get("portal.today.show")
    assert page.has_heading("Your group is over")
    assert "Next meeting" not in page.text


def test_somebody_without_a_place_sees_an_empty_room(as_: As, db: Db, cast: Cast) -> None:
    account = add_account(db, SYSTEM, "Lone Vik", "lone@example.org", Role.CLIENT)
    cast.accounts["lone"] = account
    assert as_("lone").get("portal.today.show").has_heading("Nothing is here yet")
    assert as_("lone").get("portal.weeks.index").has_heading("Your weeks will be here")
    assert as_("lone").get("portal.done.index").has_heading("Nothing is here yet")


def test_somebody_in_two_groups_sees_both_by_their_discreet_names(
    as_: As, db: Db, cast: Cast
) -> None:
    enroll(db, Actor(None, BEFORE), cast.other_cohort, cast.clients["mia"])
    page = as_("mia").get("portal.today.show")
    assert "Tuesdays ·" in page.text
    assert "Thursdays ·" in page.text
    assert page.title == "Today · Riverside"
