"""`clinic evaluate` with what cannot be evaluated: one sentence with the place, and status 2."""

from pathlib import Path

import pytest

from tests.cli import score_files
from tests.cli.conftest import Console, is_one_sentence

HEADER = "id,time,bdi\n"
ROWS = "a,1,30\na,4,20\nb,1,34\nb,4,31\n"
WORDS = {
    "value": "bdi",
    "pre": "1",
    "post": "4",
    "better": "lower",
    "reliability": "0.8",
}


def words(**changes: str | None) -> list[str]:
    given = {**WORDS, **{name.replace("_", "-"): value for name, value in changes.items()}}
    return [word for name, value in given.items() if value for word in (f"--{name}", value)]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "scores.csv: The file is empty."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "scores.csv: This is not a CSV file."),
        (HEADER.encode("utf-16-be"), "Save the sheet as CSV (UTF-8)"),
        (HEADER, "a header and no rows"),
        ("id,time,who\na,1,3\n", "row 1, column bdi: There is no column bdi."),
        ("who,time,bdi\na,1,3\n", "row 1, column id: There is no column id."),
        (HEADER + ROWS + "a,4,20\n", "row 6, column id: a at 4 is already in row 3."),
        (HEADER + "a,1,thirty\na,4,20\n", "row 2, column bdi: “thirty” is not a number."),
        (HEADER + "a,1,inf\n", "row 2, column bdi: “inf” is not a number."),
        (HEADER + ROWS + "c,post,20\n", "row 6, column time: The times are mixed"),
        (HEADER + "a,1,x\na,4,y\n", "(and 1 more fault)"),
        (HEADER + "a,2,30\na,3,20\n", "--pre 1: no row has that time; there are 2, 3"),
        (HEADER + "a,1,\na,4,NA\n", "bdi from 1 to 4: not computable: nobody has a score at both"),
        (HEADER + "a,1,30\nb,4,20\n", "not computable: nobody has a score at both times."),
        (HEADER + "a,1,30\na,4,20\n", "not computable: one person alone has no standard"),
        (HEADER + "a,1,30\na,4,20\nb,1,30\nb,4,31\n", "not computable: all scores before are"),
    ],
)
def test_a_file_that_cannot_be_evaluated_is_refused_with_the_place(
    console: Console, tmp_path: Path, content: str | bytes, sentence: str
) -> None:
    path = score_files.write(content, tmp_path)

    for is_json in ([], ["--json"]):
        answer = console("evaluate", path, *words(), *is_json)

        assert is_one_sentence(answer)
        assert sentence in answer.err
        assert answer.out == ""


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"value": None}, "A file needs --value, --pre and --post."),
        ({"post": "1"}, "--pre and --post are both 1."),
        ({"pre": "4", "post": "1"}, "--pre 4 lies after --post 1."),
        ({"better": None}, "--better"),
        ({"better": "up"}, "up is none of lower, higher"),
        ({"method": "XY"}, "XY is none of JT, GLN, HLL, EN, NK, HA, HLM, percentage, anchor"),
        ({"reliability": None}, "The method JT needs --reliability."),
        ({"reliability": "1"}, "1 is not between 0 and 1"),
        ({"reliability": "nan"}, "nan is not between 0 and 1"),
        ({"reliability": "high"}, "high is not a number"),
        ({"cutoff": "c"}, "Cut-off c needs --functional-mean and --functional-sd."),
        ({"functional_mean": "8"}, "--functional-mean and --functional-sd belong together."),
        ({"functional_mean": "8", "functional_sd": "0"}, "0 is not above 0"),
        ({"method": "anchor"}, "The method anchor needs --mid."),
        ({"method": "percentage"}, "The method percentage needs --percent."),
        ({"method": "percentage", "percent": "0.5"}, "0.5 is not from 1 to 100"),
        ({"method": "HLM"}, "fewer than three people have scores at three times or more"),
        ({"control": "C"}, "--control C: there is no such group; there are none without --group."),
        ({"group": "arm"}, "There is no column arm."),
        ({"summary": "T:post 1 2 3"}, "Give either a CSV file or --summary."),
    ],
)
def test_an_option_that_cannot_be_is_refused_in_one_sentence(
    console: Console, tmp_path: Path, changes: dict[str, str | None], sentence: str
) -> None:
    path = score_files.write(HEADER + ROWS, tmp_path)

    answer = console("evaluate", path, *words(**changes))

    assert is_one_sentence(answer)
    assert sentence in answer.err


@pytest.mark.parametrize(
    ("summary", "more", "sentence"),
    [
        ("T:post 16.2 3.9 15", [], "one group alone needs an entry for pre"),
        ("T:post 16.2 0 15; C:post 1 2 9", [], "not computable: the standard deviation is 0"),
        ("T:post 16.2 3.9 1; C:post 1 2 9", [], "not computable: one person has no standard"),
        ("T:post 1 2 9; C:post 1 2 9", ["--control", "X"], "no such arm; there are T, C."),
        ("T:post 1 2 9; C:post 1 2 9", ["--correlation", "2"], "2 is not from -1 to 1"),
    ],
)
def test_a_table_of_means_that_gives_nothing_is_refused(
    console: Console, summary: str, more: list[str], sentence: str
) -> None:
    answer = console("evaluate", "--summary", summary, "--better", "lower", *more)

    assert is_one_sentence(answer)
    assert sentence in answer.err


def test_neither_file_nor_table_is_a_wrong_use(console: Console) -> None:
    assert is_one_sentence(console("evaluate", "--better", "lower"))
