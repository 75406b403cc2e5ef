"""What every command that reads a table asks alike: gaps, ranges, decimals, and which rows."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli import score_files
from tests.cli.conftest import Console, is_one_sentence

STUDY = "id,time,bdi\na,1,30\na,4,20\nb,1,34\nb,4,31\nc,1,28\nc,4,{}\n"
WORDS = ("--value", "bdi", "--pre", "1", "--post", "4", "--better", "lower", "--reliability", "0.8")
ITEMS = ",".join(f"PHQ[{number}]" for number in range(1, 10))


def evaluated(console: Console, path: Path, *words: str) -> tuple[dict[str, Any], str]:
    answer = console("evaluate", path, *WORDS, *words, "--json")
    assert answer.status == 0, answer.err
    found: dict[str, Any] = json.loads(answer.out)
    return found, answer.err


@pytest.mark.parametrize("code", ["-99", "999", "99"])
def test_a_code_for_a_gap_is_no_score_before_and_after_it_is_named(
    console: Console, tmp_path: Path, code: str
) -> None:
    path = score_files.write(STUDY.format(code), tmp_path)

    refused = console("evaluate", path, *WORDS)
    assert is_one_sentence(refused)
    assert "row 7, column bdi" in refused.err
    assert f"--missing {code}" in refused.err

    found, _ = evaluated(console, path, "--missing", "-99,99,999")
    assert (found["n"], found["n_used"]) == (3, 2)


def test_a_number_outside_the_range_is_refused_or_counted_as_asked(
    console: Console, tmp_path: Path
) -> None:
    path = score_files.write(STUDY.format("64"), tmp_path)

    refused = console("evaluate", path, *WORDS, "--range", "0-63")
    assert is_one_sentence(refused)
    assert "row 7, column bdi: 64 is outside the range from 0 to 63." in refused.err

    found, told = evaluated(console, path, "--range", "0-63", "--outside", "leave-out")
    assert found["n_used"] == 2
    assert told == "scores.csv: Left out: cells outside the range (1): 64 (row 7, column bdi).\n"


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--range", "63-0"),
        ("--range", "from 0"),
        ("--range", "5-5"),
        ("--missing", "-99,,"),
        ("--outside", "keep"),
        ("--decimal", "dot"),
        ("--only", "=x"),
        ("--only", "column"),
    ],
)
def test_an_option_that_cannot_be_is_one_sentence(
    console: Console, tmp_path: Path, option: str, value: str
) -> None:
    path = score_files.write(STUDY.format("9"), tmp_path)
    assert is_one_sentence(console("evaluate", path, *WORDS, option, value))


@pytest.mark.parametrize("text", ["-10-10", "-10..10", "-10 to 10", "-10:10", "0-63"])
def test_a_range_is_read_as_people_write_it(console: Console, tmp_path: Path, text: str) -> None:
    path = score_files.write("id,time,bdi\na,1,3\na,4,2\nb,1,4\nb,4,3\n", tmp_path)
    found, _ = evaluated(console, path, "--range", text)
    assert found["n_used"] == 2


def test_the_decimal_mark_is_asked_for_where_there_are_two_meanings(
    console: Console, tmp_path: Path
) -> None:
    path = score_files.write('id,time,m\na,1,"1,500"\na,4,2\nb,1,3\nb,4,1\n', tmp_path)
    words = [word if word != "bdi" else "m" for word in WORDS]
    assert "“1,500” can be 1.5 or 1500" in console("evaluate", path, *words).err
    answer = console("evaluate", path, *words, "--decimal", "comma", "--json")
    assert json.loads(answer.out)["pre"]["mean"] == 2.25


def test_redcaps_other_events_and_repeats_are_left_out_with_a_count(
    console: Console, tmp_path: Path
) -> None:
    rows = "".join(
        f"{who},screening_arm_1,,,\n{who},before_arm_1,,,{20 + who}\n{who},before_arm_1,diary,1,\n"
        f"{who},after_arm_1,,,{9 + who * who}\n"
        for who in (1, 2, 3)
    )
    head = "record_id,redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance,bdi\n"
    path = score_files.write(head + rows, tmp_path)
    answer = console(
        "evaluate",
        path,
        "--subject",
        "record_id",
        "--time",
        "redcap_event_name",
        "--value",
        "bdi",
        "--pre",
        "before_arm_1",
        "--post",
        "after_arm_1",
        "--better",
        "lower",
        "--reliability",
        "0.8",
        "--json",
    )
    found = json.loads(answer.out)
    assert (found["n"], found["n_used"], found["last_value_carried"]["n"]) == (3, 3, 3)
    assert answer.err.splitlines() == [
        "scores.csv: Left out: repeated rows of REDCap that were not asked for (3).",
        "scores.csv: Left out: rows of REDCap’s other events (3).",
    ]


def test_imported_scores_take_the_same_options(clinic: Console, tmp_path: Path) -> None:
    path = score_files.write("id;time;bdi;site\n7;1;30,5;A\n7;4;-99;A\n8;1;9;B\n", tmp_path)
    words = [*score_files.words(path)[:-8], "--measure", "bdi:BDI:0:63:lower"]

    refused = clinic(*words)
    assert "row 3, column bdi: -99 is outside the range from 0 to 63." in refused.err

    answer = clinic(*words, "--missing", "-99", "--only", "site=A")
    assert answer.out.startswith("Trial of 2019: 1 scores of 1 people on 1 measures; 1 cells were")
    assert "Left out: rows of others than --only says (1)." in answer.err


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"id,{ITEMS}\nmia,1,1.0,2,0,0,0,1,NaN,0\n", ()),
        (f"id;{ITEMS.replace(',', ';')}\nmia;1;1,0;2;0;0;0;1;;0\n", ()),
        (f"id,{ITEMS}\nmia,1,1,2,0,0,0,1,-99,0\n", ("--missing", "-99")),
        (f"id,{ITEMS}\nmia,1,1,2,0,0,0,1,7,0\n", ("--outside", "leave-out")),
        (f"id,{ITEMS}\n" + "Your name," + ",".join("abcdefghi") + "\nmia,1,1,2,0,0,0,1,.,0\n", ()),
        (f'sep=,\nid,{ITEMS},,\n"mia\nb.",1,1,2,0,0,0,1,#N/A,0,,\n', ()),
    ],
)
def test_answers_are_read_by_the_same_reader(
    console: Console, tmp_path: Path, text: str, words: tuple[str, ...]
) -> None:
    path = score_files.write(text, tmp_path)
    answer = console("score", "phq-9", "--csv", path, "--items", "PHQ[*]", *words, "--json")
    assert answer.status == 0, answer.err
    found = json.loads(answer.out)
    assert (found["answered"], found["missing"]) == (8, 1)


def test_a_heading_of_questions_is_told_and_rows_of_words_are_refused(
    console: Console, tmp_path: Path
) -> None:
    words = ",".join(["Never"] * 9)
    one = score_files.write(f"id,{ITEMS}\nx,{words}\nmia,1,1,2,0,0,0,1,0,0\n", tmp_path)
    answer = console("score", "phq-9", "--csv", one, "--items", "PHQ[*]")
    assert answer.err == "scores.csv: Row 2 was read as a second heading.\n"

    all_words = score_files.write(f"id,{ITEMS}\nx,{words}\nmia,{words}\n", tmp_path)
    refused = console("score", "phq-9", "--csv", all_words, "--items", "PHQ[*]")
    assert (
        "row 2, column PHQ[1]: “Never” is not a whole number. (and 17 more faults)" in refused.err
    )


@pytest.mark.parametrize("items", ["phq9", "*_*"])
def test_a_pattern_without_one_star_is_refused(
    console: Console, tmp_path: Path, items: str
) -> None:
    path = score_files.write("id\n", tmp_path)
    assert is_one_sentence(console("score", "phq-9", "--csv", path, "--items", items))
