"""`clinic evaluate --method HLM`: slopes unlike the others', and what no model can be made of."""

import json
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


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([(p, t, 20) for p in "abcd" for t in range(4)], "all scores are the same"),
        (
            [(p, t, 20 + t) for p in "abcd" for t in range(4)],
            "on a line of their own without noise",
        ),
        ([(p, t, 20 + (t + ord(p)) % 2) for p in "abcd" for t in range(4)], "do not differ"),
        ([("a", t, 20 + t % 2) for t in range(4)], "fewer than three people"),
        ([(p, t, 20 + t) for p in "abcd" for t in (0, 3, 3, 3)][::2], "fewer than three people"),
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
