"""New rules of a clock: what they do is said, and one deed resets every session."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.post.messages import MessageKind
from clinic.models.assignments import Assignment
from clinic.models.messages import Message
from clinic.models.schedules import ScheduleChange
from clinic.models.sessions import GroupSession
from clinic.operations.groups.schedules import undo_schedule_change
from tests.calendars.rows import set_values
from tests.cast import Cast
from tests.client import Person
from tests.crowd import theresa
from tests.previews import looked_at

As = Callable[[str], Person]
HOUR = timedelta(hours=1)
SAID = "2 sessions would begin at another hour than agreed, the first on Tue, Mar 3, 17:00"


def drift(db: Db, cast: Cast) -> None:
    """Let sessions 4 and 5 be laid as if London had been an hour ahead."""
    for number in (4, 5):
        row = cast.sessions[number]
        values = {"starts_at": row.starts_at - HOUR, "ends_at": row.ends_at - HOUR}
        set_values(db, theresa(cast), row, **values)


def lay_anew(person: Person, cast: Cast) -> None:
    at = {"session_id": cast.sessions[4].public_id}
    look = person.post("therapist.sessions.update", {"kind": "clock"}, **at)
    assert "Tue, Mar 3, 17:00–19:00" in look.text
    assert "Tue, Mar 3, 18:00–20:00" in look.text
    done = {"kind": "clock", "fingerprint": looked_at(look)}
    assert person.post("therapist.sessions.update", done, **at).status == 303


def test_every_session_knows_the_hour_it_was_meant_for(cast: Cast) -> None:
    assert cast.sessions[4].wall == "2026-03-03T18:00"
    assert cast.sessions[8].wall == "2026-03-31T18:00"


def test_one_deed_gives_every_session_and_window_its_hour_back(as_: As, db: Db, cast: Cast) -> None:
    at = {"cohort_id": cast.cohort.public_id}
    assert SAID not in as_("theresa").get("therapist.cohorts.show", **at).text
    before = cast.sessions[4].starts_at
    hung = select(Assignment).where(Assignment.group_session_id == cast.sessions[4].id)
    windows = {each.opens_at for each in db.scalars(hung)}
    for each in db.scalars(hung).all():
        values = {"opens_at": each.opens_at - HOUR, "closes_at": each.closes_at - HOUR}
        set_values(db, theresa(cast), each, **values)
    drift(db, cast)
    assert SAID in as_("theresa").get("therapist.cohorts.show", **at).text
    lay_anew(as_("theresa"), cast)
    db.expire_all()
    row = db.get_one(GroupSession, cast.sessions[4].id)
    assert (row.starts_at, row.wall) == (before, "2026-03-03T18:00")
    opens = select(Assignment.opens_at).where(Assignment.group_session_id == row.id)
    assert set(db.scalars(opens)) == windows
    told = select(Message).where(Message.kind == MessageKind.SCHEDULE_CHANGED)
    assert len(db.scalars(told).all()) == len(("mia", "max", "noor"))
    assert SAID not in as_("theresa").get("therapist.cohorts.show", **at).text


def test_taken_back_it_is_said_again(as_: As, db: Db, cast: Cast) -> None:
    drift(db, cast)
    lay_anew(as_("theresa"), cast)
    undo_schedule_change(db, theresa(cast), db.scalars(select(ScheduleChange)).one())
    at = {"cohort_id": cast.cohort.public_id}
    assert SAID in as_("theresa").get("therapist.cohorts.show", **at).text


def test_it_is_offered_only_where_it_does_something(as_: As, db: Db, cast: Cast) -> None:
    at, words = (
        {"session_id": cast.sessions[4].public_id},
        "Put every session back at its agreed time",
    )
    assert words not in as_("theresa").get("therapist.sessions.edit", **at).text
    drift(db, cast)
    assert words in as_("theresa").get("therapist.sessions.edit", **at).text


def test_a_session_that_is_moved_is_meant_for_its_new_hour(as_: As, db: Db, cast: Cast) -> None:
    at = {"session_id": cast.sessions[4].public_id}
    said = {"kind": "move", "starts_on": "2026-03-04", "starts_at": "16:30", "ends_at": "18:30"}
    look = as_("theresa").post("therapist.sessions.update", said, **at)
    as_("theresa").post("therapist.sessions.update", {**said, "fingerprint": looked_at(look)}, **at)
    db.expire_all()
    assert db.get_one(GroupSession, cast.sessions[4].id).wall == "2026-03-04T16:30"


def test_administrators_see_the_version_and_how_many_sessions_it_moves(
    as_: As, db: Db, cast: Cast
) -> None:
    text = as_("ada").get("admin.settings.edit").text
    assert "Rules of time zones: version 20" in text
    assert "than agreed" not in text
    drift(db, cast)
    text = as_("ada").get("admin.settings.edit").text
    assert "By these rules 2 planned sessions would begin at another hour than agreed." in text
    assert cast.cohort.name not in text
