"""People: who is found, what stands on a person's page, and what never does."""

from collections.abc import Callable

import pytest

from clinic.db import Db, operation
from clinic.domain.access import Actor
from clinic.domain.enrollments import AttendanceMark, EnrollmentStatus, Medium
from clinic.models.clients import Client
from clinic.models.enrollments import Enrollment
from clinic.operations.groups.attendance import PersonMark, mark_attendance
from tests.added_practice import practice
from tests.cast import BEFORE, NOW, Cast
from tests.client import Person
from tests.selects import selects_of

As = Callable[[str], Person]


@operation
def crowd(db: Db, actor: Actor, cast: Cast, count: int) -> None:
    """Put more people into the room than it holds, for nothing but their number."""
    for number in range(count):
        client = Client(
            preferred_name=f"Guest {number}",
            code=f"X{number}",
            medium=Medium.PAPER,
            created_at=BEFORE,
        )
        db.add(client)
        db.flush()
        db.add(
            Enrollment(
                cohort_id=cast.cohort.id,
                client_id=client.id,
                status=EnrollmentStatus.ENROLLED,
                enrolled_at=BEFORE,
            )
        )


@pytest.mark.parametrize("looked_for", ["mia", "ROSSI", "rossi mia", "code"])
def test_a_person_is_found_by_parts_of_her_name_or_her_code(
    as_: As, cast: Cast, looked_for: str
) -> None:
    words = cast.clients["mia"].code.lower() if looked_for == "code" else looked_for
    page = as_("theresa").get("therapist.clients.index", q=words)
    assert "Mia Rossi" in page.text
    assert "Max Dubois" not in page.text


@pytest.mark.parametrize("looked_for", ["%", "_ia", "\\", "nobody of that name"])
def test_signs_with_a_meaning_for_the_database_are_letters_here(as_: As, looked_for: str) -> None:
    page = as_("theresa").get("therapist.clients.index", q=looked_for)
    assert page.has_heading("Nobody found")


@pytest.mark.parametrize("number", ["0", "-3", "99999999999999999999", "two"])
def test_a_page_that_does_not_exist_is_the_nearest_one(as_: As, number: str) -> None:
    assert "Mia Rossi" in as_("theresa").get("therapist.clients.index", page=number).text


def test_a_therapist_finds_nobody_of_another_cohort(as_: As, cast: Cast) -> None:
    sam = as_("sam")
    assert "Mia" not in sam.get("therapist.clients.index").text
    answer = sam.get("therapist.clients.show", client_id=cast.clients["mia"].public_id)
    assert answer.status == 404


def test_the_page_says_how_a_person_came_to_each_session(as_: As, db: Db, cast: Cast) -> None:
    theresa = Actor(cast.accounts["theresa"].id, NOW)
    mia = cast.enrollments["mia"].public_id
    marks = ((1, AttendanceMark.PRESENT, None), (2, AttendanceMark.LATE, 15))
    for number, mark, missed in marks:
        mark_attendance(db, theresa, cast.sessions[number], {mia: PersonMark(mark, missed)})
    page = as_("theresa").get("therapist.clients.show", client_id=cast.clients["mia"].public_id)
    assert "2 of 3 sessions attended" in page.text
    assert "Late · 15 minutes missed" in page.text
    assert "not marked yet" in page.text


def test_the_page_counts_minutes_and_shows_where_practice_made_things_worse(
    as_: As, db: Db, cast: Cast
) -> None:
    practice(db, cast, felt_worse=True)
    page = as_("theresa").get("therapist.clients.show", client_id=cast.clients["mia"].public_id)
    assert "7 minutes practiced in 7 days" in page.text
    assert "felt worse after 1" in page.text
    assert "1 of 4 partly done" in page.text


def test_a_shared_note_is_read_and_a_private_one_is_not_even_mentioned(
    as_: As, db: Db, cast: Cast
) -> None:
    show = {"client_id": cast.clients["mia"].public_id}
    practice(db, cast)
    without = as_("theresa").get("therapist.clients.show", **show).text
    practice(db, cast, note="nobody may know this")
    practice(db, cast, note="please read this", is_note_shared=True)
    page = as_("theresa").get("therapist.clients.show", **show)
    assert "please read this" in page.text
    assert "nobody may know" not in page.html
    assert "rivate" not in page.html
    assert "rivate" not in without


def test_a_supervisor_reads_the_page_and_finds_nothing_to_press(as_: As, cast: Cast) -> None:
    page = as_("sigrid").get("therapist.clients.show", client_id=cast.clients["mia"].public_id)
    assert page.status == 200
    for deed in ("Invite", "Print a letter", "Remove", "Take a break"):
        assert deed not in page.text


def test_fifty_people_cost_no_more_questions_than_three(as_: As, db: Db, cast: Cast) -> None:
    theresa = as_("theresa")
    show = {"client_id": cast.clients["mia"].public_id}
    few = selects_of(db, theresa, "therapist.clients.index")
    few_for_one = selects_of(db, theresa, "therapist.clients.show", **show)
    crowd(db, Actor(None, NOW), cast, 50)
    assert selects_of(db, theresa, "therapist.clients.index") == few
    assert selects_of(db, theresa, "therapist.clients.show", **show) == few_for_one
