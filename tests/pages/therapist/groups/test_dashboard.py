"""The dashboard: the next hour, this week's practice and who needs a look."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.enrollments import AttendanceMark, EnrollmentStatus
from clinic.domain.risk import RiskKind
from clinic.models.assignments import Assignment
from clinic.operations.groups.attendance import PersonMark, mark_attendance
from clinic.operations.groups.cohorts import close_cohort
from clinic.operations.homework.practice import Practice, log_practice
from clinic.operations.people.enrollments import change_status
from clinic.operations.safety.risk import open_risk_case
from tests.cast import NOW, Cast
from tests.client import Person
from tests.conftest import Clock
from tests.crowd import fill, open_another, theresa
from tests.selects import selects_of

As = Callable[[str], Person]
TUESDAY = datetime(2026, 3, 3, 15, 20, tzinfo=UTC)


def practice(db: Db, cast: Cast, name: str, minutes: int) -> None:
    row = db.scalars(
        select(Assignment).where(
            Assignment.enrollment_id == cast.enrollments[name].id,
            Assignment.group_session_id == cast.sessions[3].id,
            Assignment.exercise_id.is_not(None),
        )
    ).first()
    assert row is not None
    log_practice(db, theresa(cast), row, Practice(practiced_on=date(2026, 2, 25), minutes=minutes))


def row_of_mia(text: str) -> str:
    table = text[text.index("This week's practice") :]
    return table[table.index("Mia R.") : table.index("Noor H.")]


def test_the_next_session_stands_first_with_how_long_it_is_until_then(
    as_: As, clock: Clock
) -> None:
    clock.at = TUESDAY
    page = as_("theresa").get("therapist.dashboard.show")
    assert page.has_heading("Meeting the critic with the compassionate self")
    assert "18:00 in 2 h 40 min Tuesday evening group Session 4 of 8 · Room 2" in page.text
    assert "with Tom Adeyemi" in page.text
    assert "Good afternoon, Theresa" in page.text


def test_a_session_under_way_is_still_the_next_one(as_: As, clock: Clock) -> None:
    clock.at = datetime(2026, 3, 3, 19, 30, tzinfo=UTC)
    assert "18:00 now" in as_("theresa").get("therapist.dashboard.show").text


def test_the_card_counts_who_is_expected_and_who_is_excused(as_: As, db: Db, cast: Cast) -> None:
    absent = {cast.enrollments["max"].public_id: PersonMark(AttendanceMark.EXCUSED)}
    mark_attendance(db, theresa(cast), cast.sessions[4], absent)
    text = as_("theresa").get("therapist.dashboard.show").text
    assert "2 expected 1 will miss it" in text


def test_the_table_shows_each_persons_practice_since_the_last_session(
    as_: As, db: Db, cast: Cast
) -> None:
    practice(db, cast, "mia", 7)
    text = as_("theresa").get("therapist.dashboard.show").text
    assert "1 of 3 practiced this week" in text
    row = row_of_mia(text)
    assert "partly done" in row
    assert row.rstrip().endswith("7")


def test_a_paused_person_is_neither_expected_nor_behind(as_: As, db: Db, cast: Cast) -> None:
    change_status(db, theresa(cast), cast.enrollments["mia"], EnrollmentStatus.PAUSED, "Travels.")
    text = as_("theresa").get("therapist.dashboard.show").text
    assert "2 expected" in text
    row = row_of_mia(text)
    assert "not yet" not in row


def test_open_risk_cases_come_by_due_time_and_say_when_they_are_overdue(
    as_: As, db: Db, cast: Cast, clock: Clock
) -> None:
    # Hours in which nobody reads do not count: one of the night before would not be late yet.
    early = replace(theresa(cast), at=NOW - timedelta(hours=26))
    open_risk_case(db, theresa(cast), cast.enrollments["max"], RiskKind.FELT_WORSE)
    open_risk_case(db, early, cast.enrollments["mia"], RiskKind.FELT_WORSE)
    text = as_("theresa").get("therapist.dashboard.show").text
    assert text.index("Mia R. felt worse") < text.index("Max D. felt worse")
    assert text.count("Felt worse, nobody has looked") == 1


def test_measures_that_are_open_are_counted_by_cohort(as_: As, clock: Clock) -> None:
    clock.at = TUESDAY
    text = as_("theresa").get("therapist.dashboard.show").text
    assert "PHQ-9 (Midway) is open for 3 people" in text


def test_a_past_session_without_marks_asks_for_them_until_it_is_marked(
    as_: As, db: Db, cast: Cast
) -> None:
    line = "3 people have no mark for Three systems"
    assert line in as_("theresa").get("therapist.dashboard.show").text
    mine = [cast.enrollments[name] for name in ("mia", "max", "noor")]
    everyone = {row.public_id: PersonMark(AttendanceMark.PRESENT) for row in mine}
    mark_attendance(db, theresa(cast), cast.sessions[2], everyone)
    assert line not in as_("theresa").get("therapist.dashboard.show").text


def test_nobody_sees_the_people_of_a_cohort_that_is_not_theirs(as_: As) -> None:
    text = as_("sam").get("therapist.dashboard.show").text
    assert "Olga P." in text
    assert "Mia R." not in text
    assert "Tuesday evening group" not in text


def test_without_a_cohort_the_page_offers_to_open_one(as_: As, db: Db, cast: Cast) -> None:
    close_cohort(db, theresa(cast), cast.cohort)
    assert "Open a cohort" in as_("theresa").get("therapist.dashboard.show").text
    assert "Open a cohort" not in as_("sigrid").get("therapist.dashboard.show").text


def test_a_supervisor_reads_along_and_is_offered_no_deed(as_: As) -> None:
    page = as_("sigrid").get("therapist.dashboard.show")
    assert "Mia R." in page.text
    assert "Print the pack" not in page.text
    assert not page.leads_to("/attendance")


def test_more_people_and_more_cohorts_cost_no_more_questions(as_: As, db: Db, cast: Cast) -> None:
    before = selects_of(db, as_("theresa"), "therapist.dashboard.show")
    fill(db, cast, 47)
    open_another(db, cast, "Thursday morning group")
    open_another(db, cast, "Thursday evening group")
    assert selects_of(db, as_("theresa"), "therapist.dashboard.show") == before
