"""Tags are true: what is read aloud of a PDF is what stands on it, and tables say their heads."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from clinic.content.instrument_files import load_instruments
from clinic.domain.clinic.settings import Paper
from clinic.domain.measures.instruments import Instrument
from clinic.domain.measures.rights import WordingMedium
from clinic.printing import render
from clinic.printing.measures import measure_html
from clinic.printing.sheets import Layout, Stamp, sheet_pdf
from tests.printing.paper import ANSWERS, EVERY_KIND, SHEETS, job, sheet, shipped
from tests.tags import tag_faults

TODAY = date(2026, 3, 1)
OWN = Stamp(holder="Mia Rossi", subtitle="Before", code="ABCDEFGH", link="https://c.example/A")
PRINTABLE = [
    form
    for form in load_instruments().instruments.values()
    if form.why_not(WordingMedium.PAPER, TODAY) is None
]
LARGEST_FORM = 150_000
"""Bytes of a sheet to fill in, which goes to a phone by a line that may be poor."""


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_each_shipped_sheet_is_tagged_well_in_large_print_and_to_fill_in(path: Path) -> None:
    worksheet = shipped(path)
    assert tag_faults(sheet_pdf(job(worksheet, is_large=True))) == []
    form = sheet_pdf(job(worksheet, form_id="hearth:W99:0123"))
    assert tag_faults(form) == []
    assert len(form) < LARGEST_FORM


@pytest.mark.parametrize("is_large", [False, True])
def test_every_kind_of_answer_is_tagged_well(is_large: bool) -> None:
    filled = sheet_pdf(job(sheet(*EVERY_KIND), is_large=is_large, answers=ANSWERS))
    assert tag_faults(filled) == []


@pytest.mark.parametrize("form", PRINTABLE, ids=lambda form: form.key)
def test_each_questionnaire_is_tagged_well(form: Instrument) -> None:
    html = measure_html(form, Layout(Paper.A4), today=TODAY, own=OWN)
    assert tag_faults(render.pdf(html)) == []


def test_a_head_of_a_column_says_so_and_one_of_a_row_too() -> None:
    html = "<html lang=en><title>T</title><table><thead><tr><th>Day<th>Note</thead>"
    html += "<tbody><tr><th>Monday<td>calm</tbody></table>"
    with pikepdf.open(BytesIO(render.pdf(html))) as pdf:
        heads = [each for each in pdf.objects if _kind(each) == "/TH"]
        assert [_scope(head) for head in heads] == ["/Column", "/Column", "/Row"]


def test_a_rating_is_no_table() -> None:
    with pikepdf.open(BytesIO(sheet_pdf(job(sheet(EVERY_KIND[3]))))) as pdf:
        assert "/Table" not in {_kind(each) for each in pdf.objects}


def _scope(head: pikepdf.Object) -> str:
    attributes = head.A if isinstance(head.A, pikepdf.Array) else [head.A]
    (scope,) = (str(each.Scope) for each in attributes if "/Scope" in each)
    return scope


def _kind(element: pikepdf.Object) -> str:
    return str(element.get("/S")) if isinstance(element, pikepdf.Dictionary) else ""
