"""A break of one's own: begun with a day, lived in quiet, ended by one button."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import EnrollmentStatus
from clinic.domain.post.messages import clinical_words
from clinic.models.sealed import read_sealed
from clinic.operations.people.enrollments import change_status
from clinic.operations.people.pauses import end_due_pauses, pause
from tests.cast import NOW, Cast
from tests.client import Page, Person
from tests.conftest import Clock
from tests.homework import exercise_of, measure_of

As = Callable[[str], Person]
BACK_AT = datetime(2026, 3, 11, tzinfo=UTC)
UNTIL = "You are taking a break until Wednesday, March 11"


def take(person: Person, cast: Cast, **data: str) -> Page:
    where = {"enrollment_id": cast.enrollments["mia"].public_id}
    return person.post("portal.pauses.update", {"ends_on": "2026-03-11"} | data, **where)


def test_a_break_is_one_step_from_today_and_makes_it_quiet(as_: As, cast: Cast) -> None:
    mia = as_("mia")
    assert "I need a break" in mia.get("portal.today.show").text
    page = mia.open(take(mia, cast, reason="My mother is ill.").location)
    assert page.has_heading(UNTIL)
    assert "Nothing is due, and nothing is counted. Your place is kept." in page.text
    assert "Come back now" in page.text
    assert "Help now" in page.text
    assert len(page.parts("section", class_="offer")) == 0
    assert "mother" not in page.html


def test_the_help_page_and_a_wish_for_a_call_stay_open_in_a_break(as_: As, cast: Cast) -> None:
    mia = as_("mia")
    take(mia, cast)
    assert mia.get("auth.help.show").status == 200
    assert mia.get("portal.calls.new").status == 200
    wish = {"which": "other", "other": "555 0177"}
    assert mia.post("portal.calls.create", wish).status == 303


def test_weeks_read_paused_in_a_break_and_missed_by_agreement_after_it(
    as_: As, db: Db, cast: Cast, clock: Clock
) -> None:
    mia = as_("mia")
    take(mia, cast)
    for days in (1, 5):
        clock.at = NOW + timedelta(days=days)
        weeks = as_("mia").get("portal.weeks.index").text
        assert "paused" in weeks.lower()
        assert "missed" not in weeks.lower().replace("missed by agreement", "")
    clock.at = BACK_AT + timedelta(hours=8)
    weeks = as_("mia").get("portal.weeks.index").text.lower()
    assert "missed by agreement" in weeks
    assert "missed" not in weeks.replace("missed by agreement", "")


def test_on_return_at_most_three_small_things_wait(
    as_: As, db: Db, cast: Cast, clock: Clock
) -> None:
    mia = as_("mia")
    take(mia, cast)
    clock.at = BACK_AT + timedelta(hours=8)
    end_due_pauses(db, Actor(None, clock.at))
    page = as_("mia").get("portal.today.show")
    assert page.has_heading("Good to have you back")
    assert "There is nothing to make up for." in page.text
    readings = page.text.count("To read, only if you like")
    assert 1 <= len(page.parts("section", class_="offer")) + readings <= 3
    clock.at = BACK_AT + timedelta(days=8)
    assert not as_("mia").get("portal.today.show").has_heading("Good to have you back")


def test_coming_back_is_one_button_and_twice_is_once(as_: As, cast: Cast) -> None:
    mia = as_("mia")
    take(mia, cast)
    where = {"enrollment_id": cast.enrollments["mia"].public_id}
    for _press in range(2):
        page = mia.open(mia.post("portal.pauses.remove", **where).location)
        assert page.has_heading("Good to have you back")
        assert "Come back now" not in page.text


@pytest.mark.parametrize("day", ["", "soon", "2026-02-29", "2026-01-01", "2027-01-01"])
def test_a_day_that_cannot_be_is_said_and_the_words_are_kept(as_: As, cast: Cast, day: str) -> None:
    page = take(as_("mia"), cast, ends_on=day, reason="My mother is ill.")
    assert page.status == 422
    assert "My mother is ill." in page.html
    assert not as_("mia").get("portal.today.show").has_heading("You are taking a break")


def test_the_day_can_be_changed_and_the_form_holds_the_one_that_stands(as_: As, cast: Cast) -> None:
    mia = as_("mia")
    take(mia, cast, reason="My mother is ill.")
    where = {"enrollment_id": cast.enrollments["mia"].public_id}
    form = mia.get("portal.pauses.edit", **where)
    assert form.has_value("2026-03-11")
    assert "My mother is ill." in form.html
    page = mia.open(take(mia, cast, ends_on="2026-03-20").location)
    assert page.has_heading("You are taking a break until Friday, March 20")


def test_words_of_staff_are_neither_shown_nor_overwritten(as_: As, db: Db, cast: Cast) -> None:
    theresa = Actor(cast.accounts["theresa"].id, NOW, Role.THERAPIST)
    place = cast.enrollments["mia"]
    row = pause(db, theresa, place, date(2026, 3, 11), "Asked on the telephone.")
    form = as_("mia").get("portal.pauses.edit", enrollment_id=place.public_id)
    assert "Asked on" not in form.html
    assert "A few words" not in form.text
    assert take(as_("mia"), cast, ends_on="2026-03-20", reason="Mine").status == 303
    db.refresh(row)
    assert read_sealed(db.keys, row, "reason") == "Asked on the telephone."


def test_a_break_of_mia_shows_and_changes_nothing_of_max(as_: As, cast: Cast) -> None:
    before = as_("max").get("portal.today.show").text, as_("max").get("portal.weeks.index").text
    take(as_("mia"), cast, reason="canary")
    after = as_("max").get("portal.today.show").text, as_("max").get("portal.weeks.index").text
    assert after == before
    assert (
        as_("max").get("portal.pauses.edit", enrollment_id=cast.enrollments["mia"].public_id).status
        == 404
    )


def test_no_page_of_a_break_holds_a_clinical_word(as_: As, cast: Cast) -> None:
    mia = as_("mia")
    where = {"enrollment_id": cast.enrollments["mia"].public_id}
    pages = [mia.get("portal.pauses.edit", **where)]
    take(mia, cast)
    pages += [mia.get("portal.today.show"), mia.get("portal.pauses.edit", **where)]
    for page in pages:
        assert not clinical_words(page.title)


def test_what_is_open_is_not_filled_in_during_a_break(as_: As, db: Db, cast: Cast) -> None:
    mia = as_("mia")
    take(mia, cast)
    page = mia.get("portal.exercises.show", assignment_id=exercise_of(db, cast).public_id)
    assert page.status == 200
    measure = mia.get("portal.measures.show", administration_id=measure_of(db, cast).public_id)
    assert "Your place is paused, so nothing is due." in measure.text


def test_a_place_that_is_over_offers_no_break(as_: As, db: Db, cast: Cast) -> None:
    theresa = Actor(cast.accounts["theresa"].id, NOW, Role.THERAPIST)
    change_status(db, theresa, cast.enrollments["mia"], EnrollmentStatus.WITHDRAWN, None)
    mia = as_("mia")
    assert "I need a break" not in mia.get("portal.today.show").text
    assert take(mia, cast).status == 422
