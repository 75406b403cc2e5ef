"""The home-practice sheet of the pack prints what was agreed with that person, and no more."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from clinic.db import Db, operation
from clinic.domain.access import Actor, Reader
from clinic.models.assignments import Assignment
from clinic.models.sheet_codes import SheetCode
from clinic.operations.homework.sheet_codes import issue_sheet_codes
from clinic.queries.homework.handouts import room_pack
from clinic.queries.homework.practice_papers import practice_paper
from tests.cast import NOW, Cast
from tests.client import Person
from tests.homework import exercise_of
from tests.pages.handouts.papers import printed, words

As = Callable[[str], Person]


@operation
def agree(_db: Db, _actor: Actor, row: Assignment, times: int, minutes: int) -> None:
    row.times_per_week, row.minutes = times, minutes


@pytest.fixture
def noors(db: Db, cast: Cast) -> Assignment:
    row = exercise_of(db, cast, "noor")
    agree(db, Actor(None, NOW), row, 2, 13)
    return row


def test_each_sheet_says_what_was_agreed_with_its_person_and_how_it_is_done(
    as_: As, cast: Cast, noors: Assignment
) -> None:
    page = printed(as_("theresa"), session_id=cast.sessions[3].public_id, parts=["home-practice"])
    text = words(page)
    assert text.count("2 times a week, about 13 minutes") == 1
    assert "My practice week" in text
    assert "Go gently" in text
    assert "or the gentler one:" in text
    assert noors.public_id not in text


def test_paper_and_desk_have_the_same_practices_and_days_in_the_same_order(
    as_: As, db: Db, cast: Cast, noors: Assignment
) -> None:
    reader = Reader(cast.accounts["theresa"].id, cast.accounts["theresa"].role, NOW)
    room = room_pack(db, reader, cast.sessions[3].public_id, NOW)
    guest = next(one for one in room.guests if one.name == "Noor H.")
    desk = practice_paper(db, reader, noors.public_id)
    on_paper = [(one.exercise.title, one.days, one.lines) for one in guest.agreed]
    assert on_paper == [(one.title, one.days, one.lines) for one in desk.practices]


def test_the_code_of_the_sheet_opens_the_desk_to_staff_and_the_practice_to_its_person(
    as_: As, db: Db, cast: Cast, noors: Assignment
) -> None:
    issue_sheet_codes(db, Actor(cast.accounts["theresa"].id, NOW), cast.sessions[3])
    rows = select(SheetCode.code, Assignment).join(SheetCode.assignment)
    found = {
        row.enrollment_id: (code, row)
        for code, row in db.execute(rows.where(Assignment.exercise_id.is_not(None)))
    }
    assert set(found) == {place.id for place in cast.enrollments.values()} - {
        cast.enrollments["olga"].id
    }
    code, row = found[cast.enrollments["noor"].id]
    sent = as_("theresa").get("auth.codes.show", code=code)
    assert sent.location.endswith(f"/assignments/{row.public_id}/practice-paper")
    assert as_("sam").get("auth.codes.show", code=code).status == 404
    own, mine = found[cast.enrollments["mia"].id]
    assert mine.public_id in as_("mia").get("auth.codes.show", code=own).location
    page = printed(as_("theresa"), session_id=cast.sessions[3].public_id, parts=["home-practice"])
    assert re.sub("-", "", code) in re.sub("-", "", words(page))
