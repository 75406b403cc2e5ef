"""Codes as they are made, printed and typed."""

import secrets
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.domain.homework.sheet_codes import (
    LETTERS,
    lasts_until,
    new_code,
    printed_code,
    read_code,
)

NOW = datetime(2026, 3, 3, 18, tzinfo=UTC)


def test_a_code_is_eight_letters_of_which_none_looks_like_another() -> None:
    code = new_code(secrets.choice)
    assert len(code) == 8
    assert set(code) <= set(LETTERS)
    assert not set(LETTERS) & set("AEIOULQY0123456789")


@given(st.text(LETTERS, min_size=8, max_size=8))
def test_what_is_printed_is_read_back(code: str) -> None:
    assert read_code(printed_code(code)) == code


@pytest.mark.parametrize(
    "typed",
    [
        "BCDF-GHJK",
        "bcdfghjk",
        " bcdf ghjk ",
        "BcDf–GhJk",
        "b-c-d-f-g-h-j-k",
        "https://clinic.example.org/c/BCDFGHJK",
        "BCDF\u2011GHJK",
    ],
)
def test_a_code_may_be_typed_loosely(typed: str) -> None:
    assert read_code(typed) == "BCDFGHJK"


@given(st.text())
def test_any_other_text_is_no_code(typed: str) -> None:
    code = read_code(typed)
    assert code == "" or (len(code) == 8 and set(code) <= set(LETTERS))


@pytest.mark.parametrize("typed", ["", "BCDF-GHJ", "BCDF-GHJKM", "ABCD-EFGH", "BCDF-GHJ\0", "ßßßß"])
def test_what_cannot_be_a_code_is_empty(typed: str) -> None:
    assert read_code(typed) == ""


@pytest.mark.parametrize(("closes_in", "days"), [(7, 21), (0, 14), (-30, 14)])
def test_a_code_lasts_two_weeks_after_the_window_or_the_print(closes_in: int, days: int) -> None:
    closes_at = NOW + timedelta(days=closes_in)
    assert lasts_until(closes_at, NOW) == NOW + timedelta(days=days)
