"""The notes on a person's chart: in a report only where whoever writes it says so."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.enrollments import Medium
from clinic.models.measures import Administration
from clinic.models.programs import InstrumentRow
from clinic.operations.measures.administrations import answer_items, finish_administration
from clinic.operations.people.chart_notes import write_chart_note
from tests.cast import NOW, Cast
from tests.client import Person

As = Callable[[str], Person]
CHOICE = {"parts": ["measures"], "paper": "A4", "then": "preview", "for_whom": "Dr. Weber"}
WITH_NOTES = CHOICE | {"parts": ["measures", "chart-notes"]}


@pytest.fixture
def noted(db: Db, cast: Cast) -> None:
    """One PHQ-9 of Mia's, and two notes to days in her course."""
    mia, theresa = cast.enrollments["mia"], Actor(cast.accounts["theresa"].id, NOW)
    row = db.scalars(
        select(Administration)
        .join(InstrumentRow)
        .where(Administration.enrollment_id == mia.id, InstrumentRow.key == "phq-9")
        .order_by(Administration.opens_at)
    ).first()
    assert row is not None
    answer_items(db, theresa, row, dict.fromkeys(range(1, 10), 2), Medium.PAPER)
    finish_administration(db, theresa, row, Medium.PAPER)
    for days, words in ((0, "Came back from a break."), (3, "New job.")):
        day = NOW.date() - timedelta(days=days)
        write_chart_note(db, theresa, mia, day, words, NOW.date())


@pytest.fixture
def printed(as_: As, cast: Cast, noted: None) -> Callable[..., str]:
    def take(kind: str, data: dict[str, object]) -> str:
        where = {"enrollment_id": cast.enrollments["mia"].public_id, "kind": kind}
        url = as_("nobody").url("handouts.reports.create", **where)
        answer = as_("theresa").browser.post(url, data=data)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        pages = PdfReader(BytesIO(answer.get_data())).pages
        return " ".join("\n".join(page.extract_text() for page in pages).split())

    return take


@pytest.mark.parametrize("kind", ["client", "referrer"])
def test_the_notes_and_their_letters_are_in_it_only_where_they_are_chosen(
    as_: As, cast: Cast, printed: Callable[..., str], kind: str
) -> None:
    page = as_("theresa").get(
        "handouts.reports.new", enrollment_id=cast.enrollments["mia"].public_id, kind=kind
    )
    assert page.is_ticked("measures")
    assert len(page.parts(value="chart-notes")) == 1
    assert not page.is_ticked("chart-notes")
    without = printed(kind, CHOICE)
    for word in ("New job", "break", "Letter", " note "):
        assert word not in without
    text = printed(kind, WITH_NOTES)
    assert "Letter Day Note a Feb 22, 2026 New job. b Feb 25, 2026 Came back from a break." in text
    assert "a b note" in text


@pytest.mark.parametrize("kind", ["client", "referrer"])
def test_notes_that_nobody_wrote_are_not_offered(as_: As, cast: Cast, kind: str) -> None:
    where = {"enrollment_id": cast.enrollments["mia"].public_id, "kind": kind}
    page = as_("theresa").get("handouts.reports.new", **where)
    assert page.has_value("measures")
    assert "chart-notes" not in page.html


@pytest.mark.parametrize("kind", ["client", "referrer"])
def test_notes_without_the_drawings_are_refused_in_words(
    as_: As, cast: Cast, noted: None, kind: str
) -> None:
    page = as_("theresa").post(
        "handouts.reports.create",
        CHOICE | {"parts": ["attendance", "chart-notes"]},
        enrollment_id=cast.enrollments["mia"].public_id,
        kind=kind,
    )
    assert page.status == 422
    assert "Choose the questionnaires with them." in page.text


def test_her_own_report_tells_her_numbers_in_a_table_too(printed: Callable[..., str]) -> None:
    assert "When Day Number Before Feb 25, 2026 18" in printed("client", CHOICE)
