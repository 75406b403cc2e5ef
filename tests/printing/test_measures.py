"""Questionnaires on paper: the notice stands there, and what may not be printed is refused."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from clinic.content.instrument_files import load_instruments
from clinic.domain.clinic.settings import Paper
from clinic.domain.errors import Refused
from clinic.domain.measures.instruments import Option
from clinic.domain.measures.rights import License, WordingMedium
from clinic.printing import render
from clinic.printing.measures import measure_html
from clinic.printing.sheets import Layout, Stamp

SHELF = load_instruments().instruments
TODAY = date(2026, 3, 1)
SCREEN_ONLY = License("The holder", "A letter", frozenset({WordingMedium.SCREEN}))


def test_a_form_on_paper_carries_the_notice_of_its_holder() -> None:
    html = measure_html(SHELF["gad-7"], Layout(Paper.A4), today=TODAY)
    assert "Spitzer" in html
    assert "No permission required" in html


def test_a_license_for_screens_prints_nothing() -> None:
    licensed = replace(SHELF["gad-7"], license=SCREEN_ONLY)
    with pytest.raises(Refused, match="The license of this clinic for GAD-7 does not cover paper"):
        measure_html(licensed, Layout(Paper.A4), today=TODAY)


def test_a_key_without_words_prints_nothing() -> None:
    with pytest.raises(Refused, match="The wording of CORE-10 is not here"):
        measure_html(SHELF["core-10"], Layout(Paper.A4), today=TODAY)


def test_questions_keep_their_order_whatever_answers_they_offer() -> None:
    form = SHELF["gad-7"]
    own = (Option(0, "No"), Option(1, "Yes"))
    first, second, third, *rest = form.items
    items = (first, replace(second, options=own), replace(third, heading="And since then:"), *rest)
    html = measure_html(replace(form, items=items), Layout(Paper.A4), today=TODAY)
    texts = [first.text, second.text, "And since then:", third.text]
    places = [html.index(text) for text in texts if text]
    assert places == sorted(places)
    assert html.count("<table") == 2


@pytest.mark.parametrize("is_large", [False, True])
def test_no_lead_in_and_no_notice_stands_alone_on_a_page(is_large: bool) -> None:
    """The impairment questions of the ITQ and the notice of the RSES once did."""
    own = Stamp(holder="Mia Rossi", subtitle="Before", code="ABCDEFGH", link="https://c.example/A")
    for key, alone in (("itq", "How true is this of you?"), ("rses", "self-image")):
        pdf = render.pdf(measure_html(SHELF[key], Layout(Paper.A4, is_large), today=TODAY, own=own))
        pages = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
        [page] = [" ".join(each.split()) for each in pages if alone in " ".join(each.split())]
        assert "upset, it takes me" in page if key == "itq" else "positive attitude" in page
