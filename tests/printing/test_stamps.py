"""Names on paper, whatever people are called: readable, harmless, and inside their place."""

import re
from functools import cache
from io import BytesIO

import pytest
from pypdf import PdfReader

from clinic.domain.clinic.settings import Paper
from clinic.printing.packs import Pack, PersonPapers, pack_pdf
from clinic.printing.stamps import Slip, SlipKind
from tests.printing.paper import EVERY_KIND, drawing_steps, drawings_of, pages, sheet

SHEET = sheet(*EVERY_KIND)
HOSTILE = {
    "markup": "<b>Bold</b> & <img src=http://x>",
    "a page break": "A <p style='break-after: page'>B",
    "right to left": "עומר כהן",
    "a turned order": "ab\u202edc",
    "emoji": "Zoë \U0001f98a\U0001f33f",
    "two hundred letters": "x" * 200,
    "two hundred words": "word " * 200,
    "only signs without shape": "\u200b\u2066",
    "nothing": "",
    "lines": "One\nTwo\n\nThree",
    "wide letters": "漢字" * 60,
}


@cache
def pack(name: str, paper: Paper, is_large: bool) -> bytes:
    parts = tuple(
        PersonPapers(holder, "Tuesdays", (SHEET,), ("Session 1",), is_large)
        for holder in (name, "Mia")
    )
    return pack_pdf(Pack("Handouts", "en", paper, "555-0100", parts))


def readable(pdf: bytes) -> list[str]:
    """Read each page; beside an emoji our reader gives letters as the two bytes that they are."""
    return [page.replace("\x00", "") for page in pages(pdf)]


UNPRINTABLE = 25
"""In points: about nine millimeters at the upper edge; a name in two lines reaches into the margin
of 14 mm, but not to where printers and copiers begin to cut."""


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_a_name_changes_no_page_but_by_itself(name: str) -> None:
    plain, hostile = (readable(pack(each, Paper.A4, False)) for each in ("Max", name))
    assert len(hostile) == len(plain)
    assert ["Mia" in page for page in hostile] == ["Mia" in page for page in plain]
    assert all("555-0100" in page for page in hostile if page)


def test_markup_in_a_name_stands_as_it_was_typed() -> None:
    first, *_rest = pages(pack("<b>B</b> & Co", Paper.A4, False))
    assert "<b>B</b> & Co" in first


@pytest.mark.parametrize("is_large", [False, True])
@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("name", ["x" * 200, "word " * 200])
def test_a_long_name_is_cut_where_its_place_ends(name: str, paper: Paper, is_large: bool) -> None:
    _cover, first, *_rest = PdfReader(BytesIO(pack(name, paper, is_large))).pages
    assert len(re.findall("x|word", first.extract_text())) < 110
    width, height = first.mediabox.width, first.mediabox.height
    for key, form in drawings_of(first).items():
        if key == "/Sheet":
            continue
        left, low, right, high = (float(at) for at in form["/BBox"])
        (x, y) = drawn_at(drawing_steps(first).decode(), key)
        assert 0 <= x + left < x + right <= float(width) - 50
        assert 0 <= y + low < y + high <= float(height) - UNPRINTABLE


def drawn_at(content: str, key: str) -> tuple[float, float]:
    found = re.search(rf"([\d.-]+) ([\d.-]+) cm {key} Do", content)
    assert found
    return float(found[1]), float(found[2])


def test_a_turned_order_is_taken_out_and_joiners_stay() -> None:
    (first, *_rest) = pages(pack("ab\u202edc", Paper.A4, False))
    assert "abdc" in first


def test_signs_of_double_width_count_twice() -> None:
    assert Slip(SlipKind.NAME, "漢" * 11).is_long
    assert not Slip(SlipKind.NAME, "x" * 21).is_long


def test_the_faces_of_a_name_are_in_the_file() -> None:
    reader = PdfReader(BytesIO(pack("Zoë", Paper.A4, False)))
    embedded = 0
    for page in reader.pages:
        for form in drawings_of(page).values():
            for font in form["/Resources"].get("/Font", {}).values():
                descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
                assert {"/FontFile2", "/FontFile3"} & set(descriptor)
                embedded += 1
    assert embedded
