"""Paper says who reads it, and says what is so: it is read where it is handed in."""

from dataclasses import replace
from pathlib import Path

import pytest

from clinic.domain.homework.worksheets import Readers, Worksheet
from clinic.printing.sheets import sheet_html
from tests.printing.paper import ANSWERS, EVERY_KIND, SHEETS, job, sheet, shipped

OPEN = sheet(EVERY_KIND[0])
MINE = replace(OPEN, readers=Readers.MINE)
KEEP = "Keep this sheet. Hand it in only if you want it read."
HAND_IN = "If you hand it in, your facilitators read it."
LINES = (KEEP, HAND_IN, "This sheet is yours. Bring it back", "can read what you bring back.")


def said(worksheet: Worksheet, **given: object) -> list[str]:
    text = " ".join(sheet_html(replace(job(worksheet), **given)).split())  # type: ignore[arg-type]  # each test names what it changes
    return [line for line in LINES if line in text]


@pytest.mark.parametrize("is_large", [False, True])
def test_paper_quotes_the_rule_of_the_sheet(is_large: bool) -> None:
    assert said(OPEN, is_large=is_large) == [HAND_IN]
    assert said(MINE, is_large=is_large) == [KEEP]


def test_a_form_speaks_of_bringing_it_back() -> None:
    assert said(MINE, form_id="W99 1") == [LINES[2]]
    assert said(OPEN, form_id="W99 1") == [LINES[3]]
    assert said(MINE, form_id="W99 1", answers=ANSWERS) == [LINES[2]]


def test_what_is_printed_with_its_answers_or_only_to_be_read_says_nothing_of_it() -> None:
    assert said(OPEN, answers=ANSWERS) == said(MINE, answers=ANSWERS) == []
    assert said(sheet()) == []


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem[:3])
def test_every_shipped_sheet_says_it_once(path: Path) -> None:
    worksheet = shipped(path)
    is_mine = worksheet.readers is Readers.MINE
    expected = [] if not worksheet.fields else [KEEP] if is_mine else [HAND_IN]
    assert said(worksheet) == expected
