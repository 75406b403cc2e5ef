"""`clinic score`: one filling or a file of them, and every refusal in one sentence."""

import csv
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Console, is_one_sentence

HEADER = "id," + ",".join(f"item_{number}" for number in range(1, 8))
EIGHT = {"instrument", "form", "answered", "missing", "scores", "incomplete", "bands", "flags"}


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """A file of GAD-7 answers: one complete, one with a gap, one empty."""
    path = tmp_path / "gad.csv"
    path.write_text(f"{HEADER}\nmia,0,1,2,3,0,1,2\nmax,1,1,1,1,1,1,\nnoor,,,,,,,\n")
    return path


def test_one_filling_is_an_object_with_the_documented_names(console: Console) -> None:
    answer = console("score", "gad-7", "--answers", "0,1,2,3,0,1,2", "--json")

    assert (answer.status, answer.err) == (0, "")
    found = json.loads(answer.out)
    assert set(found) == EIGHT
    assert (found["instrument"], found["answered"], found["missing"]) == ("gad-7", 7, 0)
    assert (found["scores"], found["bands"]) == ({"total": 9.0}, {"total": "mild"})
    assert (found["incomplete"], found["flags"]) == ({}, [])


def test_too_few_answers_give_the_reason_and_an_unknown_risk(console: Console) -> None:
    found = json.loads(console("score", "phq-9", "--answers", "0,1,,3", "--json").out)

    assert found["scores"] == {"total": None}
    assert found["incomplete"] == {"total": "6 of 9 answers are missing, at most 2 may be"}
    assert (found["missing"], found["flags"], found["unknown"]) == (6, [], [9])
    assert found["findings"]["depressive-syndrome"]["finding"] is None


def test_a_risk_item_and_a_finding_are_named(console: Console) -> None:
    found = json.loads(console("score", "PHQ-9", "--answers", "2,2,2,2,0,0,0,0,1", "--json").out)

    assert found["flags"] == [9]
    assert found["findings"]["depressive-syndrome"]["finding"] == "major"


@pytest.mark.parametrize(
    ("key", "answers", "total", "rule"),
    [
        ("wsas", ",4,4,4,4", 16, "sum without item 1"),
        ("psychlops", "3,,3,3", 12, "sum without item 2, prorated"),
        ("core-10", "1,3,3,1,1,0,1,1,1,", 8.888889, "mean x 10, prorated"),
    ],
)
def test_a_score_of_fewer_answers_names_its_rule(
    console: Console, key: str, answers: str, total: float, rule: str
) -> None:
    found = json.loads(console("score", key, "--answers", answers, "--json").out)

    assert (found["scores"]["total"], found["rules"]["total"]) == (total, rule)


def test_without_json_the_scores_stand_in_lines(console: Console) -> None:
    answer = console("score", "phq-9", "--answers", "1,2,3,3,2,1,0,0,1")

    assert answer.out.splitlines()[0] == "phq-9, nine items and difficulty"
    assert {"total: 13", "total_band: moderate", "flags: 9"} <= set(answer.out.splitlines())


def test_a_file_is_written_again_with_columns_of_scores(console: Console, sheet: Path) -> None:
    answer = console("score", "gad-7", "--csv", sheet)

    mia, most, noor = csv.DictReader(answer.out.splitlines())
    assert (mia["id"], mia["item_4"], mia["score_total"]) == ("mia", "3", "9")
    assert (most["score_total"], most["score_rules"]) == ("7", "total: sum, prorated")
    assert (noor["score_total"], noor["score_incomplete"]) == ("", "total: no answers")


