"""What a phone may dial out of a clinic's own words, and what is a year or an hour."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.domain.people.phones import first_number, with_numbers


def dialed(text: str) -> list[str]:
    return [piece.dials for piece in with_numbers(text) if piece.dials]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("555 0100, day and night", ["5550100"]),
        ("Call 988 or 911.", ["988", "911"]),
        ("Samaritans: 116 123 (free).", ["116123"]),
        ("+44 (0)20 7946 0018", ["+442079460018"]),
        ("0800-111-0-222", ["08001110222"]),
        ("(555) 010-0199", ["5550100199"]),
        ("Open 9-17, 24/7 by mail, since 2019.", []),
        ("From 08:00-17:30 in room 12, Nov 25 2026", []),
        ("https://help.example/5550100", []),
        ("Version 1.234 of 10.10.2026", []),
    ],
)
def test_numbers_are_told_from_hours_years_and_addresses(text: str, numbers: list[str]) -> None:
    assert dialed(text) == numbers


def test_a_text_without_a_number_offers_none() -> None:
    assert first_number("The help line of your town") is None


@settings(max_examples=60)
@given(st.text(alphabet="0123456789 +-()/:.ab\n"))
def test_the_pieces_joined_are_the_text(text: str) -> None:
    assert "".join(piece.text for piece in with_numbers(text)) == text
