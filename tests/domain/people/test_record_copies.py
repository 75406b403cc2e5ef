"""Names of others are blacked out in words of staff, and a tick is for these very words."""

import pytest

from clinic.domain.people.record_copies import blacked_out, names_to_black_out, text_key

NAMES = names_to_black_out(["Max", "Dubois", "Anna Maria", "Şen", "K4817"], ["Mia", "Maria"])


@pytest.mark.parametrize(
    ("said", "given"),
    [
        ("Spoke with Max’s brother", "Spoke with […]’s brother"),
        ("max and MAX, Dubois.", "[…] and […], […]."),
        ("Maximum, climax", "Maximum, climax"),
        ("Anna said it, Maria did not", "[…] said it, Maria did not"),
        ("Sen and şen", "[…] and […]"),
        ("See K4817", "See […]"),
        ("", ""),
    ],
)
def test_whole_words_however_they_are_written(said: str, given: str) -> None:
    assert blacked_out(said, NAMES) == given


def test_her_own_name_stays() -> None:
    assert blacked_out("Mia", NAMES) == "Mia"


def test_a_text_that_was_changed_has_another_key() -> None:
    assert text_key("chart_notes.words", "one") != text_key("chart_notes.words", "One")
    assert text_key("chart_notes.words", "one") != text_key("screenings.words", "one")
