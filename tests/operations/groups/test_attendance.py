"""Marking a room: what may be marked, and what a second save leaves alone."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.enrollments import AttendanceMark, SessionStatus
from clinic.domain.errors import Refused
from clinic.models.enrollments import Attendance
from clinic.operations.groups.attendance import PersonMark, mark_attendance
from tests.cast import NOW, Cast

PRESENT, LATE = PersonMark(AttendanceMark.PRESENT), PersonMark(AttendanceMark.LATE, 10)
EXCUSED = PersonMark(AttendanceMark.EXCUSED)
DOER = Actor(None, NOW)


def rows(db: Db, cast: Cast, number: int = 3) -> list[Attendance]:
    found = select(Attendance).where(Attendance.group_session_id == cast.sessions[number].id)
    return list(db.scalars(found.order_by(Attendance.enrollment_id)))


def test_a_second_save_changes_only_what_differs(db: Db, cast: Cast) -> None:
    mia, max_ = (cast.enrollments[name].public_id for name in ("mia", "max"))
    mark_attendance(db, DOER, cast.sessions[3], {mia: PRESENT, max_: PRESENT})
    later = Actor(None, NOW + timedelta(hours=1))
    mark_attendance(db, later, cast.sessions[3], {mia: PRESENT, max_: LATE})
    times = {row.mark: (row.marked_at, row.minutes_missed) for row in rows(db, cast)}
    assert times == {
        AttendanceMark.PRESENT: (NOW, None),
        AttendanceMark.LATE: (NOW + timedelta(hours=1), 10),
    }


def status(cast: Cast) -> SessionStatus:
    return cast.sessions[3].status


def test_a_session_with_one_mark_left_was_held(db: Db, cast: Cast) -> None:
    mia, max_ = (cast.enrollments[name].public_id for name in ("mia", "max"))
    mark_attendance(db, DOER, cast.sessions[3], {mia: PRESENT, max_: PRESENT})
    mark_attendance(db, DOER, cast.sessions[3], {mia: None})
    assert status(cast) is SessionStatus.HELD
    mark_attendance(db, DOER, cast.sessions[3], {max_: None})
    assert status(cast) is SessionStatus.PLANNED
    assert rows(db, cast) == []


def test_somebody_of_another_cohort_cannot_be_marked(db: Db, cast: Cast) -> None:
    mia, olga = (cast.enrollments[name].public_id for name in ("mia", "olga"))
    with pytest.raises(Refused, match="1 of the people marked are not in this cohort."):
        mark_attendance(db, DOER, cast.sessions[3], {mia: PRESENT, olga: PRESENT})
    assert rows(db, cast) == []


def test_an_excuse_may_come_before_the_session_and_holds_nothing(db: Db, cast: Cast) -> None:
    mia = cast.enrollments["mia"].public_id
    mark_attendance(db, DOER, cast.sessions[4], {mia: EXCUSED})
    assert [row.mark for row in rows(db, cast, 4)] == [AttendanceMark.EXCUSED]
    assert cast.sessions[4].status is SessionStatus.PLANNED


@pytest.mark.parametrize(
    ("number", "mark", "sentence"),
    [
        (4, PRESENT, "This session has not begun yet."),
        (3, PersonMark(AttendanceMark.LATE, 121), "Nobody can miss 121 minutes"),
        (3, PersonMark(AttendanceMark.LEFT_EARLY, -1), "Nobody can miss -1 minutes"),
    ],
)
def test_a_mark_that_cannot_be_true_is_refused(
    db: Db, cast: Cast, number: int, mark: PersonMark, sentence: str
) -> None:
    mia = cast.enrollments["mia"].public_id
    with pytest.raises(Refused, match=sentence):
        mark_attendance(db, DOER, cast.sessions[number], {mia: mark})
    assert rows(db, cast, number) == []
