"""Pages of a meeting: its plan, its paper, its home practice, and giving it a new time."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.enrollments import AttendanceMark
from clinic.models.assignments import Assignment
from clinic.operations.groups.attendance import PersonMark, mark_attendance
from tests.cast import Cast
from tests.client import Page, Person
from tests.crowd import fill, theresa
from tests.previews import looked_at
from tests.selects import selects_of

As = Callable[[str], Person]


def show(person: Person, cast: Cast, number: int) -> Page:
    return person.get("therapist.sessions.show", session_id=cast.sessions[number].public_id)


def move(person: Person, cast: Cast, number: int = 4, /, **differing: str) -> Page:
    session = cast.sessions[number]
    data = {
        "kind": "move",
        "starts_on": "2026-03-04",
        "starts_at": "18:30",
        "ends_at": "20:30",
    }
    address = {"session_id": session.public_id}
    return person.post("therapist.sessions.update", {**data, **differing}, **address)


def test_the_plan_runs_with_the_clock_of_the_cohort(as_: As, cast: Cast) -> None:
    text = show(as_("theresa"), cast, 4).text
    assert "18:00–18:05 Arrive" in text
    assert "18:50–19:00 Break" in text
    assert "19:52–20:00 Close" in text


def test_paper_home_practice_and_questionnaires_stand_beside_the_plan(as_: As, cast: Cast) -> None:
    page = show(as_("theresa"), cast, 4)
    assert "Print W13" in page.text
    assert page.leads_to("/handouts/worksheets/")
    assert "Kind self-talk 7 × 3 min a week 3 of 3 0" in page.text
    assert "PHQ-9 Midway · 0 of 3 answered" in page.text


def test_who_missed_the_session_before_is_named_before_this_one(
    as_: As, db: Db, cast: Cast
) -> None:
    absent = {cast.enrollments["max"].public_id: PersonMark(AttendanceMark.ABSENT)}
    mark_attendance(db, theresa(cast), cast.sessions[3], absent)
    assert "Missed Session 3 and may want the catch-up sheet: Max D." in (
        show(as_("theresa"), cast, 4).text
    )
    assert "Missed this session and may want the catch-up sheet: Max D." in (
        show(as_("theresa"), cast, 3).text
    )


def test_a_session_of_somebody_elses_cohort_does_not_exist(as_: As, cast: Cast) -> None:
    assert show(as_("sam"), cast, 4).status == 404
    assert move(as_("sam"), cast).status == 404


def test_a_supervisor_reads_the_plan_and_is_offered_no_deed(as_: As, cast: Cast) -> None:
    page = show(as_("sigrid"), cast, 4)
    assert "Building the compassionate self" in page.text
    for word in (
        "Print",
        "Change date",
        "Mark attendance",
        "Note who is excused",
        "Add home practice",
    ):
        assert word not in page.text
    assert move(as_("sigrid"), cast).status == 403


def test_the_preview_says_what_moves_with_the_session_and_changes_nothing(
    as_: As, db: Db, cast: Cast
) -> None:
    person = as_("theresa")
    form = person.get("therapist.sessions.edit", session_id=cast.sessions[4].public_id)
    assert form.has_value("2026-03-03")
    assert form.has_value("18:00")
    text = move(person, cast).text
    assert "Session 4 Tue, Mar 3, 18:00–20:00 Wed, Mar 4, 18:30–20:30" in text
    assert "Kind self-talk · Session 4" in text
    assert "Patient Health" in text
    assert "Meeting Mon, Mar 2, 10:00 Tue, Mar 3, 10:00 2" in text
    db.refresh(cast.sessions[4])
    assert cast.sessions[4].starts_at == datetime(2026, 3, 3, 18, tzinfo=UTC)


def test_moving_a_session_moves_the_home_practice_and_can_be_undone(
    as_: As, db: Db, cast: Cast
) -> None:
    windows = select(Assignment).where(Assignment.group_session_id == cast.sessions[4].id)
    before = {row.id: row.opens_at for row in db.scalars(windows)}
    person = as_("theresa")
    page = move(person, cast, fingerprint=looked_at(move(person, cast)))
    assert page.status == 303
    db.expire_all()
    later = timedelta(days=1, minutes=30)
    assert {row.id: row.opens_at - later for row in db.scalars(windows)} == before
    shown = person.get("therapist.cohorts.show", cohort_id=cast.cohort.public_id)
    assert "Last change: Session 4, moved. Made by Theresa Lind" in shown.text
    change = shown.id_after("/schedule-changes/")
    assert person.post("therapist.schedule_changes.remove", {}, change_id=change).status == 303
    db.commit()
    db.expire_all()
    assert {row.id: row.opens_at for row in db.scalars(windows)} == before
    person.post("therapist.schedule_changes.remove", {}, change_id=change)
    again = person.get("therapist.cohorts.show", cohort_id=cast.cohort.public_id)
    assert "This change was already taken back." in again.text
    assert "Undo" not in again.text


@pytest.mark.parametrize(
    ("differing", "sentence"),
    [
        ({"ends_at": "18:00"}, "The session would end before it starts."),
        ({"ends_at": "18:30"}, "The session would end before it starts."),
        ({"starts_on": "2026-02-24"}, "That time is in the past."),
        ({"starts_on": "2026-03-10"}, "That runs into the next session."),
        ({"starts_at": "06:00"}, "A session lasts at most eight hours."),
        ({"starts_on": "2026-13-40"}, "Enter the day as a date."),
        ({"starts_on": "9999-12-31"}, "Choose a day in this century."),
        ({"starts_on": "0001-01-01"}, "Choose a day in this century."),
        ({"starts_at": "25:00"}, "Enter a time of day"),
        ({"ends_at": ""}, "Enter a time of day"),
        ({"kind": ""}, "Choose what is to change."),
        ({"kind": "break", "weeks": "99"}, "from 1 to 26"),
        ({"starts_on": "2026-03-03", "starts_at": "18:00", "ends_at": "20:00"}, "already has"),
    ],
)
def test_a_time_that_cannot_be_is_refused_in_a_sentence(
    as_: As, db: Db, cast: Cast, differing: dict[str, str], sentence: str
) -> None:
    page = move(as_("theresa"), cast, **differing)
    assert page.status == 422
    assert sentence in page.text
    db.refresh(cast.sessions[4])
    assert cast.sessions[4].starts_at == datetime(2026, 3, 3, 18, tzinfo=UTC)


def test_a_session_cannot_begin_before_the_one_before_it_ends(as_: As, cast: Cast) -> None:
    page = move(as_("theresa"), cast, 5, starts_on="2026-03-03", starts_at="19:00")
    assert page.status == 422
    assert "That is before the previous session ends." in page.text


def test_a_session_that_is_over_stays_where_it_was(as_: As, cast: Cast) -> None:
    page = move(as_("theresa"), cast, 3)
    assert page.status == 422
    assert "A session that has been held stays where it was." in page.text
    assert "Change date" not in show(as_("theresa"), cast, 3).text


def test_two_people_moving_at_once_do_not_overwrite_each_other(as_: As, db: Db, cast: Cast) -> None:
    seen = looked_at(move(as_("theresa"), cast, starts_on="2026-03-05"))
    assert move(as_("tom"), cast, fingerprint=looked_at(move(as_("tom"), cast))).status == 303
    page = move(as_("theresa"), cast, starts_on="2026-03-05", fingerprint=seen)
    assert page.status == 409
    assert "Something changed since you looked." in page.text
    db.refresh(cast.sessions[4])
    assert cast.sessions[4].starts_at.day == 4


def test_the_page_costs_the_same_for_a_large_group(as_: As, db: Db, cast: Cast) -> None:
    address = {"session_id": cast.sessions[4].public_id}
    before = selects_of(db, as_("theresa"), "therapist.sessions.show", **address)
    fill(db, cast, 20)
    assert selects_of(db, as_("theresa"), "therapist.sessions.show", **address) == before
