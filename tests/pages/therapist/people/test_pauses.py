"""A person's break as staff note, read and end it; the same states on every page of theirs."""

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from clinic.cli.worker import plan_due
from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.operations.people.pauses import come_back, pause
from tests.added_practice import practice
from tests.cast import NOW, Cast
from tests.client import Page, Person
from tests.conftest import Clock

As = Callable[[str], Person]
BACK_AT = datetime(2026, 3, 11, tzinfo=UTC)


def note(person: Person, cast: Cast, name: str = "mia", **data: str) -> Page:
    where = {"enrollment_id": cast.enrollments[name].public_id}
    sent = {"ends_on": "2026-03-11", "reason": "Her mother is ill."} | data
    return person.post("therapist.pauses.update", sent, **where)


def own(db: Db, cast: Cast, at: datetime = NOW) -> None:
    mia = Actor(cast.accounts["mia"].id, at, Role.CLIENT)
    pause(db, mia, cast.enrollments["mia"], date(2026, 3, 11), "We move house.")


def test_a_break_is_noted_with_a_day_and_a_reason(as_: As, cast: Cast) -> None:
    theresa = as_("theresa")
    page = theresa.open(note(theresa, cast).location)
    assert page.has_heading("On a break until Wednesday, March 11")
    assert "Reason: Her mother is ill." in page.text
    assert "Noted by the clinic." in page.text
    cohort = theresa.get("therapist.cohorts.show", cohort_id=cast.cohort.public_id)
    assert "Paused until" in cohort.text


def test_what_a_client_wrote_is_read_by_those_who_lead_the_group(
    as_: As, db: Db, cast: Cast
) -> None:
    own(db, cast)
    where = {"client_id": cast.clients["mia"].public_id}
    for name in ("theresa", "sigrid"):
        text = as_(name).get("therapist.clients.show", **where).text
        assert "Mia asked for it." in text
        assert "Reason: We move house." in text
    assert as_("sam").get("therapist.clients.show", **where).status == 404


def test_nothing_of_a_break_reads_missed_on_any_page_of_staff(
    as_: As, cast: Cast, clock: Clock
) -> None:
    theresa = as_("theresa")
    note(theresa, cast)
    for at, word in ((NOW + timedelta(days=5), "paused"), (BACK_AT, "missed by agreement")):
        clock.at = at
        text = (
            as_("theresa")
            .get("therapist.clients.show", client_id=cast.clients["mia"].public_id)
            .text.lower()
        )
        assert word in text
        assert "missed" not in text.replace("missed by agreement", "")


def test_a_mark_that_is_full_because_of_a_break_says_so(as_: As, db: Db, cast: Cast) -> None:
    practice(db, cast)
    theresa, where = as_("theresa"), {"client_id": cast.clients["mia"].public_id}
    assert "1 of 4 partly done" in theresa.get("therapist.clients.show", **where).text
    note(theresa, cast)
    text = theresa.get("therapist.clients.show", **where).text
    assert "1 of 4 done 7 min · enough: part of the week was a break" in text


def test_who_was_asked_reads_paused_then_by_agreement_and_the_dashboard_does_not_press(
    as_: As, cast: Cast, clock: Clock
) -> None:
    theresa = as_("theresa")
    note(theresa, cast)
    where = {"cohort_id": cast.cohort.public_id}
    clock.at = NOW + timedelta(days=5)
    asked = as_("theresa").get("therapist.administrations.index", **where).text
    assert "Paused" in asked
    clock.at = BACK_AT + timedelta(hours=1)
    asked = as_("theresa").get("therapist.administrations.index", **where).text
    assert "Missed by agreement" in asked
    dashboard = as_("theresa").get("therapist.dashboard.show").text
    assert "for 3 people" not in dashboard


def test_the_catch_up_is_shown_for_a_week_with_at_most_three_things(
    as_: As, db: Db, cast: Cast, clock: Clock
) -> None:
    own(db, cast)
    clock.at = BACK_AT + timedelta(hours=8)
    come_back(db, Actor(None, clock.at, Role.THERAPIST), cast.enrollments["mia"])
    where = {"client_id": cast.clients["mia"].public_id}
    page = as_("theresa").get("therapist.clients.show", **where)
    assert page.has_heading("Back from a break")
    assert 1 <= len(page.part(aria_labelledby="back").parts("li")) <= 3
    clock.at = BACK_AT + timedelta(days=7)
    assert "Back from a break" not in as_("theresa").get("therapist.clients.show", **where).text


def test_back_now_ends_it_and_says_what_that_means(as_: As, cast: Cast) -> None:
    theresa = as_("theresa")
    note(theresa, cast)
    where = {"enrollment_id": cast.enrollments["mia"].public_id}
    page = theresa.open(theresa.post("therapist.pauses.remove", **where).location)
    assert "The break is over." in page.text
    assert "On a break until" not in page.text


@pytest.mark.parametrize("day", ["", "2026-02-30", "2026-01-01", "2027-01-01"])
def test_a_break_without_a_day_that_can_be_is_refused_with_the_form_kept(
    as_: As, cast: Cast, day: str
) -> None:
    page = note(as_("theresa"), cast, ends_on=day)
    assert page.status == 422
    assert "Her mother is ill." in page.html


def test_the_form_of_the_place_no_longer_pauses_without_an_end(as_: As, cast: Cast) -> None:
    where = {"enrollment_id": cast.enrollments["mia"].public_id}
    form = as_("theresa").get("therapist.enrollments.edit", **where)
    assert not form.has_value("paused")
    sent = as_("theresa").post("therapist.enrollments.update", {"status": "paused"}, **where)
    assert sent.status == 422


def test_the_workers_loop_ends_breaks_whose_days_went_by(
    db: Db, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    own(db, cast)
    db.commit()
    place = cast.enrollments["mia"]
    for at, is_over in ((BACK_AT - timedelta(seconds=1), False), (BACK_AT, True)):
        monkeypatch.setattr(
            sys.modules[plan_due.__module__], "program_itself", lambda at=at: Actor(None, at)
        )
        plan_due(db)
        db.refresh(place)
        assert (place.paused_until is None) is is_over
