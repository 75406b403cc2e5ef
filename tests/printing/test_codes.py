"""Codes on paper: a camera and a hand find the same sheet, and no room to write is lost."""

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from clinic.domain.clinic.settings import Paper
from clinic.printing.packs import Pack, PersonPapers, pack_pdf
from clinic.printing.sheets import SheetJob, Stamp, sheet_html, sheet_pdf
from tests.printing.paper import (
    EVERY_KIND,
    SHEETS,
    drawing_steps,
    job,
    length,
    pages,
    sheet,
    shipped,
)
from tests.printing.squares import modules_of, read_square

LINK = "https://clinic.example.org/c/BCDFGHJK"
MILLIMETER = 72 / 25.4


def coded(plain: SheetJob) -> SheetJob:
    return replace(plain, code="BCDF-GHJK", link=LINK)


def drawings(html: str) -> list[str]:
    return re.findall(r"<svg [^>]*segno.*?</svg>", html)


def test_the_square_holds_the_link() -> None:
    (drawing,) = drawings(sheet_html(coded(job(sheet(EVERY_KIND[0])))))
    assert read_square(modules_of(drawing)) == LINK


def test_a_square_that_is_not_that_of_the_link_is_told_apart() -> None:
    other = replace(coded(job(sheet())), link=LINK.replace("BCDF", "BCDG"))
    (drawing,) = drawings(sheet_html(other))
    assert read_square(modules_of(drawing)) != LINK


def test_the_square_is_black_and_says_to_a_screen_reader_what_it_is() -> None:
    (drawing,) = drawings(sheet_html(coded(job(sheet()))))
    assert set(re.findall(r'(?:stroke|fill)="([^"]+)"', drawing)) == {"#000"}
    assert "<title>A square for the camera of a phone</title>" in drawing


def test_the_code_is_text_on_the_first_page_alone() -> None:
    first, *others = pages(sheet_pdf(coded(job(sheet(*EVERY_KIND)))))
    assert "BCDF-GHJK" in first
    assert others
    assert not any("BCDF-GHJK" in page for page in others)


@pytest.mark.parametrize("is_large", [False, True])
def test_the_square_is_large_enough_for_any_camera(is_large: bool) -> None:
    pdf = sheet_pdf(coded(job(sheet(EVERY_KIND[0]), is_large=is_large)))
    page = PdfReader(BytesIO(pdf)).pages[0]
    scales = re.findall(rb"([\d.]+) 0 0 ([\d.]+) [-\d. ]+ cm", drawing_steps(page))
    modules = len(modules_of(drawings(sheet_html(coded(job(sheet()))))[0]))
    # One unit of the drawing is one module; WeasyPrint counts in pixels, 96 to the inch.
    widest = max(float(scale) for scale, _ in scales) * 0.75 * modules / MILLIMETER
    assert widest >= 18


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_neither_a_code_nor_the_place_for_a_name_makes_a_shipped_sheet_longer(path: Path) -> None:
    # Letter is the shorter paper, on which several sheets are full.
    plain = job(shipped(path), paper=Paper.LETTER)
    master = replace(plain, holder=None, subtitle="", is_master=True, has_code_place=True)
    longest = length(sheet_html(plain))
    assert length(sheet_html(coded(plain))) <= longest
    assert length(sheet_html(master)) <= longest


def test_without_a_link_there_is_neither_square_nor_code() -> None:
    html = sheet_html(job(sheet()))
    assert drawings(html) == []
    assert 'class="code"' not in html


def test_each_person_of_a_pack_has_her_own_codes_and_other_sheets_none() -> None:
    home, room = replace(sheet(), code="W98"), sheet()
    parts = tuple(
        PersonPapers(
            name, "Tuesdays", (home, room), stamps={"W98": Stamp(name, "Tuesdays", code, LINK)}
        )
        for name, code in (("Mia R.", "BCDF-GHJK"), ("Max D.", "MNPR-STVW"))
    )
    printed = pages(pack_pdf(Pack("Session 1", "en", Paper.A4, "555-0100", parts)))
    assert ["BCDF-GHJK" in page for page in printed] == [True, False, False, False]
    assert ["MNPR-STVW" in page for page in printed] == [False, False, True, False]
