"""Pages of cohorts: opening one, where it is, changing and closing it."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.risk import RiskKind
from clinic.models.accounts import Account
from clinic.models.cohorts import Cohort, Facilitator, Supervision
from clinic.models.sessions import GroupSession
from clinic.operations.clinic.accounts import add_account
from clinic.operations.safety.risk import open_risk_case
from tests.cast import NOW, Cast
from tests.client import Page, Person
from tests.crowd import fill, open_another, theresa
from tests.pages.therapist.conftest import Plan
from tests.selects import selects_of

As = Callable[[str], Person]


def cohorts(db: Db) -> int:
    db.commit()
    return db.scalar(select(func.count()).select_from(Cohort)) or 0


def test_the_list_shows_the_next_session_and_the_places_taken(as_: As) -> None:
    text = as_("theresa").get("therapist.cohorts.index").text
    assert "Tuesday evening group" in text
    assert "Session 4" in text
    assert "3 of 8" in text
    assert "Thursday noon group" not in text


def test_the_form_begins_with_the_one_who_asks_as_facilitator(as_: As, cast: Cast) -> None:
    page = as_("theresa").get("therapist.cohorts.new")
    mine, toms = (cast.accounts[name].public_id for name in ("theresa", "tom"))
    assert page.is_ticked(mine)
    assert not page.is_ticked(toms)


def test_looking_at_the_dates_shows_all_ten_and_writes_nothing(as_: As, db: Db, plan: Plan) -> None:
    page = as_("theresa").post("therapist.cohorts.create", {**plan, "preview": "yes"})
    assert page.status == 200
    assert "Wednesday, March 25, 2026" in page.text
    assert "17:30–19:30" in page.text
    assert page.text.count("Booster") == 1
    assert page.has_value("Wednesday group")
    assert "The usual time for the orientation is past" not in page.text
    soon = {**plan, "preview": "yes", "first_on": "2026-02-27"}
    page = as_("theresa").post("therapist.cohorts.create", soon)
    assert "The usual time for the orientation is past" in page.text
    assert cohorts(db) == 2


def test_opening_lays_down_ten_sessions_on_the_same_clock_time(as_: As, db: Db, plan: Plan) -> None:
    answer = as_("theresa").post("therapist.cohorts.create", plan)
    assert answer.status == 303
    cohort = db.scalars(select(Cohort).where(Cohort.name == "Wednesday group")).one()
    sessions = db.scalars(select(GroupSession).where(GroupSession.cohort_id == cohort.id)).all()
    assert len(sessions) == 10
    first, second = sessions[1], sessions[2]
    # The clocks change on March 29: the hour on the wall stays, the one in UTC moves.
    assert (first.starts_at.hour, second.starts_at.hour) == (17, 16)
    leading = select(func.count()).select_from(Facilitator)
    assert db.scalar(leading.where(Facilitator.cohort_id == cohort.id)) == 2
    reading = select(func.count()).select_from(Supervision)
    assert db.scalar(reading.where(Supervision.cohort_id == cohort.id)) == 1


def test_pressing_twice_opens_one_cohort_and_leads_to_it_both_times(
    as_: As, db: Db, plan: Plan
) -> None:
    person = as_("theresa")
    form = {**plan, "once": person.get("therapist.cohorts.new").once}
    first = person.post("therapist.cohorts.create", form)
    second = person.post("therapist.cohorts.create", form)
    assert first.location == second.location
    assert cohorts(db) == 3


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "  ", "Give the cohort a name."),
        ("discreet_name", "", "Give it a name without a clinical word."),
        ("discreet_name", "Anxious Tuesdays", "“anxious” says what they are about."),
        ("name", "x" * 121, "Field cannot be longer than 120 characters."),
        ("first_on", "2026-02-17", "Session 1 would be in the past."),
        ("first_on", "soon", "Enter the day of session 1 as a date."),
        ("first_on", "9999-12-31", "Choose a day before the end of 2029."),
        ("first_on", "0001-01-01", "This day is long past. Check the year."),
        ("begins_at", "late", "Enter a time of day"),
        ("begins_at", "", "Enter a time of day"),
        ("duration_minutes", "two hours", "Enter a whole number from 15 to 480."),
        ("duration_minutes", "9" * 400, "Enter a whole number from 15 to 480."),
        ("time_zone", "Mars/Olympus", "Choose a time zone from the list."),
        ("capacity", "0", "Enter a whole number from 1 to 200."),
        ("capacity", "201", "Enter a whole number from 1 to 200."),
        ("place", "", "Say where the group meets"),
        ("video_url", "http://video.example.org/a", "Enter a link that begins with https://."),
        ("video_url", "javascript:alert(1)", "Enter a link that begins with https://."),
        ("video_url", "https://[", "Enter a link that begins with https://."),
        ("program", "nothing", "Choose a program from the list."),
        ("facilitators", [], "A cohort needs at least one facilitator."),
        ("facilitators", ["nobody"], "Choose facilitators from the list."),
        ("supervisors", ["nobody"], "Choose supervisors from the list."),
        ("paper_names", "face", "Not a valid choice."),
    ],
)
@pytest.mark.parametrize("deed", ["open", "preview"])
def test_what_cannot_be_is_said_in_a_sentence_and_nothing_is_written(
    as_: As, db: Db, plan: Plan, field: str, value: object, sentence: str, deed: str
) -> None:
    sent = {**plan, field: value, **({"preview": "yes"} if deed == "preview" else {})}
    page = as_("theresa").post("therapist.cohorts.create", sent)
    assert page.status == 422
    assert sentence in page.text
    assert page.has_value("Wednesdays") or field == "discreet_name"
    assert cohorts(db) == 2


def test_a_fifth_facilitator_is_refused(as_: As, db: Db, cast: Cast, plan: Plan) -> None:
    system = Actor(None, NOW)
    for name in ("Ulla", "Vera"):
        add_account(db, system, name, f"{name}@example.org".lower(), Role.THERAPIST)
    everyone = db.scalars(select(Account.public_id).where(Account.role == Role.THERAPIST)).all()
    page = as_("theresa").post("therapist.cohorts.create", {**plan, "facilitators": list(everyone)})
    assert len(everyone) == 5
    assert page.status == 422
    assert "A cohort has at most 4 facilitators; you chose 5." in page.text
    assert cohorts(db) == 2


def test_the_page_of_a_cohort_says_where_the_group_is(as_: As, db: Db, cast: Cast) -> None:
    open_risk_case(db, theresa(cast), cast.enrollments["mia"], RiskKind.FELT_WORSE)
    page = show(as_("theresa"), cast)
    assert "Session 4 of 8 is next, on Tue, Mar 3, 18:00. 3 of 8 places are taken." in page.text
    assert "Mia R. Open risk case" in page.text
    assert "Sigrid Aune" in page.text


def test_a_cohort_of_somebody_else_does_not_exist(as_: As, cast: Cast) -> None:
    for endpoint in ("therapist.cohorts.show", "therapist.cohorts.edit"):
        assert as_("sam").get(endpoint, cohort_id=cast.cohort.public_id).status == 404
    assert show(as_("theresa"), cast, cast.other_cohort).status == 404
    closing = as_("sam").post("therapist.cohorts.close", cohort_id=cast.cohort.public_id)
    assert closing.status == 404


def test_a_supervisor_reads_the_cohort_and_is_offered_no_deed(as_: As, cast: Cast) -> None:
    page = show(as_("sigrid"), cast)
    assert page.status == 200
    for word in ("Enroll", "Edit", "Print the next pack"):
        assert word not in page.text
    edit = as_("sigrid").get("therapist.cohorts.edit", cohort_id=cast.cohort.public_id)
    assert edit.status == 403


def test_a_large_group_costs_no_more_than_a_small_one(as_: As, db: Db, cast: Cast) -> None:
    address = {"cohort_id": cast.cohort.public_id}
    page = selects_of(db, as_("theresa"), "therapist.cohorts.show", **address)
    index = selects_of(db, as_("theresa"), "therapist.cohorts.index")
    fill(db, cast, 47)
    open_another(db, cast, "Thursday morning group")
    assert selects_of(db, as_("theresa"), "therapist.cohorts.show", **address) == page
    assert selects_of(db, as_("theresa"), "therapist.cohorts.index") == index


def show(person: Person, cast: Cast, cohort: Cohort | None = None) -> Page:
    return person.get("therapist.cohorts.show", cohort_id=(cohort or cast.cohort).public_id)
