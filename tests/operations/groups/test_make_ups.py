"""Make-up sessions: what stays open, who is told, who came, and that cancelling is nothing."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import icalendar
import pytest
from sqlalchemy import select

from clinic.db import Db, operation
from clinic.domain.access import Actor, Reader, Role
from clinic.domain.enrollments import AttendanceMark
from clinic.domain.errors import Refused
from clinic.domain.post.messages import MessageKind, MessageState
from clinic.lookups.groups.completion import standings_in
from clinic.lookups.groups.make_ups import handouts_of
from clinic.models.assignments import Assignment
from clinic.models.enrollments import Enrollment
from clinic.models.make_ups import MakeUp
from clinic.models.messages import Message
from clinic.models.worksheets import WorksheetResponse
from clinic.operations.groups.make_ups import (
    When,
    cancel_make_up,
    mark_make_up,
    move_make_up,
    plan_make_up,
)
from clinic.queries.groups.sessions import get_session
from tests.attending import mark
from tests.cast import NOW, Cast
from tests.crowd import theresa
from tests.make_ups import make_up

Windows = dict[int, tuple[datetime, datetime, bool]]


def windows(db: Db, person: Enrollment) -> Windows:
    """Give all windows of one person's home practice."""
    db.expire_all()
    rows = db.scalars(select(Assignment).where(Assignment.enrollment_id == person.id))
    return {row.id: (row.opens_at, row.closes_at, row.is_active) for row in rows}


def _reader(cast: Cast) -> Reader:
    return Reader(cast.accounts["theresa"].id, Role.THERAPIST, NOW)


def told(db: Db) -> Sequence[Message]:
    return db.scalars(
        select(Message).where(Message.kind == MessageKind.SCHEDULE_CHANGED).order_by(Message.id)
    ).all()


def planned(db: Db, cast: Cast, number: int = 2, *names: str) -> MakeUp:
    people = [cast.enrollments[name] for name in names or ("mia",)]
    return make_up(db, theresa(cast), cast.sessions[number], people)


def test_what_was_missed_is_open_for_as_long_as_it_was_and_nobody_elses(db: Db, cast: Cast) -> None:
    mia, max_ = cast.enrollments["mia"], cast.enrollments["max"]
    before, others = windows(db, mia), windows(db, max_)
    row = planned(db, cast)
    after = windows(db, mia)
    changed = {key for key in before if before[key] != after[key]}
    missed = select(Assignment.id).where(
        Assignment.enrollment_id == mia.id,
        Assignment.group_session_id == cast.sessions[2].id,
        Assignment.id.in_(before),
    )
    assert changed == set(db.scalars(missed))
    for key in changed:
        (opened, closed, _), (opens, closes, _) = before[key], after[key]
        assert (opens, closes) == (row.ends_at, row.ends_at + (closed - opened))
    assert windows(db, max_) == others


def test_a_finished_sheet_stays_and_the_handout_that_was_no_homework_is_given(
    db: Db, cast: Cast
) -> None:
    by = theresa(cast)
    session = get_session(db, _reader(cast), cast.sessions[3].public_id)
    sheets = [sheet for sheet, _minutes in handouts_of(db, session)]
    assert sheets
    mia = cast.enrollments["mia"]
    done = db.scalars(
        select(Assignment).where(
            Assignment.enrollment_id == mia.id,
            Assignment.group_session_id == session.id,
            Assignment.worksheet_id.is_not(None),
        )
    ).first()
    before = windows(db, mia)
    if done is not None:
        _finish(db, by, done)
    when = When(NOW + timedelta(days=2), NOW + timedelta(days=2, hours=1))
    row = plan_make_up(db, by, session, [mia], when)
    after = windows(db, mia)
    assert done is None or after[done.id] == before[done.id]
    codes = {sheet.id for sheet in sheets}
    have = db.scalars(
        select(Assignment.worksheet_id).where(
            Assignment.enrollment_id == mia.id,
            Assignment.group_session_id == session.id,
            Assignment.is_active,
        )
    )
    assert codes <= set(have)
    later = When(when.starts_at + timedelta(days=1), when.ends_at + timedelta(days=1))
    move_make_up(db, by, row, later)
    given = [each.change.row_id for each in row.longer_work if not each.change.before.is_active]
    now_open = windows(db, mia)
    assert {now_open[key][0] for key in given} <= {later.ends_at}
    cancel_make_up(db, by, row)
    standing = {key: value for key, value in windows(db, mia).items() if key in before}
    assert standing == before
    assert not any(windows(db, mia)[key][2] for key in given)


