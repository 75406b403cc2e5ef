"""What is in a pack: who gets which paper, and what can be left out."""

from collections.abc import Callable

import pytest

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import AttendanceMark
from clinic.operations.groups.attendance import PersonMark, mark_attendance
from tests.cast import NOW, Cast
from tests.client import Page, Person
from tests.pages.handouts.papers import printed, sheets, words
from tests.selects import selects_of

As = Callable[[str], Person]


def pack(person: Person, cast: Cast, number: int = 4, /, **asked: object) -> Page:
    return printed(person, session_id=cast.sessions[number].public_id, **asked)


def of(page: Page, name: str) -> str:
    return " ".join(text for text in sheets(page) if name in text and "Sign in" not in text)


def test_the_form_offers_the_whole_pack_and_everybody_by_name(as_: As, cast: Cast) -> None:
    page = as_("theresa").get("handouts.packs.new", session_id=cast.sessions[4].public_id)
    assert len(page.ticked) == 9
    for words_ in ("One file for the room, for 3 people.", "Mia R.", "The notice for the door"):
        assert words_ in page.text


def test_the_whole_pack_ends_with_the_plan_the_names_and_the_door(as_: As, cast: Cast) -> None:
    text = words(pack(as_("theresa"), cast))
    places = [text.index(word) for word in ("For facilitators", "Sign in", "18:00–20:00")]
    assert places == sorted(places)
    assert text.endswith("Tuesdays 18:00–20:00 Room 2")


def test_home_practice_is_printed_once_for_who_has_some(as_: As, cast: Cast) -> None:
    page = pack(as_("theresa"), cast, parts=["home-practice", "handouts"])
    assert of(page, "Mia R.").count("My practice week") == 1


def test_who_answers_on_paper_gets_the_questionnaires_that_are_due(as_: As, cast: Cast) -> None:
    page = pack(as_("theresa"), cast, parts=["measures"])
    noor = of(page, "Noor H.")
    assert "Little interest or pleasure" in noor
    assert "Feeling nervous" in noor
    assert "No permission required" in noor
    assert "Mia R." not in words(page)


def test_who_missed_the_last_session_gets_the_sheet_to_catch_up(
    as_: As, db: Db, cast: Cast
) -> None:
    doer = Actor(cast.accounts["theresa"].id, NOW, Role.THERAPIST)
    marks = {
        cast.enrollments["max"].public_id: PersonMark(AttendanceMark.ABSENT),
        cast.enrollments["mia"].public_id: PersonMark(AttendanceMark.LATE),
    }
    mark_attendance(db, doer, cast.sessions[3], marks)
    page = pack(as_("theresa"), cast, parts=["catch-up"])
    assert "W34" in of(page, "Max D.")
    assert "Mia R." not in words(page)


def test_large_print_is_for_those_who_were_chosen(as_: As, cast: Cast) -> None:
    mia = cast.enrollments["mia"].public_id
    asked = {"parts": ["handouts"], "large": [mia], "sides": "single"}
    page = pack(as_("theresa"), cast, **asked)
    of_each = [
        sum(name in text for text in sheets(page)) for name in ("Mia R.", "Max D.", "Noor H.")
    ]
    assert of_each[0] > of_each[1] == of_each[2]


def test_on_one_side_no_back_is_left_empty(as_: As, cast: Cast) -> None:
    asked = {"parts": ["cover", "handouts", "sign-in"], "sides": "single"}
    assert all(text.strip() for text in sheets(pack(as_("theresa"), cast, **asked)))


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"sides": "single"}, "Choose at least one thing to print."),
        ({"parts": ["catch-up"]}, "There is nothing to print: nobody needs what was chosen."),
        ({"parts": ["cover", "poster"]}, "Not a valid choice"),
        ({"parts": ["plan"], "sides": "three"}, "Not a valid choice"),
        ({"parts": ["plan"], "large": ["a" * 20]}, "Not a valid choice"),
    ],
)
def test_a_choice_that_prints_nothing_is_a_sentence_on_the_form(
    as_: As, cast: Cast, asked: dict[str, object], sentence: str
) -> None:
    page = pack(as_("theresa"), cast, **asked)
    assert page.status == 422
    assert sentence.lower().rstrip(".") in page.text.lower()
    assert page.has_heading("Print the pack")


def test_the_form_asks_as_much_for_three_people_as_for_one(as_: As, db: Db, cast: Cast) -> None:
    theresa, sam = as_("theresa"), as_("sam")
    room, other = cast.sessions[4].public_id, cast.other_sessions[4].public_id
    theresa_asks = selects_of(db, theresa, "handouts.packs.new", session_id=room)
    assert theresa_asks == selects_of(db, sam, "handouts.packs.new", session_id=other)
