"""Tables with a title, two headings, reasons for gaps, and the same name written in two ways."""

import random
from typing import Any

import pytest

from clinic.domain.measures.instruments import Direction
from clinic.domain.measures.score_cells import MeasureColumn
from clinic.domain.measures.score_files import ScoreColumns, ScoreFile, read_scores
from clinic.domain.measures.table_cells import TableReading
from clinic.domain.measures.table_files import TableFileError
from clinic.domain.measures.time_order import order_of

EXPECTED = [("7", "1", 21.0), ("7", "2", 12.5), ("8", "1", None), ("8", "2", 9.0)]
TITLED = "What stands above row 2 was read as a title."
SECOND = "Row 2 was read as a second heading."
MISSING = TableReading(missing=frozenset({"-9"}))
TABLES: dict[str, tuple[str, str, str, TableReading, str]] = {
    "Numbers, with the table's name": (
        "BDI 2026\nid;time;total",
        "7;1;21 7;2;12,5 8;1; 8;2;9",
        "id time total",
        TableReading(),
        TITLED,
    ),
    "SoSci, with labels": (
        "CASE\tTIME\tSUM\nInterview number\tWhich time\tSum of all",
        "7\t1\t21 7\t2\t12.5 8\t1\t-9 8\t2\t9",
        "CASE TIME SUM",
        MISSING,
        SECOND,
    ),
    "Stata, with a reason": (
        "id,time,total",
        "7,1,21 7,2,12.5 8,1,.a 8,2,9",
        "id time total",
        TableReading(),
        "",
    ),
    "SAS, with a reason": (
        "id,time,total",
        "7,1,21 7,2,12.5 8,1,.R 8,2,9",
        "id time total",
        TableReading(),
        "",
    ),
    "Microsoft Forms": (
        "ID,Start_time,Email,Who,When,Sum",
        "1,5/1/26,anonymous,7,1,21 2,5/1/26,anonymous,7,2,12.5 3,5/1/26,anonymous,8,1,"
        " 4,5/1/26,anonymous,8,2,9",
        "Who When Sum",
        TableReading(),
        "",
    ),
    "jamovi": (
        '"id","time","total"',
        '"7","1",21 "7","2",12.5 "8","1", "8","2",9',
        "id time total",
        TableReading(),
        "",
    ),
    "OpenClinica": (
        "Study_Subject_ID|Event|total_E1_C1",
        "7|1|21 7|2|12.5 8|1| 8|2|9",
        "Study_Subject_ID Event total_E1_C1",
        TableReading(),
        "",
    ),
}


def read(text: str, names: str = "id time total", **more: Any) -> ScoreFile:
    subject, time, value = names.split()
    measure = MeasureColumn("total", value, 0, 63, Direction.LOWER)
    return read_scores(text, ScoreColumns(subject, time, [measure]), **more)


@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize("seed", range(4))
def test_it_is_read_right_in_every_order(kind: str, seed: int) -> None:
    head, body, names, reading, told = TABLES[kind]
    rows = body.split(" ")
    random.Random(seed).shuffle(rows)  # noqa: S311 - an order, no secret
    found = read("\n".join([head, *rows]), names, reading=reading)
    assert [(row.subject, row.occasion, row.value) for row in found.rows] == EXPECTED
    assert " ".join(map(str, found.remarks)) == told


def test_the_first_person_s_word_for_a_gap_is_no_heading() -> None:
    with pytest.raises(TableFileError, match="“refused” is not a number"):
        read("id,time,total\np1,pre,refused\np2,pre,12\n")
    with pytest.raises(TableFileError, match="row 3, column total"):
        read("Trial\nid,time,total\np1,pre,refused\n")


def test_a_name_with_an_accent_is_one_person_however_a_program_wrote_it() -> None:
    found = read("id,time,total\nZoe\u0308,1,21\nZo\u00eb,2,12\n")
    assert found.subjects == ("Zo\u00eb",)
    assert found.remarks == ()


def test_names_that_differ_by_the_width_of_a_blank_are_named() -> None:
    (told,) = read("id,time,total\nAnna  B,1,21\nAnna B,1,12\n").remarks
    assert str(told).startswith("Anna  B, Anna B are read as different people")


def test_times_of_different_zones_lie_as_the_clock_of_the_world_has_them() -> None:
    early, late = "2026-01-06T01:00:00+01:00", "2026-01-05T23:00:00-05:00"
    assert order_of({late, early}) == (early, late)
    assert order_of({early, "2026-01-06"}) is None


@pytest.mark.parametrize("code", ["-1", "-9", "-99", "999"])
def test_a_lone_code_among_scores_is_asked_about_where_no_range_is_said(code: str) -> None:
    measure = MeasureColumn("total", "total", -1e9, 1e9, Direction.LOWER, is_bounded=False)
    columns = ScoreColumns("id", "time", [measure])
    with pytest.raises(TableFileError, match=f"Say --missing {code}"):
        read_scores(f"id,time,total\n7,1,2\n8,1,{code}\n9,1,20\n", columns)
    changes = read_scores(f"id,time,total\n7,1,-12\n8,1,{-3}\n9,1,2\n", columns)
    assert len(changes.written) == 3