def test_cancelling_gives_back_what_nobody_has_begun(db: Db, cast: Cast) -> None:
    mia = cast.enrollments["mia"]
    before = windows(db, mia)
    row = planned(db, cast)
    cancel_make_up(db, theresa(cast), row)
    after = windows(db, mia)
    assert {key: after[key] for key in before} == before
    given = [is_active for key, (*_window, is_active) in after.items() if key not in before]
    assert given, "sheets that were no homework were given with it"
    assert not any(given)
    with pytest.raises(Refused, match="is canceled"):
        cancel_make_up(db, theresa(cast), row)


def test_each_is_told_once_of_the_newest_state_with_the_date_as_a_file(db: Db, cast: Cast) -> None:
    row = planned(db, cast, 2, "mia", "max")
    begins = NOW + timedelta(days=9)
    move_make_up(db, theresa(cast), row, When(begins, begins + timedelta(hours=1)))
    first, second = (
        [m for m in told(db) if m.occasion.endswith(f":{sequence}")] for sequence in (0, 1)
    )
    assert {m.state for m in first} == {MessageState.WITHDRAWN}
    assert len(second) == 2
    assert second[0].attachment
    events = icalendar.Calendar.from_ical(second[0].attachment).events
    (entry,) = [event for event in events if event["UID"] == row.public_id]
    assert (entry.start, entry["SEQUENCE"]) == (begins, 1)


def test_a_make_up_is_counted_apart_and_only_once(db: Db, cast: Cast) -> None:
    mark(db, cast, 1, mia="present")
    mark(db, cast, 2, mia="absent")
    row = planned(db, cast)
    later = Actor(cast.accounts["theresa"].id, row.ends_at, Role.THERAPIST)
    place = cast.enrollments["mia"]
    with pytest.raises(Refused, match="has not begun yet"):
        mark_make_up(db, theresa(cast), row, {place.public_id: AttendanceMark.PRESENT})
    mark_make_up(db, later, row, {place.public_id: AttendanceMark.PRESENT})
    cohort = get_session(db, _reader(cast), cast.sessions[2].public_id).cohort
    standing = standings_in(db, cohort, later.at)[place.id]
    assert (standing.attended, standing.made_up, standing.counted) == (1, 1, 1)
    mark(db, cast, 2, mia="late")
    assert standings_in(db, cohort, later.at)[place.id].made_up == 0


@pytest.mark.parametrize(
    ("number", "names", "sentence"),
    [
        (1, ("mia",), "was at that session"),
        (2, ("olga",), "a place in this cohort"),
        (2, ("max",), "has a make-up of that session already"),
        (2, (), "Choose at least one person"),
        (4, ("mia",), "comes after the session"),
    ],
)
def test_a_make_up_of_nothing_is_a_sentence(
    db: Db, cast: Cast, number: int, names: tuple[str, ...], sentence: str
) -> None:
    mark(db, cast, 1, mia="present")
    planned(db, cast, 2, "max")
    people = [cast.enrollments[name] for name in names]
    with pytest.raises(Refused, match=sentence):
        make_up(db, theresa(cast), cast.sessions[number], people)


@operation
def _finish(db: Db, actor: Actor, assignment: Assignment) -> None:
    db.add(WorksheetResponse(assignment_id=assignment.id, saved_at=actor.at, finished_at=actor.at))
