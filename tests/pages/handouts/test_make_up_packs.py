"""The pack of a make-up: the missed session's sheets on the make-up's day, for its people alone."""

from collections.abc import Callable

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Reader, Role
from clinic.domain.enrollments import AttendanceMark
from clinic.lookups.groups.make_ups import handouts_of
from clinic.models.assignments import Assignment
from clinic.models.make_ups import MakeUp
from clinic.models.sheet_codes import SheetCode
from clinic.operations.groups.make_ups import cancel_make_up, mark_make_up
from clinic.queries.groups.sessions import get_session
from tests.cast import NOW, Cast
from tests.client import Page, Person
from tests.crowd import theresa
from tests.make_ups import make_up
from tests.pages.handouts.papers import made, words

As = Callable[[str], Person]
MISSED = 3
"""The session whose plan hands out a sheet that people take home."""


def planned(db: Db, cast: Cast, *names: str) -> MakeUp:
    people = [cast.enrollments[name] for name in names]
    return make_up(db, theresa(cast), cast.sessions[MISSED], people)


def pack(person: Person, row: MakeUp, **asked: object) -> Page:
    """Ask on the form as it stands, go on to the paper, and wait for it."""
    where = {"make_up_id": row.public_id}
    sent = {"parts": ["cover", "handouts", "sign-in", "door"], "sides": "double", **asked}
    answer = person.post("handouts.make_up_packs.create", sent, **where)
    assert answer.status == 303
    return made(person, person.open(answer.location))


def test_it_is_for_its_people_on_its_own_day_and_in_its_own_room(
    as_: As, db: Db, cast: Cast
) -> None:
    person, row = as_("theresa"), planned(db, cast, "mia", "noor")
    where = {"make_up_id": row.public_id}
    assert "Print the pack" in person.get("therapist.make_ups.show", **where).text
    text = words(pack(person, row))
    assert "Mia R." in text
    assert "Noor H." in text
    assert "Max" not in text
    assert f"{row.starts_at:%b %-d, %Y}" in text
    assert f"{cast.sessions[MISSED].starts_at:%b %-d, %Y}" not in text
    assert "Room 4" in text
    reader = Reader(cast.accounts["theresa"].id, Role.THERAPIST, NOW)
    sheets = handouts_of(db, get_session(db, reader, cast.sessions[MISSED].public_id))
    assert sheets
    assert all(sheet.title in text for sheet, _minutes in sheets)


def test_only_their_sheets_get_a_code(as_: As, db: Db, cast: Cast) -> None:
    row = planned(db, cast, "mia")
    before = set(db.scalars(select(SheetCode.id)))
    pack(as_("theresa"), row)
    db.commit()
    fresh = db.scalars(
        select(Assignment.enrollment_id)
        .join(SheetCode, SheetCode.assignment_id == Assignment.id)
        .where(SheetCode.id.not_in(before))
    )
    assert set(fresh) <= {cast.enrollments["mia"].id}


def test_who_is_excused_needs_no_paper(as_: As, db: Db, cast: Cast) -> None:
    row = planned(db, cast, "mia", "noor")
    excused = {cast.enrollments["mia"].public_id: AttendanceMark.EXCUSED}
    mark_make_up(db, theresa(cast), row, excused)
    text = words(pack(as_("theresa"), row))
    assert "Mia R." not in text
    assert "Noor H." in text


def test_what_keeps_to_the_group_cannot_be_chosen(as_: As, db: Db, cast: Cast) -> None:
    person, row = as_("theresa"), planned(db, cast, "mia")
    where = {"make_up_id": row.public_id}
    for parts in (["measures"], ["catch-up"], []):
        sent = {"parts": parts, "sides": "double"}
        assert person.post("handouts.make_up_packs.create", sent, **where).status == 422
    assert person.get("handouts.make_up_packs.show", parts="measures", **where).status == 422


def test_of_a_cancelled_one_nothing_is_printed(as_: As, db: Db, cast: Cast) -> None:
    person, row = as_("theresa"), planned(db, cast, "mia")
    cancel_make_up(db, theresa(cast), row)
    where = {"make_up_id": row.public_id}
    assert "Print the pack" not in person.get("therapist.make_ups.show", **where).text
    page = person.get("handouts.make_up_packs.new", **where)
    assert page.status == 422
    assert "This make-up is canceled." in page.text
