"""The room on one page: who came, who came late, who will miss it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from clinic.db import Db
from clinic.domain.enrollments import AttendanceMark, EnrollmentStatus, SessionStatus
from clinic.models.enrollments import Attendance
from clinic.operations.people.enrollments import change_status
from tests.cast import Cast
from tests.client import Page, Person
from tests.conftest import Clock
from tests.crowd import fill, theresa
from tests.selects import selects_of

As = Callable[[str], Person]


def marks_sent(cast: Cast, **marks: str) -> dict[str, str]:
    return {f"mark_{cast.enrollments[name].public_id}": mark for name, mark in marks.items()}


def send(person: Person, cast: Cast, data: dict[str, str], number: int = 3) -> Page:
    address = {"session_id": cast.sessions[number].public_id}
    return person.post("therapist.attendance.update", data, **address)


def room(person: Person, cast: Cast, number: int = 3) -> Page:
    return person.get("therapist.attendance.edit", session_id=cast.sessions[number].public_id)


def marks(db: Db, cast: Cast, number: int = 3) -> dict[str, tuple[AttendanceMark, int | None]]:
    db.commit()
    names = {row.id: name for name, row in cast.enrollments.items()}
    rows = select(Attendance).where(Attendance.group_session_id == cast.sessions[number].id)
    db.expire_all()
    return {names[row.enrollment_id]: (row.mark, row.minutes_missed) for row in db.scalars(rows)}


def dead(page: Page) -> set[str]:
    """The marks that cannot be pressed yet."""
    return {one["value"] for one in page.parts("input", type="radio", disabled=True)}


def test_the_whole_room_is_marked_at_once(as_: As, db: Db, cast: Cast) -> None:
    late = f"minutes_{cast.enrollments['max'].public_id}"
    data = marks_sent(cast, mia="present", max="late", noor="absent") | {late: "15"}
    assert send(as_("theresa"), cast, data).status == 303
    assert marks(db, cast) == {
        "mia": (AttendanceMark.PRESENT, None),
        "max": (AttendanceMark.LATE, 15),
        "noor": (AttendanceMark.ABSENT, None),
    }
    assert cast.sessions[3].status is SessionStatus.HELD


def test_everyone_else_is_here_leaves_the_marks_that_stand(as_: As, db: Db, cast: Cast) -> None:
    data = marks_sent(cast, mia="", max="excused", noor="") | {"everyone": "present"}
    answer = send(as_("theresa"), cast, data)
    assert answer.location.endswith("/attendance")
    assert {name: mark for name, (mark, _minutes) in marks(db, cast).items()} == {
        "mia": AttendanceMark.PRESENT,
        "max": AttendanceMark.EXCUSED,
        "noor": AttendanceMark.PRESENT,
    }


def test_the_page_shows_the_marks_that_were_made(as_: As, cast: Cast) -> None:
    person = as_("theresa")
    send(person, cast, marks_sent(cast, mia="left-early", max="", noor=""))
    page = room(person, cast)
    assert len(page.parts("input", value="left-early", checked=True)) == 1
    assert len(page.parts("input", value="", checked=True)) == 2


def test_a_mark_that_was_a_slip_can_be_taken_away(as_: As, db: Db, cast: Cast) -> None:
    person = as_("theresa")
    send(person, cast, marks_sent(cast, mia="present", max="", noor=""))
    send(person, cast, marks_sent(cast, mia="", max="", noor=""))
    assert marks(db, cast) == {}
    db.refresh(cast.sessions[3])
    assert cast.sessions[3].status is SessionStatus.PLANNED


def test_before_the_session_one_can_only_say_who_will_miss_it(as_: As, db: Db, cast: Cast) -> None:
    assert "Until then you can note who is excused" in room(as_("theresa"), cast, 4).text
    early = send(as_("theresa"), cast, marks_sent(cast, mia="present", max="", noor=""), 4)
    assert early.status == 422
    assert "This session has not begun yet." in early.text
    assert marks(db, cast, 4) == {}
    assert send(as_("theresa"), cast, marks_sent(cast, mia="excused"), 4).status == 303
    assert set(marks(db, cast, 4)) == {"mia"}
    db.refresh(cast.sessions[4])
    assert cast.sessions[4].status is SessionStatus.PLANNED


@pytest.mark.parametrize(
    ("mark", "minutes", "sentence"),
    [
        ("late", "soon", "Enter a whole number from 0 to 480."),
        ("late", "-5", "Enter a whole number from 0 to 480."),
        ("late", "99999999999999999999", "Enter a whole number from 0 to 480."),
        ("late", "121", "Nobody can miss 121 minutes of a session that lasts 120."),
        ("asleep", "", "Not a valid choice."),
    ],
)
def test_a_mark_that_cannot_be_is_refused_and_the_others_are_not_written(
    as_: As, db: Db, cast: Cast, mark: str, minutes: str, sentence: str
) -> None:
    field = f"minutes_{cast.enrollments['max'].public_id}"
    page = send(as_("theresa"), cast, marks_sent(cast, mia="present", max=mark) | {field: minutes})
    assert page.status == 422
    assert sentence in page.text
    assert marks(db, cast) == {}


def test_marks_for_people_of_another_cohort_are_not_read(as_: As, db: Db, cast: Cast) -> None:
    assert send(as_("theresa"), cast, marks_sent(cast, mia="present", olga="present")).status == 303
    assert set(marks(db, cast)) == {"mia"}


def test_who_left_is_no_longer_in_the_room_but_an_old_mark_stays(
    as_: As, db: Db, cast: Cast
) -> None:
    person = as_("theresa")
    send(person, cast, marks_sent(cast, mia="present", max="present", noor="present"))
    change_status(
        db, theresa(cast), cast.enrollments["max"], EnrollmentStatus.WITHDRAWN, "Moved away."
    )
    assert "Max D." in room(person, cast).text
    assert "Max D." not in room(person, cast, 4).text


def test_the_room_of_another_cohort_does_not_exist(as_: As, cast: Cast) -> None:
    assert room(as_("sam"), cast).status == 404
    assert send(as_("sam"), cast, marks_sent(cast, mia="present")).status == 404
    assert room(as_("sigrid"), cast).status == 403


def test_a_large_room_costs_no_more_questions(as_: As, db: Db, cast: Cast) -> None:
    address = {"session_id": cast.sessions[3].public_id}
    before = selects_of(db, as_("theresa"), "therapist.attendance.edit", **address)
    fill(db, cast, 20)
    assert selects_of(db, as_("theresa"), "therapist.attendance.edit", **address) == before
    assert db.scalar(select(func.count()).select_from(Attendance)) == 0


def test_what_may_be_pressed_only_later_says_since_when_and_looks_so(
    as_: As, cast: Cast, clock: Clock
) -> None:
    early = room(as_("theresa"), cast, 4)
    assert dead(early) == {"present", "late", "left-early", "absent"}
    assert "from Tue, Mar 3, 18:00 on. Until then you can note who is excused" in early.text
    everyone = early.part("button", value="present", disabled=True, data_waits=True)
    assert everyone.text.startswith("Everyone else is here")
    begins = cast.sessions[4].starts_at
    assert early.parts(data_live_in=str(int((begins - clock.at).total_seconds())))
    clock.at = begins
    assert dead(room(as_("theresa"), cast, 4)) == set()


def test_a_mark_that_stands_is_not_lost_to_a_button_that_waits(
    as_: As, cast: Cast, clock: Clock
) -> None:
    send(as_("theresa"), cast, marks_sent(cast, mia="present", max="", noor=""))
    clock.at = cast.sessions[3].starts_at - timedelta(hours=1)
    assert room(as_("theresa"), cast).is_ticked("present")
