"""Looking after a risk case on its page: owner, deeds, the clinic's steps, the second look."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.risk import RiskKind
from clinic.lookups.clinic.settings import clinic_settings
from clinic.models.risk import RiskCase
from clinic.operations.clinic.settings import change_settings
from clinic.operations.safety.risk import close_risk_case, open_risk_case
from tests.cast import NOW, Cast
from tests.client import Person
from tests.conftest import Clock

As = Callable[[str], Person]
DONE = "Called her; she is safe and with her sister tonight."


@pytest.fixture
def case(db: Db, cast: Cast) -> RiskCase:
    return open_risk_case(db, Actor(None, NOW), cast.enrollments["mia"], RiskKind.FELT_WORSE)


@pytest.fixture
def closed(db: Db, cast: Cast, case: RiskCase) -> RiskCase:
    settings = replace(clinic_settings(db), risk_second_look=True)
    change_settings(db, Actor(None, NOW), settings)
    return close_risk_case(db, Actor(cast.accounts["theresa"].id, NOW), case, DONE, "telephone")


def test_the_clinics_own_steps_stand_on_the_page(as_: As, db: Db, case: RiskCase) -> None:
    settings = replace(clinic_settings(db), risk_script="Ring first.\n\nThen write it down.")
    change_settings(db, Actor(None, NOW), settings)
    page = as_("theresa").get("therapist.risk_cases.show", case_id=case.public_id)
    steps = [one.text for one in page.parts("li")]
    at = steps.index("Ring first.")
    assert steps[at + 1] == "Then write it down."


def test_a_colleague_takes_it_over_and_every_deed_has_a_name(as_: As, case: RiskCase) -> None:
    tom, where = as_("tom"), {"case_id": case.public_id}
    tom.post("therapist.risk_cases.take_over", **where)
    tom.post("therapist.risk_cases.note", {"way": "not-reached", "words": "Rang."}, **where)
    text = as_("theresa").get("therapist.risk_cases.show", **where).text
    assert "Assigned to Tom Adeyemi" in text
    assert "Took the case over Tom Adeyemi, Wed, Feb 25, 12:00" in text
    assert "Tried, without reaching the person Tom Adeyemi, Wed, Feb 25, 12:00" in text


def test_unread_ones_climb_marked_by_word_and_shape(
    as_: As, db: Db, cast: Cast, case: RiskCase, clock: Clock
) -> None:
    early = Actor(None, NOW - timedelta(hours=9))
    old = open_risk_case(db, early, cast.enrollments["max"], RiskKind.FELT_WORSE)
    as_("tom").post("therapist.risk_cases.see", case_id=old.public_id)
    clock.at = NOW + timedelta(hours=5)
    page = as_("theresa").get("therapist.dashboard.show")
    assert page.text.index("Mia R. felt worse") < page.text.index("Max D. felt worse")
    assert page.text.count("Felt worse, nobody has looked") == 1
    assert page.text.count("Felt worse, overdue") == 1


def test_a_closed_case_waits_for_a_colleague_and_not_for_who_closed_it(
    as_: As, closed: RiskCase
) -> None:
    where = {"case_id": closed.public_id}
    own = as_("theresa").get("therapist.risk_cases.show", **where)
    assert "a colleague looks it over" in own.text
    assert as_("tom").get("therapist.risk_cases.index").has_heading("Waiting for a second look")
    data = {"found": "agrees", "second_words": ""}
    assert as_("theresa").post("therapist.risk_cases.look_over", data, **where).status == 422
    as_("tom").post("therapist.risk_cases.look_over", data, **where)
    assert (
        "What was done is enough" in as_("theresa").get("therapist.risk_cases.show", **where).text
    )


def test_a_second_look_with_more_to_do_goes_on_to_the_new_case(as_: As, closed: RiskCase) -> None:
    data = {"found": "more-to-do", "second_words": "Her plan is old."}
    sigrid = as_("sigrid")
    where = {"case_id": closed.public_id}
    answer = sigrid.post("therapist.risk_cases.look_over", data, **where)
    page = sigrid.open(answer.location)
    assert "A second look at an earlier case opened this one" in page.text
    assert page.has_heading("Close the case")


def test_somebody_says_who_stands_in_and_takes_it_back(as_: As, cast: Cast) -> None:
    theresa = as_("theresa")
    tom = cast.accounts["tom"].public_id
    data = {"first_on": "2026-03-01", "last_on": "2026-03-08", "cover": tom}
    assert theresa.post("therapist.covers.create", data).status == 303
    page = theresa.get("therapist.covers.index")
    assert "Mar 1, 2026 to Mar 8, 2026" in page.text
    wrong = theresa.post("therapist.covers.create", {**data, "last_on": "2026-02-01"})
    assert wrong.status == 422
    assert "The last day comes before the first." in wrong.text


def test_who_leads_alone_is_told_that_nobody_can_stand_in(as_: As) -> None:
    assert (
        "Nobody else works in Thursday noon group" in as_("sam").get("therapist.covers.index").text
    )
