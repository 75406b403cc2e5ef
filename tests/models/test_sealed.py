"""Sealed text opens in its own row and column only, and with the key it was sealed with."""

from dataclasses import replace

import pytest
from cryptography.exceptions import InvalidTag

from clinic.domain.clinic.keys import KEY_BYTES, KeyRing
from clinic.models.practice import PracticeEntry
from clinic.models.risk import RiskCase
from clinic.models.sealed import read_sealed, seal, unseal, write_sealed
from clinic.models.worksheets import WorksheetResponse

WORDS = "the gray door, – ä 🌿"


@pytest.fixture
def entry(keys: KeyRing) -> PracticeEntry:
    row = PracticeEntry()
    write_sealed(keys, row, "private_note", WORDS)
    return row


def test_sealed_text_is_read_again_and_shows_nothing(keys: KeyRing, entry: PracticeEntry) -> None:
    assert read_sealed(keys, entry, "private_note") == WORDS
    assert "door" not in str(entry.private_note)


def test_the_same_text_is_never_sealed_alike(keys: KeyRing) -> None:
    assert seal(keys, "a", WORDS) != seal(keys, "a", WORDS)


def test_nothing_is_sealed_as_nothing(keys: KeyRing, entry: PracticeEntry) -> None:
    write_sealed(keys, entry, "private_note", None)
    assert entry.private_note is None
    assert read_sealed(keys, entry, "private_note") is None


def test_text_moved_to_another_row_does_not_open(keys: KeyRing, entry: PracticeEntry) -> None:
    other = PracticeEntry(private_note=entry.private_note)
    with pytest.raises(InvalidTag):
        read_sealed(keys, other, "private_note")


def test_text_moved_to_another_column_does_not_open(keys: KeyRing, entry: PracticeEntry) -> None:
    entry.shared_note = entry.private_note
    with pytest.raises(InvalidTag):
        read_sealed(keys, entry, "shared_note")


@pytest.mark.parametrize(("kind", "column"), [(RiskCase, "action"), (WorksheetResponse, "answers")])
def test_text_moved_to_another_table_does_not_open(
    keys: KeyRing, entry: PracticeEntry, kind: type[RiskCase | WorksheetResponse], column: str
) -> None:
    other = kind(public_id=entry.public_id, **{column: entry.private_note})
    with pytest.raises(InvalidTag):
        read_sealed(keys, other, column)


@pytest.mark.parametrize("place", [4, 20, -3])
def test_changed_text_does_not_open(keys: KeyRing, place: int) -> None:
    sealed = list(seal(keys, "a", WORDS))
    sealed[place] = "A" if sealed[place] != "A" else "B"
    with pytest.raises(InvalidTag):
        unseal(keys, "a", "".join(sealed))


def test_after_a_new_key_old_text_is_read_and_new_text_uses_the_new_key(
    keys: KeyRing, entry: PracticeEntry
) -> None:
    turned = replace(keys, current="k2", keys={**keys.keys, "k2": b"2" * KEY_BYTES})
    assert read_sealed(turned, entry, "private_note") == WORDS
    write_sealed(turned, entry, "shared_note", WORDS)
    assert str(entry.shared_note).startswith("k2:")
    with pytest.raises(KeyError):
        read_sealed(keys, entry, "shared_note")
