"""A week of home practice at the typing desk: as a plain form, without scripts."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.enrollments import Medium
from clinic.models.assignments import Assignment
from clinic.models.practice import PracticeCorrection, PracticeEntry, PracticePaper
from clinic.models.risk import RiskCase
from clinic.operations.homework.practice import Practice, log_practice
from tests.cast import NOW, Cast
from tests.client import Page, Person
from tests.conftest import Clock
from tests.homework import exercise_of, measure_of

As = Callable[[str], Person]
DAY = "2026-02-24"


@pytest.fixture
def row(db: Db, cast: Cast) -> Assignment:
    return exercise_of(db, cast, "noor")


def send(person: Person, row: Assignment, old: Page | None = None, /, **values: str) -> Page:
    """Send the page as it is drawn by now, or an older one, with lines of one day in it."""
    page = old or person.get("therapist.practice_papers.edit", assignment_id=row.public_id)
    place = f"{row.public_id}-{DAY}-0"
    body = {one["name"]: one["value"] for one in page.parts("input", type="text", value=True)}
    body |= dict.fromkeys(page.ticked, "y") | {"drawn": page.drawn}
    body |= {f"{name}-{place}" if "-" not in name else name: it for name, it in values.items()}
    return person.post("therapist.practice_papers.update", body, assignment_id=row.public_id)


def lines(db: Db) -> list[tuple[int, int | None, int | None]]:
    db.commit()
    rows = db.scalars(select(PracticeEntry).order_by(PracticeEntry.id))
    return [(each.minutes, each.before, each.after) for each in rows]


def test_the_sheet_has_each_practice_and_each_day_from_meeting_to_meeting(
    as_: As, row: Assignment
) -> None:
    page = as_("theresa").get("therapist.practice_papers.edit", assignment_id=row.public_id)
    names = [one["name"] for one in page.parts("input", name=True)]
    begin, end = f"minutes-{row.public_id}-", "-0"
    days = [n[len(begin) : -2] for n in names if n.startswith(begin) and n.endswith(end)]
    assert (days[0], days[-1], len(days)) == ("2026-02-24", "2026-03-03", 8)


def test_a_week_is_typed_and_counts_and_the_desk_stays_with_the_person(
    as_: As, db: Db, cast: Cast, row: Assignment, clock: Clock
) -> None:
    clock.at = NOW + timedelta(days=6)
    theresa = as_("theresa")
    assert "Home practice" in theresa.get("therapist.keyings.index").text
    sent = send(theresa, row, minutes="12 min", before="7", after="4", has_stepped_down="y")
    assert sent.status == 303
    assert lines(db) == [(12, 7, 4)]
    assert "1 line of Noor Haddad’s practice is entered." in theresa.open(sent.location).text
    assert db.scalars(select(PracticeEntry.medium)).one() is Medium.PAPER
    assert db.scalars(select(PracticePaper)).one().account_id == cast.accounts["theresa"].id
    log = theresa.get("therapist.clients.show", client_id=cast.clients["noor"].public_id)
    assert "on paper" in log.text


def test_an_empty_sheet_comes_in_too_and_leaves_the_desk(
    as_: As, db: Db, row: Assignment, clock: Clock
) -> None:
    clock.at = NOW + timedelta(days=6)
    theresa = as_("theresa")
    page = theresa.get("therapist.practice_papers.edit", assignment_id=row.public_id)
    first = f"/assignments/{page.id_after('/assignments/')}/practice-paper"
    assert theresa.get("therapist.keyings.index").leads_to(first)
    sent = send(theresa, row)
    assert "Noor Haddad’s sheet is entered, with nothing on it." in theresa.open(sent.location).text
    assert not theresa.get("therapist.keyings.index").leads_to(first)


def test_a_number_that_cannot_be_read_keeps_all_else(as_: As, db: Db, row: Assignment) -> None:
    theresa = as_("theresa")
    page = send(
        theresa,
        row,
        minutes="12",
        before="many",
        after="4",
        **{f"minutes-{row.public_id}-2026-02-25-0": "1o"},
    )
    assert page.status == 422
    assert lines(db) == [(12, None, 4)]
    assert "1 line is kept." in page.text
    assert page.has_value("many")
    assert page.has_value("1o")
    assert db.scalars(select(PracticePaper)).all() == []


def test_ticks_without_minutes_are_heard_and_asked_for(as_: As, db: Db, row: Assignment) -> None:
    page = send(as_("theresa"), row, felt_worse="y")
    assert page.status == 422
    assert "Type the minutes too, 0 if it was a moment." in page.text
    assert len(db.scalars(select(RiskCase)).all()) == 1


def test_a_tick_stops_the_desk_at_its_case(as_: As, db: Db, row: Assignment) -> None:
    theresa = as_("theresa")
    sent = send(theresa, row, minutes="5", felt_worse="y")
    stop = theresa.open(sent.location)
    assert stop.has_heading("Please look at this first")
    assert db.scalars(select(RiskCase)).one().public_id in stop.html


def test_a_line_typed_twice_is_found(as_: As, db: Db, row: Assignment) -> None:
    theresa, tom = as_("theresa"), as_("tom")
    old = tom.get("therapist.practice_papers.edit", assignment_id=row.public_id)
    send(theresa, row, minutes="12", before="7", after="4")
    assert send(tom, row, old, minutes="12", before="7", after="4").status == 303
    assert lines(db) == [(12, 7, 4)]
    page = send(tom, row, old, minutes="15", before="7", after="4")
    assert page.status == 422
    assert "What is there now" in page.text
    assert lines(db) == [(12, 7, 4)]


def test_a_day_that_was_written_down_online_is_asked_about(
    as_: As, db: Db, cast: Cast, row: Assignment
) -> None:
    said = Practice(practiced_on=NOW.date() - timedelta(days=1), minutes=11)
    log_practice(db, Actor(None, NOW), row, said)
    page = send(as_("theresa"), row, minutes="12")
    assert page.status == 422
    assert "Written down online for this day already: 11 min." in page.text
    assert lines(db) == [(11, None, None)]
    assert send(as_("theresa"), row, minutes="12", again="y").status == 303
    assert lines(db) == [(11, None, None), (12, None, None)]


def test_any_facilitator_corrects_and_what_stood_is_kept_with_a_name(
    as_: As, db: Db, cast: Cast, row: Assignment
) -> None:
    send(as_("theresa"), row, minutes="12", before="7", after="4")
    assert send(as_("tom"), row, minutes="21").status == 303
    assert lines(db) == [(21, 7, 4)]
    stood = db.scalars(select(PracticeCorrection)).one()
    assert (stood.minutes, stood.account_id) == (12, cast.accounts["tom"].id)
    shown = as_("theresa").get("therapist.clients.show", client_id=cast.clients["noor"].public_id)
    assert "Corrected by Tom Adeyemi" in shown.text


def test_a_line_at_the_wrong_day_is_moved_and_one_that_is_emptied_is_asked_about(
    as_: As, db: Db, row: Assignment
) -> None:
    theresa = as_("theresa")
    send(theresa, row, minutes="12")
    page = send(theresa, row, minutes="")
    assert page.status == 422
    assert "This line is already entered." in page.text
    moved = {f"minutes-{row.public_id}-2026-02-25-0": "12"}
    assert send(theresa, row, minutes="", **moved).status == 303
    entry = db.scalars(select(PracticeEntry)).one()
    db.refresh(entry)
    assert entry.practiced_on.isoformat() == "2026-02-25"


def test_after_one_paper_comes_the_next_of_the_same_person(
    as_: As, db: Db, cast: Cast, row: Assignment, clock: Clock
) -> None:
    clock.at = NOW + timedelta(days=6)
    theresa, last = as_("theresa"), measure_of(db, cast, "noor")
    keys = {f"item_{n}": "1" if n != 9 else "0" for n in range(1, 11)}
    sent = theresa.post("therapist.keyings.create", keys, administration_id=last.public_id)
    assert "Noor Haddad" in theresa.open(sent.location).text
    assert not sent.location.endswith("/typing-desk")
