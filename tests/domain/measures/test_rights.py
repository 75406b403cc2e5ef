"""Where a wording may appear: each medium, the clinic's own license, and its last day."""

from dataclasses import replace
from datetime import date

import pytest

from clinic.content.instrument_files import load_instruments
from clinic.domain.measures.instruments import Instrument
from clinic.domain.measures.rights import License, WordingMedium

SHELF = load_instruments().instruments
TODAY = date(2026, 3, 1)
WORDS = tuple(replace(item, text="Words") for item in SHELF["dass-21"].items)
DASS = replace(SHELF["dass-21"], items=WORDS)
OURS = License("The holder", "Letter of May 3", frozenset({WordingMedium.SCREEN}), TODAY)


def refused(instrument: Instrument, medium: WordingMedium, today: date = TODAY) -> str:
    return str(instrument.why_not(medium, today))


@pytest.mark.parametrize(
    ("medium", "sentence"),
    [
        (WordingMedium.SCREEN, "The rights of DASS-21 do not allow its wording on a screen."),
        (
            WordingMedium.EXPORT,
            "The rights of DASS-21 do not allow its wording in a file for others.",
        ),
        (WordingMedium.TRANSLATION, "The rights of DASS-21 do not allow a translation."),
        (WordingMedium.PAPER, "None"),
    ],
)
def test_the_rights_record_decides_for_each_medium(medium: WordingMedium, sentence: str) -> None:
    assert refused(DASS, medium) == sentence


@pytest.mark.parametrize(
    ("medium", "sentence"),
    [
        (WordingMedium.SCREEN, "None"),
        (WordingMedium.PAPER, "The license of this clinic for DASS-21 does not cover paper."),
        (
            WordingMedium.EXPORT,
            "The license of this clinic for DASS-21 does not cover passing it on.",
        ),
        (
            WordingMedium.TRANSLATION,
            "The license of this clinic for DASS-21 does not cover translation.",
        ),
    ],
)
def test_a_license_stands_in_place_of_the_general_terms(
    medium: WordingMedium, sentence: str
) -> None:
    assert refused(replace(DASS, license=OURS), medium) == sentence


def test_a_license_holds_to_its_last_day_and_no_longer() -> None:
    licensed = replace(DASS, license=OURS)
    ended = "The license of this clinic for the wording of DASS-21 ended on 2026-03-01."
    assert refused(licensed, WordingMedium.SCREEN, date(2026, 3, 2)) == ended
    endless = replace(DASS, license=replace(OURS, until=None))
    assert endless.why_not(WordingMedium.SCREEN, date(2099, 1, 1)) is None


def test_without_words_or_rights_nothing_is_shown() -> None:
    words = "The wording of DASS-21 is not here: only its scoring key comes with Hearth."
    assert refused(SHELF["dass-21"], WordingMedium.PAPER) == words
    none = "No rights are on record for DASS-21, so its wording stays where it is."
    assert refused(replace(DASS, rights=None), WordingMedium.PAPER) == none
