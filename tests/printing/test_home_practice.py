"""The sheet for a week at home: what was agreed, a line a day, and behind it how it is done."""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from clinic.domain.clinic.settings import Paper
from clinic.printing import render
from clinic.printing.home_practice import (
    AgreedPractice,
    HomePractice,
    Steps,
    home_practice_html,
)
from clinic.printing.packs import Pack, PersonPapers, pack_pdf
from clinic.printing.sheets import Layout, Stamp
from tests.tags import tag_faults

DAYS = ("Tue, Mar 3", "Wed, Mar 4", "Thu, Mar 5")
SHEET = HomePractice(
    "W26",
    "My practice week",
    "A glance at the week.",
    "en",
    (
        AgreedPractice("Safe place", "3 times a week, about 7 minutes", "Three-breath pause", DAYS),
        AgreedPractice("Letter", "1 time a week, about 10 minutes", "", DAYS),
    ),
    (
        Steps("Safe place", "Calm.", "Slowly.", "Stop if.", "<ol><li>Sit.</li></ol>", ""),
        Steps("Three-breath pause", "", "", "", "<ol><li>Stop.</li></ol>", "Safe place"),
    ),
)


def words(pdf: bytes) -> str:

    pages = PdfReader(BytesIO(pdf)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


@pytest.mark.parametrize("is_large", [False, True])
@pytest.mark.parametrize("paper", list(Paper))
def test_its_tags_are_true(paper: Paper, is_large: bool) -> None:
    html = home_practice_html(SHEET, Layout(paper, is_large, "555 0100"), has_code_place=True)
    assert tag_faults(render.pdf(html)) == []


def test_it_has_a_line_a_day_in_the_order_of_the_desk_then_the_steps() -> None:
    text = words(render.pdf(home_practice_html(SHEET, Layout(Paper.A4, False, "555 0100"))))
    order = [
        "Safe place",
        "3 times a week, about 7 minutes",
        *DAYS,
        "Letter",
        "Sit.",
        "Stop.",
    ]
    places = [text.index(word) for word in order]
    assert places == sorted(places)
    assert "The gentler one instead of: Safe place" in text


def test_two_with_the_same_week_share_a_master_and_each_has_her_own_stamp() -> None:
    own = {"W26": Stamp("Mia R.", "Tuesdays", "ABCD-EFGH", "https://c.example/A")}
    parts = (
        PersonPapers("Mia R.", "Tuesdays", (SHEET,), stamps=own),
        PersonPapers("Max D.", "Tuesdays", (SHEET,)),
    )
    pdf = pack_pdf(Pack("Session 4", "en", Paper.A4, "", parts))
    text = words(pdf)
    assert text.count("Mia R.") == text.count("Max D.") > 0
    assert text.count("ABCD-EFGH") == 1
