"""The pages on which somebody's part in a cohort begins and ends."""

from collections.abc import Callable

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.risk import RiskKind
from clinic.operations.post.calendars import open_feed
from clinic.operations.safety.risk import open_risk_case
from tests.cast import NOW, Cast
from tests.client import Person

As = Callable[[str], Person]
ROOM = ("therapist.cohorts.show", "therapist.cohort_people.index", "therapist.cohorts.edit")


def test_whose_part_ended_finds_nothing_from_the_next_request_on(
    as_: As, db: Db, cast: Cast
) -> None:
    where = {"cohort_id": cast.cohort.public_id}
    tom, feed = as_("tom"), open_feed(db, Actor(None, NOW), cast.accounts["tom"])
    dates = as_("nobody")
    assert "BEGIN:VEVENT" in dates.get("auth.calendars.show", calendar_token=feed.token).html
    assert tom.get("therapist.cohorts.show", **where).status == 200

    who = cast.accounts["tom"].public_id
    asked = as_("theresa").get("therapist.cohort_people.edit", account_id=who, **where)
    assert "Tom Adeyemi cannot find this group" in asked.text
    done = as_("theresa").post("therapist.cohort_people.remove", account_id=who, **where)

    assert done.status == 303
    assert [tom.get(endpoint, **where).status for endpoint in ROOM] == [404, 404, 404]
    assert "BEGIN:VEVENT" not in dates.get("auth.calendars.show", calendar_token=feed.token).html
    page = as_("theresa").get("therapist.cohort_people.index", **where)
    assert "Add another facilitator before this role can end." in page.text
    assert page.has_heading("Before")


def test_open_cases_are_handed_over_on_the_page(as_: As, db: Db, cast: Cast) -> None:
    case = open_risk_case(db, Actor(None, NOW), cast.enrollments["mia"], RiskKind.FELT_WORSE)
    where = {
        "cohort_id": cast.cohort.public_id,
        "account_id": cast.accounts["theresa"].public_id,
    }
    theresa = as_("theresa")
    page = theresa.get("therapist.cohort_people.edit", **where)
    assert "1 open risk case goes to the person whom you choose" in page.text
    refused = theresa.post("therapist.cohort_people.remove", **where)
    assert refused.status == 422
    assert "Say who takes them over." in refused.text

    heir = {"heir": cast.accounts["tom"].public_id}
    done = theresa.post("therapist.cohort_people.remove", heir, **where)
    assert done.location.endswith("/therapist/cohorts")
    page = as_("tom").get("therapist.risk_cases.show", case_id=case.public_id)
    assert "Handed the case over to a colleague" in page.text
    assert theresa.get("therapist.risk_cases.show", case_id=case.public_id).status == 404


def test_somebody_is_added_and_finds_the_group(as_: As, cast: Cast) -> None:
    where = {"cohort_id": cast.cohort.public_id}
    once = as_("theresa").get("therapist.cohort_people.index", **where).once
    said = {"person": cast.accounts["sam"].public_id, "once": once}
    assert as_("theresa").post("therapist.cohort_people.create", said, **where).status == 303
    assert as_("sam").get("therapist.cohorts.show", **where).status == 200
    again = as_("theresa").post("therapist.cohort_people.create", {"person": "x"}, **where)
    assert again.status == 422
