"""`clinic import-scores` with what cannot be read: one sentence, and nothing written."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli import score_files
from tests.cli.conftest import Console, is_one_sentence

Counts = Callable[[], dict[str, int]]

HEADER = "id,time,bdi,shaps,who,hamd\n"
ROW = "1,1,33,9,0,25\n"


@pytest.mark.parametrize(
    ("content", "place", "sentence"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "scores.csv: ", "not a CSV file"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "scores.csv: ", "not a CSV file"),
        ("", "scores.csv: ", "The file is empty"),
        (HEADER, "scores.csv: ", "a header and no rows"),
        ("id,time,bdi,shaps,who\n1,1,33,9,0\n", "row 1, column hamd", "no column hamd"),
        (HEADER + ROW + ROW, "row 3, column id", "is already in row 2"),
        (HEADER + "1,1,thirty,9,0,25\n", "row 2, column bdi", "“thirty” is not a number"),
        (HEADER + "1,1,64,9,0,25\n", "row 2, column bdi", "outside the range from 0 to 63"),
        (HEADER + "1,1,-1,9,0,25\n", "row 2, column bdi", "outside the range"),
        (HEADER + "1,1,33,9,0\n", "row 2", "5 cells, the header has 6"),
        (HEADER + ",1,33,9,0,25\n", "row 2, column id", "The person is missing"),
        (HEADER + "1,,33,9,0,25\n", "row 2, column time", "The time is missing"),
        (HEADER + '1,1,"33,9,0,25\n', "row 2", "quotation marks"),
    ],
)
def test_a_file_with_a_fault_is_refused_with_its_row_and_column(
    clinic: Console, counts: Counts, tmp_path: Path, content: str | bytes, place: str, sentence: str
) -> None:
    before = counts()

    answer = clinic(*score_files.words(score_files.write(content, tmp_path)))

    fault, last = answer.err.splitlines()
    assert answer.status == 2
    assert place in fault
    assert sentence in fault
    assert last == "clinic: scores.csv was not read; nothing was written."
    assert counts() == before


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"facilitator": "nobody@example.org"}, "there is no such account"),
        ({"facilitator": "ada@example.org"}, "cannot take this place"),
        ({"program": "seven-steps"}, "there is no such program"),
        ({"first_on": "2199-01-01"}, "in the past"),
        ({"first_on": "0001-01-01"}, "in the past"),
        ({"first_on": "9999-12-31"}, "in the past"),
        ({"first_on": "January"}, "January"),
        ({"cohort": ""}, "a name has 1 to 120 characters"),
        ({"cohort": "Tuesday evening group"}, "still running"),
        ({"occasion": "1=baseline@77"}, "no session 77"),
        ({"occasion": "1=baseline"}, "expected TIME=LABEL@SESSION"),
        ({"occasion": f"1={'long ' * 9}@1"}, "at most 40 characters"),
        ({"measure": "bdi:BDI:0:63:lower"}, "bdi is named twice"),
        ({"measure": "age:Age:100:0:lower"}, "the lowest score must be below the highest"),
        ({"measure": "age:Age:nan:9:lower"}, "the lowest score must be below the highest"),
        ({"measure": "age:Age:0:100:older"}, "expected COLUMN:NAME:MIN:MAX:BETTER"),
        ({"measure": f"age:{'A' * 61}:0:100:lower"}, "1 to 60 characters"),
    ],
)
def test_an_option_that_cannot_be_is_refused_in_one_sentence(
    clinic: Console, counts: Counts, tmp_path: Path, changes: dict[str, str], sentence: str
) -> None:
    before = counts()
    path = score_files.write(HEADER + ROW, tmp_path)

    answer = clinic(*score_files.words(path, **changes))

    assert is_one_sentence(answer)
    assert sentence in answer.err
    assert counts() == before


@pytest.mark.parametrize("name", score_files.NAMES)
def test_the_same_file_is_not_read_twice(
    clinic: Console, counts: Counts, tmp_path: Path, name: str
) -> None:
    path = score_files.place(name, tmp_path)
    assert clinic(*score_files.words(path)).status == 0
    before = counts()

    answer = clinic(*score_files.words(path))

    assert is_one_sentence(answer)
    assert "1 already has a score on bdi for 1" in answer.err
    assert counts() == before


def test_a_cohort_of_another_therapist_is_not_written_into(
    clinic: Console, counts: Counts, tmp_path: Path
) -> None:
    path = score_files.write(HEADER + ROW, tmp_path)
    assert clinic(*score_files.words(path)).status == 0
    further = score_files.write(HEADER + "1,2,30,8,2,20\n", tmp_path)
    before = counts()
    words = score_files.words(further, facilitator="sam@example.org")
    del words[words.index("--first-on") : words.index("--first-on") + 2]

    answer = clinic(*words)

    assert is_one_sentence(answer)
    assert "leads no cohort" in answer.err
    assert counts() == before


def test_a_time_that_was_not_named_is_refused_with_its_row(
    clinic: Console, counts: Counts, tmp_path: Path
) -> None:
    before = counts()
    path = score_files.write(HEADER + ROW + "1,2,30,8,2,20\n", tmp_path)

    answer = clinic(*score_files.words(path, occasion="1=baseline@1"))

    assert answer.status == 2
    assert "row 3, column time" in answer.err
    assert counts() == before


def test_many_faults_are_counted_and_the_first_shown(clinic: Console, tmp_path: Path) -> None:
    rows = "".join(f"{number},1,99,9,0,25\n" for number in range(30))

    answer = clinic(*score_files.words(score_files.write(HEADER + rows, tmp_path)))

    assert "and 10 more" in answer.err
    assert len(answer.err.splitlines()) == 22


def test_a_file_that_is_not_there_is_a_wrong_word(clinic: Console, tmp_path: Path) -> None:
    answer = clinic(*score_files.words(tmp_path / "nowhere.csv"))

    assert is_one_sentence(answer)
