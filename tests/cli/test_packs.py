"""`clinic pack`: the room's pack as a PDF, from the terminal."""

from pathlib import Path

import pytest

from tests.cli.conftest import Console, is_one_sentence
from tests.printing.paper import pages


def test_the_pack_of_a_meeting_is_written_without_a_word(clinic: Console, tmp_path: Path) -> None:
    file = tmp_path / "pack.pdf"

    answer = clinic("pack", "Tuesday evening group", 4, "-o", file)

    assert (answer.status, answer.out, answer.err) == (0, "", "")
    text = " ".join(pages(file.read_bytes()))
    for words in ("Mia R.", "Max D.", "Noor H.", "Sign in", "555 0100, day and night"):
        assert words in text
    assert "Olga" not in text


@pytest.mark.parametrize("words", [("Nobody's group", 4), ("Tuesday evening group", 77)])
def test_a_meeting_that_is_not_there_is_refused_in_one_sentence(
    clinic: Console, tmp_path: Path, words: tuple[object, ...]
) -> None:
    answer = clinic("pack", *words, "-o", tmp_path / "pack.pdf")

    assert is_one_sentence(answer)
    assert "There is no cohort" in answer.err
    assert not (tmp_path / "pack.pdf").exists()
