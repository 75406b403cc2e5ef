"""Practice that came in on paper counts as practice on a phone does, on every page and report."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.homework.homework import key_of_line
from clinic.models.assignments import Assignment
from clinic.models.practice import PracticeEntry
from clinic.operations.homework.practice import Practice, log_practice
from clinic.operations.homework.practice_papers import (
    PaperLine,
    type_practice_paper,
)
from tests.cast import NOW, Cast
from tests.client import Page, Person
from tests.conftest import Clock
from tests.crowd import theresa
from tests.homework import exercise_of
from tests.scores import give_score

As = Callable[[str], Person]
Line = tuple[Practice, PracticeEntry | None]
FIRST = date(2026, 2, 24)
DAYS = (
    Practice(practiced_on=FIRST, minutes=12, before=7, after=4),
    Practice(practiced_on=FIRST, minutes=5, has_stepped_down=True),
    Practice(practiced_on=FIRST + timedelta(days=1), minutes=0),
)
"""What Mia told on her phone and Noor on her paper: twice on one day, and a moment on another."""
AFTER_MID = NOW + timedelta(days=13)
REPORT = {"parts": ["practice"], "paper": "A4", "then": "print", "for_whom": "Dr. Weber"}


def type_in(db: Db, actor: Actor, row: Assignment, *lines: Line) -> list[PracticeEntry]:
    """Type a sheet in; a line with an entry is mended by the paper."""
    sheet = [
        PaperLine(
            key=key_of_line(row.public_id, practice.practiced_on, turn),
            about=entry or row,
            practice=practice,
        )
        for turn, (practice, entry) in enumerate(lines)
    ]
    typed = type_practice_paper(db, actor, row, sheet)
    assert typed.refused == {}
    return list(typed.entries)


@pytest.fixture
def typed(db: Db, cast: Cast) -> list[PracticeEntry]:
    """Both did the same; Theresa typed Noor's of it in."""
    for day in DAYS:
        log_practice(db, Actor(None, NOW), exercise_of(db, cast, "mia"), day)
    row = exercise_of(db, cast, "noor")
    return type_in(db, theresa(cast), row, *((day, None) for day in DAYS))


def rows_of(page: Page, name: str) -> list[str]:
    """Give a person's rows of all tables, without her name and how she takes part."""
    rows = [row for row in page.parts("tr") if name in row.text]
    return [" ".join(cell.text for cell in row.parts("td")) for row in rows]


def row_of(page: Page, name: str) -> str:
    return rows_of(page, name)[0]


def facts_of(person: Person, cast: Cast, name: str) -> tuple[str, str]:
    """Give the figures of practice on a person's page, and what was taken up of the week."""
    text = person.get("therapist.clients.show", client_id=cast.clients[name].public_id).text
    figures = re.search(r"(\d+) minutes practiced in 7 days.*?last practice", text)
    agreed = re.search(r"After session 3.*?After session", text)
    assert figures
    assert agreed
    return figures[0], agreed[0]


def log_of(person: Person, cast: Cast, name: str) -> str:
    text = person.get("therapist.clients.show", client_id=cast.clients[name].public_id).text
    return text[text.index("Practice log 3 practices") :]


def report_of(person: Person, cast: Cast, name: str, kind: str) -> str:
    """Give the words of a report on somebody's practice, without her name and code."""
    where = {"enrollment_id": cast.enrollments[name].public_id, "kind": kind}
    body = person.browser.post(person.url("handouts.reports.create", **where), data=REPORT).data
    text = " ".join(" ".join(it.extract_text() for it in PdfReader(BytesIO(body)).pages).split())
    client = cast.clients[name]
    for word in (client.preferred_name, client.family_name, client.code):
        text = text.replace(word, "…")
    return text


@pytest.mark.usefixtures("typed")
def test_the_week_on_the_dashboard_counts_paper_as_it_counts_a_phone(as_: As, cast: Cast) -> None:
    page = as_("theresa").get("therapist.dashboard.show")
    of_noor = row_of(page, "Noor H.")
    assert of_noor == row_of(page, "Mia R.") == "3 partly done not yet not yet not yet not yet 17"
    assert "2 of 3 practiced this week" in page.text
    assert page.text.count("1 gentler step") == 2


