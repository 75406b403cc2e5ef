"""A tick in the log is heard although its line cannot be kept as it was sent."""

from collections.abc import Callable

import pytest

from clinic.db import Db
from clinic.models.practice import PracticeEntry
from clinic.models.programs import ExerciseRow
from clinic.operations.safety.risk import close_risk_case
from tests.cast import NOW, Cast
from tests.client import Page, Person
from tests.crowd import theresa
from tests.homework import exercise_of
from tests.marks import cases
from tests.risk_actions import done

As = Callable[[str], Person]
TODAY = NOW.date().isoformat()
FAULTS = {
    "no day": {"practiced_on": ""},
    "a day to come": {"practiced_on": "2027-01-01"},
    "minutes in words": {"minutes": "a few"},
    "too many minutes": {"minutes": "9999"},
    "tension": {"before": "11"},
    "a long note": {"note": "x" * 5001},
    "no key": {"once": "?"},
}


def send(mia: Person, key: str, **sent: str) -> Page:
    told = {"once": "k" * 22, "practiced_on": TODAY, "minutes": "2", **sent}
    return mia.post("portal.practice.create", told, assignment_id=key)


@pytest.mark.parametrize("tick", ["felt_worse", "memories_broke_in"])
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_it_opens_one_case_and_help_is_shown(
    as_: As, db: Db, cast: Cast, tick: str, fault: dict[str, str]
) -> None:
    mia, row = as_("mia"), exercise_of(db, cast)
    for _ in range(2):
        page = send(mia, row.public_id, **{tick: "y"}, **fault)
        assert page.status == 422
    assert page.has_heading("You do not have to carry this alone")
    assert "told of your answer. The page itself is not kept" in page.text
    (case,) = cases(db, cast)
    assert (case.kind.value, case.practice_entry_id) == (
        "felt-worse" if tick == "felt_worse" else "memories",
        None,
    )
    desk = as_("theresa").get("therapist.risk_cases.show", case_id=case.public_id)
    title = db.get_one(ExerciseRow, row.exercise_id).title
    assert title in desk.text
    assert "The line of the log could not be kept as it was sent." in desk.text
    assert title in as_("theresa").get("therapist.dashboard.show").text


def test_without_a_tick_a_faulty_line_opens_nothing(as_: As, db: Db, cast: Cast) -> None:
    send(as_("mia"), exercise_of(db, cast).public_id, minutes="a few")
    assert cases(db, cast) == []


def test_the_line_that_it_becomes_takes_its_case_with_it(as_: As, db: Db, cast: Cast) -> None:
    mia, key = as_("mia"), exercise_of(db, cast).public_id
    send(mia, key, felt_worse="y", minutes="a few")
    assert send(mia, key, felt_worse="y").status == 303
    (case,) = cases(db, cast)
    entry = db.get_one(PracticeEntry, case.practice_entry_id)
    assert (case.mark, case.taken_back_at, entry.felt_worse) == ("felt-worse", None, True)


def test_a_tick_that_is_gone_when_it_is_kept_was_taken_back(as_: As, db: Db, cast: Cast) -> None:
    mia, key = as_("mia"), exercise_of(db, cast).public_id
    send(mia, key, felt_worse="y", minutes="a few")
    send(mia, key)
    (case,) = cases(db, cast)
    assert (case.closed_at, case.taken_back_at) == (None, NOW)
    assert done(db, case) == [(cast.accounts["mia"].id, "taken-back", None)]


def test_another_page_is_another_cry(as_: As, db: Db, cast: Cast) -> None:
    mia, key = as_("mia"), exercise_of(db, cast).public_id
    send(mia, key, felt_worse="y", minutes="a few")
    close_risk_case(db, theresa(cast), cases(db, cast)[0], "We spoke on the phone.", "phone")
    send(mia, key, felt_worse="y", minutes="a few", once="m" * 22)
    assert [case.closed_at is None for case in cases(db, cast)] == [False, True]
