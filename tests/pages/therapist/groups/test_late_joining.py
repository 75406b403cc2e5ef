"""Joining a group that has begun: until when, with how little to catch up, and on which paper."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Reader, Role
from clinic.domain.enrollments import Medium, NewClient
from clinic.domain.homework.homework import ThingKind
from clinic.domain.homework.worksheets import Worksheet
from clinic.lookups.homework.room_packs import room_of
from clinic.lookups.people.pauses import breaks_of, catch_up_of
from clinic.models.assignments import Assignment
from clinic.models.clients import Client
from clinic.models.enrollments import Enrollment
from clinic.models.measures import Administration
from clinic.models.programs import InstrumentRow
from clinic.operations.people.enrollments import enroll_new_client
from clinic.queries.groups.sessions import get_session
from tests.cast import NOW, Cast
from tests.client import Person
from tests.conftest import Clock
from tests.waiting import theresa

As = Callable[[str], Person]
HOUR = timedelta(hours=1)


@pytest.fixture
def ines(db: Db, cast: Cast) -> Enrollment:
    """Ines joins toward the end of session 2, the last at which the program takes anybody new."""
    at = cast.sessions[2].ends_at - HOUR / 2
    return join(db, cast, at)


def join(db: Db, cast: Cast, at: datetime, name: str = "Ines") -> Enrollment:
    person = NewClient(preferred_name=name, medium=Medium.PAPER)
    return enroll_new_client(db, theresa(cast, at), cast.cohort, person)


def test_the_form_says_until_which_session_and_refuses_later_ones_with_a_sentence(
    as_: As, cast: Cast, clock: Clock
) -> None:
    where = {"cohort_id": cast.cohort.public_id}
    clock.at = cast.sessions[1].ends_at + HOUR
    page = as_("theresa").get("therapist.enrollments.new", **where)
    assert "takes people until session 2, on Tuesday, February 17." in page.text
    assert "1 session is over: whoever joins now is offered a sheet of it" in page.text
    clock.at = cast.sessions[2].ends_at + HOUR
    person = as_("theresa")
    assert "that session is over" in person.get("therapist.enrollments.new", **where).text
    data = {"client": "new", "preferred_name": "Ines", "medium": "paper"}
    page = person.post("therapist.enrollments.create", data, **where)
    assert page.status == 422
    assert "takes no one new after session 2" in page.text


def test_she_gets_the_first_questionnaires_until_the_next_meeting(
    db: Db, cast: Cast, ines: Enrollment
) -> None:
    rows = db.execute(
        select(Administration, InstrumentRow.key)
        .join(Administration.instrument)
        .where(Administration.enrollment_id == ines.id, Administration.opens_at == ines.enrolled_at)
    ).all()
    mia = (
        select(InstrumentRow.key)
        .join(Administration)
        .where(
            Administration.enrollment_id == cast.enrollments["mia"].id,
            Administration.occasion == "baseline",
        )
    )
    assert {key for _row, key in rows} == set(db.scalars(mia))
    assert {row.occasion for row, _key in rows} == {"baseline"}
    assert {row.closes_at for row, _key in rows} == {cast.sessions[3].starts_at}


def test_she_is_offered_at_most_three_things_in_her_first_week(
    db: Db, cast: Cast, ines: Enrollment
) -> None:
    now = ines.enrolled_at + HOUR
    plan = catch_up_of(db, breaks_of(db, [ines.id]), now)[ines.id]
    assert [item.kind for item in plan] == [
        ThingKind.EXERCISE,
        ThingKind.WORKSHEET,
        ThingKind.MEASURE,
    ]
    assert plan[1].session_number == 1
    late = now + timedelta(days=7)
    assert catch_up_of(db, breaks_of(db, [ines.id]), late) == {}
    # Whoever was there from the beginning has no gap.
    assert breaks_of(db, [cast.enrollments["mia"].id]) == {}


def test_what_came_before_her_reads_neither_missed_nor_expected(
    as_: As, db: Db, cast: Cast, ines: Enrollment, clock: Clock
) -> None:
    clock.at = ines.enrolled_at + HOUR
    client = db.get_one(Client, ines.client_id)
    page = as_("theresa").get("therapist.clients.show", client_id=client.public_id)
    assert page.has_heading("Joined after the group had begun")
    assert "Before joining" in page.text
    assert "On a break" not in page.text
    clock.at = ines.enrolled_at + timedelta(days=15)
    page = as_("theresa").get("therapist.clients.show", client_id=client.public_id)
    assert "missed by agreement" in page.text
    assert not page.has_heading("Joined after the group had begun")


def test_her_first_pack_holds_a_sheet_of_the_meeting_she_missed_and_the_next_one_does_not(
    db: Db, cast: Cast, ines: Enrollment
) -> None:
    reader = Reader(cast.accounts["theresa"].id, Role.THERAPIST, NOW)

    def sheets(number: int) -> dict[str, tuple[Worksheet, ...]]:
        session = get_session(db, reader, cast.sessions[number].public_id)
        room = room_of(db, session, ines.enrolled_at + HOUR)
        return {guest.name: guest.missed_sheets for guest in room.guests}

    given = select(Assignment).where(
        Assignment.enrollment_id == ines.id,
        Assignment.group_session_id == cast.sessions[1].id,
        Assignment.worksheet_id.is_not(None),
    )
    assert len(db.scalars(given).all()) == 1
    first = sheets(2)
    assert len(first["Ines"]) == 1
    assert first["Mia R."] == ()
    assert sheets(3)["Ines"] == ()


def test_who_joins_before_the_first_windows_close_gets_them_as_they_are(db: Db, cast: Cast) -> None:
    ben = join(db, cast, cast.sessions[1].ends_at + HOUR, "Ben")

    def windows(place: Enrollment) -> set[datetime]:
        found = select(Assignment.closes_at).where(
            Assignment.enrollment_id == place.id,
            Assignment.group_session_id == cast.sessions[1].id,
        )
        return set(db.scalars(found))

    assert windows(ben) == windows(cast.enrollments["mia"])
    twice = select(Administration.instrument_id, Administration.occasion).where(
        Administration.enrollment_id == ben.id
    )
    rows = db.execute(twice).all()
    assert len(rows) == len(set(rows))
