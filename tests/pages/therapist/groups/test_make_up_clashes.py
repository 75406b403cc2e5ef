"""A make-up and a meeting of a group in one room, or led by one person, are said, not forbidden."""

from collections.abc import Callable
from datetime import date

from sqlalchemy import func, select

from clinic.db import Db
from clinic.domain.programs.programs import SessionKind
from clinic.models.cohorts import Cohort
from clinic.models.make_ups import MakeUp
from clinic.models.sessions import GroupSession
from clinic.operations.groups.make_ups import When, plan_make_up
from clinic.operations.people.pauses import pause
from tests.cast import Cast
from tests.client import Person
from tests.crowd import open_another, theresa

As = Callable[[str], Person]


def first_of(db: Db, cohort: Cohort) -> GroupSession:
    found = select(GroupSession).where(GroupSession.cohort_id == cohort.id)
    regular = found.where(GroupSession.kind == SessionKind.REGULAR)
    return db.scalars(regular.order_by(GroupSession.number).limit(1)).one()


def at_the_time_of(db: Db, cast: Cast, other: GroupSession, place: str) -> MakeUp:
    when = When(other.starts_at, other.ends_at, place)
    mia = [cast.enrollments["mia"]]
    return plan_make_up(db, theresa(cast), cast.sessions[2], mia, when)


def test_a_make_up_in_a_taken_room_says_so_on_its_page(as_: As, db: Db, cast: Cast) -> None:
    other = open_another(db, cast, "Another group")
    row = at_the_time_of(db, cast, first_of(db, other), f" {other.place.upper()}")
    page = as_("theresa").get("therapist.make_ups.show", make_up_id=row.public_id)
    assert f"{other.place.upper()} is taken at that time by another group." in page.text
    assert "Theresa Lind leads another group at that time." in page.text
    assert "The group itself" not in page.text
    assert "Another group" not in page.text


def test_a_make_up_while_its_own_group_meets_says_so(as_: As, db: Db, cast: Cast) -> None:
    row = at_the_time_of(db, cast, cast.sessions[4], "Room 4")
    page = as_("theresa").get("therapist.make_ups.show", make_up_id=row.public_id)
    assert "The group itself meets at that time, so nobody can be at both." in page.text


def test_a_session_in_the_room_of_anothers_make_up_says_so(as_: As, db: Db, cast: Cast) -> None:
    session = first_of(db, open_another(db, cast, "Another group"))
    where, words = {"session_id": session.public_id}, "is taken at that time by another group."
    assert words not in as_("theresa").get("therapist.sessions.show", **where).text
    at_the_time_of(db, cast, session, "")
    assert words in as_("theresa").get("therapist.sessions.show", **where).text


def test_a_make_up_inside_a_break_is_said_before_it_is_saved(as_: As, db: Db, cast: Cast) -> None:
    pause(db, theresa(cast), cast.enrollments["mia"], date(2026, 3, 20), None)
    said = {
        "people": [cast.enrollments["mia"].public_id],
        "starts_on": "2026-03-05",
        "starts_at": "18:00",
        "ends_at": "20:00",
    }
    where = {"session_id": cast.sessions[2].public_id}
    look = as_("theresa").post("therapist.make_ups.create", said, **where)
    assert "Mia R. is on a break at that time." in look.text
    assert db.scalar(select(func.count()).select_from(MakeUp)) == 0
    seen = look.field("seen")
    moved = {**said, "seen": seen, "starts_at": "17:00"}
    assert as_("theresa").post("therapist.make_ups.create", moved, **where).status == 422
    done = as_("theresa").post("therapist.make_ups.create", {**said, "seen": seen}, **where)
    assert done.status == 303
