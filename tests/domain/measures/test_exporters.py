"""Score files as the usual programs write them: the same scores, in any order."""

import csv
import io
import random
from typing import Any

import pytest

from clinic.domain.measures.instruments import Direction
from clinic.domain.measures.score_cells import MeasureColumn
from clinic.domain.measures.score_files import ScoreColumns, ScoreFile, read_scores
from clinic.domain.measures.table_files import decode
from tests.domain.exporters import EXPORTED, SCORES, Exported

each_export = pytest.mark.parametrize("one", EXPORTED.values(), ids=list(EXPORTED))


def read(one: Exported, text: str | None = None, **more: Any) -> ScoreFile:
    measure = MeasureColumn("total", one.value, 0, 63, Direction.LOWER)
    columns = ScoreColumns(one.subject, one.time, [measure])
    found, _ = decode(one.raw)
    given = {"occasions": one.occasions, "reading": one.reading, **more}
    return read_scores(found if text is None else text, columns, **given)


def shuffled(one: Exported, seed: int) -> str:
    """Put the rows below the headings into another order, and write the file as it was."""
    text, _ = decode(one.raw)
    body = text.removeprefix("\ufeff")
    stated, _, rest = body.partition("\r\n") if body.startswith("sep=") else ("", "", body)
    delimiter = max(",;\t", key=rest.splitlines()[0].count)
    lines = list(csv.reader(io.StringIO(rest, newline=""), delimiter=delimiter))
    headings = 3 if "ImportId" in rest else 2 if lines[1][0] == "" and "Response" in rest else 1
    rows = lines[headings:]
    random.Random(seed).shuffle(rows)  # noqa: S311 - an order, no secret
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([*lines[:headings], *rows])
    return f"{stated}\r\n{out.getvalue()}" if stated else out.getvalue()


@each_export
def test_every_shape_gives_the_same_scores(one: Exported) -> None:
    found = read(one)
    named = {0: "before", 1: "after"}
    expected = {(who, named[when]): value for (who, when), value in SCORES.items()}
    assert {(row.subject, row.occasion): row.value for row in found.rows} == expected
    assert found.subjects == ("7", "8", "11")
    assert found.occasions == ("before", "after")


@each_export
def test_what_was_taken_for_no_row_of_data_is_said(one: Exported) -> None:
    _, told = decode(one.raw)
    assert tuple(map(str, (*told, *read(one).remarks))) == one.remarks


@each_export
@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_rows_changes_nothing(one: Exported, seed: int) -> None:
    text = shuffled(one, seed)
    assert read(one, text) == read(one)
    own_names = read(one, text, occasions=None)
    assert own_names == read(one, occasions=None)
    assert own_names.order == read(one, occasions=None).order
