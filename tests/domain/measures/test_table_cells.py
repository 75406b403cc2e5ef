"""Cells: what is a number in one way, in two, or in none; what is a gap."""

import pytest

from clinic.domain.measures.instruments import Direction
from clinic.domain.measures.score_cells import MeasureColumn
from clinic.domain.measures.score_files import ScoreColumns, ScoreFile, read_scores
from clinic.domain.measures.table_cells import (
    DecimalSign,
    Outside,
    TableReading,
    is_gap,
    number_in,
    plain_label,
)
from clinic.domain.measures.table_files import TableFileError

FREE = MeasureColumn("m", "m", -1e9, 1e9, Direction.LOWER, is_bounded=False)
TO_63 = MeasureColumn("m", "m", 0, 63, Direction.LOWER)


def read(
    cells: list[str], column: MeasureColumn = FREE, sign: str = ",", **said: object
) -> ScoreFile:
    rows = [sign.join((f"p{n}", "1", f'"{cell}"')) for n, cell in enumerate(cells)]
    text = "\n".join([sign.join(("id", "t", "m")), *rows])
    reading = TableReading(**said)  # type: ignore[arg-type]  # each test names what it changes
    return read_scores(text, ScoreColumns("id", "t", [column]), reading=reading)


def values(*cells: str, **more: object) -> list[float | None]:
    return [row.value for row in read(list(cells), **more).rows]  # type: ignore[arg-type]  # each test names what it changes


def fault(*cells: str, **more: object) -> str:
    with pytest.raises(TableFileError) as caught:
        read(list(cells), **more)  # type: ignore[arg-type]  # each test names what it changes
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "meanings"),
    [
        ("12", (12,)),
        ("12.5", (12.5,)),
        ("12,5", (12.5,)),
        ("0,125", (0.125,)),
        ("1,500", (1.5, 1500)),
        ("1.500", (1.5, 1500)),
        ("1,234,567", (1234567,)),
        ("1.234.567", (1234567,)),
        ("1.234,5", (1234.5,)),
        ("1,234.5", (1234.5,)),
        ("1e2", (100,)),
        ("\u22123", (-3,)),
        ("\uff11\uff12", (12,)),
        ("nan", ()),
        ("inf", ()),
        ("1_0", ()),
        ("1 5", ()),
        ("12,", ()),
        ("1,5,0", ()),
        ("0x1", ()),
        ("1,50.000", ()),
        ("twelve", ()),
    ],
)
def test_a_text_has_one_meaning_two_or_none(text: str, meanings: tuple[float, ...]) -> None:
    assert number_in(text) == meanings


@pytest.mark.parametrize(
    "text", ["", "NA", "na", "N/A", "#N/A", "NaN", ".", "NULL", "<NA>", "#NULL!", "#NV"]
)
def test_the_words_for_a_gap_are_no_scores(text: str) -> None:
    assert is_gap(text)
    assert values("12", text) == [12, None]


@pytest.mark.parametrize("text", ["-", "none", "0", "missing", "#DIV/0!", "#REF!"])
def test_other_words_are_no_gaps(text: str) -> None:
    assert not is_gap(text)


def test_a_quoted_decimal_comma_is_read_beside_commas() -> None:
    assert values("1,54", "12,5", "3") == [1.54, 12.5, 3]


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_number_of_two_meanings_is_read_as_the_others_are_or_refused(sign: str) -> None:
    assert values("1,500", "1,54", sign=sign) == [1.5, 1.54]
    assert values("1,500", "12.5", sign=sign) == [1500, 12.5]
    assert "“1,500” can be 1.5 or 1500" in fault("1,500", "12", sign=sign)
    assert "“1,500” can be 1.5 or 1500" in fault("1,500", "1,54", "12.5", sign=sign)
    assert values("1,500", sign=sign, decimal=DecimalSign.COMMA) == [1.5]
    assert values("1,500", sign=sign, decimal=DecimalSign.POINT) == [1500]


def test_the_range_may_leave_one_of_two_meanings() -> None:
    assert values("1,500", "12", column=TO_63) == [1.5, 12]


def test_a_point_parts_thousands_only_where_semicolons_part_the_cells() -> None:
    assert values("1.500", "2.333") == [1.5, 2.333]
    assert "can be 1.5 or 1500" in fault("1.500", "2", sign=";")
    assert values("1.500", "2,5", sign=";") == [1500, 2.5]


def test_codes_for_gaps_count_in_every_way_of_writing_them() -> None:
    missing = frozenset({"-99", "999", "refused"})
    assert values("12", "-99", "-99.0", "999", "Refused", missing=missing) == [12, *[None] * 4]


@pytest.mark.parametrize("code", ["-99", "-9", "-999.0", "999", "99"])
def test_a_code_that_nobody_named_is_no_score(code: str) -> None:
    found = fault("12", "30", code)
    assert found.startswith("row 4, column m:")
    assert "looks like a code for a missing answer. Say --missing" in found


def test_a_score_that_could_be_a_code_stands_among_others_like_it() -> None:
    assert values("88", "99", "60", "75") == [88, 99, 60, 75]
    assert values("-9", "-12", "4", "3") == [-9, -12, 4, 3]


def test_outside_the_range_nothing_is_a_score() -> None:
    assert "row 3, column m: 64 is outside the range from 0 to 63." in fault(
        "12", "64", column=TO_63
    )
    found = read(["12", "64", "-1"], TO_63, outside=Outside.LEAVE_OUT)
    assert [row.value for row in found.rows] == [12, None, None]
    assert [str(each) for each in found.remarks] == [
        "Left out: cells outside the range (2): 64 (row 3, column m), -1 (row 4, column m)."
    ]


def test_a_label_that_is_a_number_is_written_in_one_way() -> None:
    assert [plain_label(text) for text in ("1.0", "1", "01", "2.50", "x1.0", "20260105")] == [
        *("1", "1", "1", "2.5", "x1.0", "20260105")
    ]


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        (("p01", "P01", "p1"), "p1, P01, p01"),
        (("1", "01"), "1, 01"),
        (("A-007", "a-7"), "a-7, A-007"),
    ],
)
def test_people_whose_labels_are_alike_are_named_and_not_joined(
    labels: tuple[str, ...], told: str
) -> None:
    text = "id,t,m\n" + "".join(f"{label},1,3\n" for label in labels)
    found = read_scores(text, ScoreColumns("id", "t", [FREE]))
    assert set(found.subjects) == set(labels)
    (remark,) = map(str, found.remarks)
    assert set(remark.partition(" are read as different people")[0].split(", ")) == set(labels)