@pytest.mark.usefixtures("typed")
def test_a_persons_page_has_the_same_figures_and_names_the_medium_in_the_log_alone(
    as_: As, cast: Cast
) -> None:
    figures, agreed = facts_of(as_("theresa"), cast, "noor")
    assert (figures, agreed) == facts_of(as_("theresa"), cast, "mia")
    assert figures.startswith("17 minutes practiced in 7 days 17 minutes in all Wed, Feb 25")
    assert "1 of 5 started" in agreed
    assert "3 of 4 partly done 17 min" in agreed
    logs = [log_of(as_("theresa"), cast, name) for name in ("noor", "mia")]
    assert [log.count("on paper") for log in logs] == [3, 0]
    assert logs[0].replace(" · on paper", "") == logs[1]


def test_a_sheet_that_is_mended_counts_as_it_stands_now(
    as_: As, db: Db, cast: Cast, typed: list[PracticeEntry]
) -> None:
    before = replace(DAYS[0], practiced_on=FIRST + timedelta(days=1), minutes=21)
    row = exercise_of(db, cast, "noor")
    type_in(db, theresa(cast), row, (before, typed[0]), *zip(DAYS[1:], typed[1:], strict=True))
    text = row_of(as_("theresa").get("therapist.dashboard.show"), "Noor H.")
    assert text.startswith("3 partly done")
    assert text.endswith(" 26")
    assert facts_of(as_("theresa"), cast, "noor")[0].startswith("26 minutes practiced in 7 days 26")


def test_an_empty_sheet_is_no_practice(as_: As, db: Db, cast: Cast) -> None:
    type_in(db, theresa(cast), exercise_of(db, cast, "noor"))
    page = as_("theresa").get("therapist.dashboard.show")
    assert row_of(page, "Noor H.") == "not yet not yet not yet not yet not yet 0"
    assert "0 of 3 practiced this week" in page.text


def test_a_sheet_that_comes_in_late_counts_for_its_own_days(
    as_: As, db: Db, cast: Cast, clock: Clock
) -> None:
    clock.at = AFTER_MID
    late = replace(theresa(cast), at=AFTER_MID)
    type_in(db, late, exercise_of(db, cast, "noor"), *((day, None) for day in DAYS))
    assert row_of(as_("theresa").get("therapist.dashboard.show"), "Noor H.").endswith(" 0")
    figures, agreed = facts_of(as_("theresa"), cast, "noor")
    assert figures.startswith("0 minutes practiced in 7 days 17 minutes in all Wed, Feb 25")
    assert "3 of 4 partly done 17 min" in agreed


@pytest.mark.usefixtures("typed")
@pytest.mark.parametrize("kind", ["client", "referrer"])
def test_no_report_tells_paper_from_a_phone(as_: As, cast: Cast, kind: str) -> None:
    text = report_of(as_("theresa"), cast, "noor", kind)
    assert text == report_of(as_("theresa"), cast, "mia", kind)
    assert "Practice Times Minutes A place that welcomes you 3 17" in text


@pytest.mark.usefixtures("typed")
def test_practice_beside_the_change_and_early_signs_are_the_same(
    as_: As, db: Db, cast: Cast, clock: Clock
) -> None:
    clock.at = AFTER_MID
    for name in ("mia", "noor"):
        give_score(db, cast, name, 9)
        give_score(db, cast, name, 16, occasion="mid")
    text = as_("theresa").get("therapist.dashboard.show").text
    signs = text[text.index("Early signs in the measures") : text.index("This week's practice")]
    assert signs.count("PHQ-9 (midway): reliable deterioration. From 9 to 16") == 2
    group = {"cohort_id": cast.cohort.public_id}
    rows = as_("theresa").get("therapist.cohort_measures.show", **group)
    of_noor = rows_of(rows, "Noor H.")[-1]
    assert of_noor == rows_of(rows, "Mia R.")[-1]
    assert re.search(r"\b17\b", of_noor)
