"""Tests of tables that leave the program: nothing in them is computed, and numbers stay numbers."""

import csv
import io
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.domain.table_exports import safe_cell, table_of

UNSEEN = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})
FORMULAS = [
    *("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1"),
    *("\uff1d1+1", "\uff0b1+1", "\uff0d1+1", "\uff20SUM(A1)", "  =1+1", "\ufeff=1+1", "\u3000=1"),
    *('=HYPERLINK("x")', "-cmd|' /C calc'!A0", "--1", "+", "-", "-1-1", "- 3", "-1.5.2"),
]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_would_compute_begins_with_a_quote(text: str) -> None:
    assert safe_cell(text) == "'" + text


def test_no_invisible_character_hides_a_formula() -> None:
    signs = (chr(number) for number in range(sys.maxunicode + 1))
    unseen = [sign for sign in signs if unicodedata.category(sign) in UNSEEN]
    assert {"\0", "\x0b", "\u00ad", "\u2028", "\u202e", "\u2066", "\ufeff"} <= set(unseen)
    hidden = [f"{sign}{begin}1" for sign in unseen for begin in "=+-@"]
    hidden += [f" {sign}\u200b=1" for sign in unseen]
    assert [text for text in hidden if safe_cell(text) != "'" + text] == []


@pytest.mark.parametrize("text", ["-3", "+3", "-1.5", "-2e-3", "0", "12", "-1,5", "", "Mia", "a=b"])
def test_numbers_and_plain_words_stay_as_they_are(text: str) -> None:
    assert safe_cell(text) == text


@given(st.lists(st.lists(st.text(), min_size=2, max_size=4), min_size=1, max_size=4))
def test_a_table_reads_back_as_its_safe_cells(rows: list[list[str]]) -> None:
    read = list(csv.reader(io.StringIO(table_of(rows), newline="")))
    assert read == [[safe_cell(cell) for cell in row] for row in rows]


@given(st.text())
def test_no_cell_begins_with_a_sign_of_a_formula_unless_it_is_a_number(text: str) -> None:
    cell = safe_cell(text)
    is_formula = cell[:1] in {"=", "+", "-", "@", "\t", "\r"}
    assert not is_formula or float(cell.replace(",", ".")) or set(cell) & set("0123456789")
