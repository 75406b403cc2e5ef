"""`clinic evaluate --method HLM`: slopes unlike the others', and what no model can be made of."""

import json
import sys
from pathlib import Path

import pytest

from tests.cli import score_files
from tests.cli.conftest import Console, is_one_sentence

HEADER = "id,time,bdi\n"
WORDS = ("--value", "bdi", "--better", "lower", "--method", "HLM")


def test_a_slope_unlike_the_others_is_found_by_the_model(console: Console, tmp_path: Path) -> None:
    steep = [f"s,{t},{50 - 6 * t}" for t in range(6)]
    level = [f"p{p},{t},{40 + (p * 7 + t * 5) % 4}" for p in range(9) for t in range(6)]
    path = score_files.write("\n".join([HEADER.strip(), *steep, *level]), tmp_path)

    answer = console("evaluate", path, *WORDS, "--pre", 0, "--post", 5, "--json")

    assert answer.status == 0, answer.err
    found = {one["subject"]: one["category"] for one in json.loads(answer.out)["individuals"]}
    assert found.pop("s") == "improved"
    assert "improved" not in found.values()


def test_the_model_says_what_it_needs_where_it_is_not_installed(
    console: Console, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "statsmodels", None)

    path = score_files.write(HEADER + "a,1,3\na,4,2\n", tmp_path)

    answer = console("evaluate", path, *WORDS, "--pre", 1, "--post", 4)

    assert is_one_sentence(answer)
    assert "pip install 'hearth-clinic[evaluation]'" in answer.err


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([(p, t, 20) for p in "abcd" for t in range(4)], "all scores are the same"),
        ([(p, t, 20 + t) for p in "abcd" for t in range(4)], "not computable"),
        ([(p, f"t{t}", 9) for p in "abcd" for t in range(4)], "times that are numbers"),
    ],
)
def test_a_model_that_cannot_be_fitted_is_not_computable(
    console: Console, tmp_path: Path, rows: list[tuple[str, object, int]], reason: str
) -> None:
    lines = "".join(f"{subject},{time},{score}\n" for subject, time, score in rows)
    path = score_files.write(HEADER + lines, tmp_path)
    first, last = str(rows[0][1]), str(rows[3][1])

    answer = console("evaluate", path, *WORDS, "--pre", first, "--post", last)

    assert is_one_sentence(answer)
    assert reason in answer.err