def test_a_file_is_one_object_a_line(console: Console, sheet: Path) -> None:
    answer = console("score", "gad-7", "--csv", sheet, "--json")

    assert [json.loads(line)["scores"]["total"] for line in answer.out.splitlines()] == [9, 7, None]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["nope", "--answers", "1"], "There is no instrument nope"),
        (["gad-7"], "Give either --answers or --csv"),
        (["gad-7", "--answers", "0,a"], "question 2 must be a whole number, found “a”"),
        (["gad-7", "--answers", "0,1.5"], "question 2 must be a whole number, found “1.5”"),
        (["gad-7", "--answers", "0,1,4"], "question 3 must be from 0 to 3"),
        (["gad-7", "--answers", "0,1,2,3,0,1,2,0"], "has 7 questions, found 8"),
        (["gad-7", "--csv", "nowhere.csv"], "nowhere.csv"),
    ],
)
def test_a_wrong_word_is_refused(console: Console, words: list[str], reason: str) -> None:
    answer = console("score", *words)

    assert is_one_sentence(answer)
    assert reason in answer.err
    assert answer.out == ""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "The file is empty"),
        (HEADER, "no row"),
        (f"{HEADER}\nmia,0,1,2,9,0,1,2", "row 2, column item_4: 9 is not from 0 to 3"),
        (
            f"{HEADER}\nmia,0,1,2,3,0,1,2\nmax,x,1,2,3,0,1,2",
            "row 3, column item_1: “x” is not",
        ),
        (f"{HEADER}\nmia,0,1,2", "row 2: This row has 4 cells, the header has 8"),
        (
            HEADER.replace(",item_7", "") + "\nmia,0,1,2,3,0,1",
            "There is no column item_7",
        ),
        (
            f"{HEADER},item_8\nmia,0,1,2,3,0,1,2,0",
            "column item_8: There is no such",
        ),
        (
            f"{HEADER},id\nmia,0,1,2,3,0,1,2,max",
            "column id: This column is in",
        ),
        (f"{HEADER},score_total\nmia,0,1,2,3,0,1,2,9", "score_total stands in the file already"),
        ("\0", "not a CSV file"),
        ('"' + "x" * 200_000, "not a CSV file"),
        ("PK\x03\x04 a sheet", "This is a spreadsheet file"),
    ],
)
def test_a_wrong_file_is_refused_with_its_row_and_column(
    console: Console, tmp_path: Path, text: str, reason: str
) -> None:
    file = tmp_path / "wrong.csv"
    file.write_text(text)

    answer = console("score", "gad-7", "--csv", file)

    assert is_one_sentence(answer)
    assert reason in answer.err
    assert answer.out == ""


def test_text_that_is_not_utf_8_is_read_and_named(console: Console, tmp_path: Path) -> None:
    file = tmp_path / "old.csv"
    file.write_bytes(f"{HEADER}\nZo\xe9,0,1,2,3,0,1,2".encode("latin-1"))

    answer = console("score", "gad-7", "--csv", file)

    assert "Zoé" in answer.out
    assert "old.csv: The file is not in UTF-8 and was read as Windows-1252." in answer.err


def test_a_file_may_have_semicolons_blank_rows_and_na(console: Console, tmp_path: Path) -> None:
    file = tmp_path / "sheet.csv"
    lines = f"\ufeff{HEADER}\n\nmia,0,1,NA,3,0,1,2\n".replace(",", ";")
    file.write_text(lines, encoding="utf-8")

    found = json.loads(console("score", "gad-7", "--csv", file, "--json").out)

    assert (found["answered"], found["missing"]) == (6, 1)


def test_no_cell_of_a_written_file_is_a_formula_and_numbers_stay_numbers(
    console: Console, tmp_path: Path
) -> None:
    file = tmp_path / "formulas.csv"
    file.write_text(f"=cmd,change,{HEADER}\n=1+1,-3,@SUM(A1),0,1,2,3,0,1,2\n")

    answer = console("score", "gad-7", "--csv", file)

    names, cells = csv.reader(answer.out.splitlines())
    assert names[:3] == ["'=cmd", "change", "id"]
    assert cells[:4] == ["'=1+1", "-3", "'@SUM(A1)", "0"]
