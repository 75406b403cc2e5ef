"""Tables: which delimiter, which encoding, which rows are headings, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.domain.measures.table_files import TableFileError, Wanted, decode, read_table

WANTED = Wanted(("id", "time"), ("total",))
ROWS = (("a", "1", "12"), ("b", "1", "9"))


def cells(text: str, wanted: Wanted = WANTED) -> tuple[tuple[str, ...], ...]:
    return tuple(row for _, row in read_table(text, wanted).records)


def fault(text: str, wanted: Wanted = WANTED) -> str:
    with pytest.raises(TableFileError) as caught:
        read_table(text, wanted)
    return str(caught.value)


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_every_row_agrees_with(sign: str) -> None:
    text = "id,time,total\na,1,12\nb,1,9\n".replace(",", sign)
    assert cells(text) == ROWS


@pytest.mark.parametrize(
    ("heading", "place"),
    [
        ('id;time;"Now, then, after all, how much?";total', -1),
        ("id;time;How, when, where, why and how much?;total", -1),
        ('id;time;total;"a, b, c, d, e, f"', 2),
    ],
)
def test_commas_in_a_question_do_not_part_a_semicolon_file(heading: str, place: int) -> None:
    table = read_table(f"{heading}\na;1;12;12\nb;1;9;9\n", WANTED)
    assert table.delimiter == ";"
    assert [row[place] for _, row in table.records] == ["12", "9"]


def test_the_line_that_tells_excel_the_delimiter_is_no_row() -> None:
    table = read_table("sep=;\nid;time;total\na;1;12\n", WANTED)
    assert table.records == ((2, ("a", "1", "12")),)


def test_line_breaks_in_quotes_keep_the_count_of_rows() -> None:
    text = 'id,time,"to\ntal",note\na,1,12,"one\n\ntwo"\nb,1,9,\n'
    table = read_table(text, Wanted(("id", "time"), ("to tal",)))
    assert [number for number, _ in table.records] == [2, 3]


def test_blank_headings_at_the_end_are_no_columns_and_may_not_hide_anything() -> None:
    assert cells("id,time,total,,\na,1,12,,\nb,1,9,,\n") == ROWS
    assert cells("id,time,total,,\na,1,12\nb,1,9,,\n") == ROWS
    found = read_table("id,time,total,,\na,1,12,,\nb,1,9,,x\n", WANTED)
    assert [str(each) for each in found.faults] == [
        "row 3: This row has 5 cells, the header has 3."
    ]


def test_a_column_of_numbers_that_pandas_leaves_without_a_name_is_none_of_ours() -> None:
    assert cells(",id,time,total\n0,a,1,12\n") == (("0", "a", "1", "12"),)


def test_excels_ways_of_keeping_text_are_no_part_of_it() -> None:
    assert cells('id,time,total\n="007",1,12\nb_x000D_,1,\u00a09\u00a0\n') == (
        ("007", "1", "12"),
        ("b", "1", "9"),
    )


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("Zoë".encode(), ""),
        ("\ufeffZoë".encode(), ""),
        ("Zoë".encode("utf-16"), "UTF-16"),
        ("\ufeffZoë".encode("utf-16-be"), "UTF-16"),
        ("Zoë".encode("cp1252"), "Windows-1252"),
    ],
)
def test_an_unusual_encoding_is_read_and_named(raw: bytes, name: str) -> None:
    text, told = decode(raw)
    assert text.removeprefix("\ufeff") == "Zoë"
    assert all(name in str(remark) for remark in told)
    assert bool(told) is bool(name)


@pytest.mark.parametrize("raw", [b"PK\x03\x04 a sheet", b"\xd0\xcf\x11\xe0 an older one"])
def test_a_spreadsheet_file_is_refused_by_name(raw: bytes) -> None:
    with pytest.raises(TableFileError, match="spreadsheet file"):
        decode(raw)


@pytest.mark.parametrize("raw", [b"\xff\xfe\x00", b"id,time\n\x81\x9d"])
def test_bytes_that_are_no_text_are_refused(raw: bytes) -> None:
    with pytest.raises(TableFileError, match="not a CSV file"):
        decode(raw)


def test_a_person_without_a_label_is_a_fault_and_no_heading() -> None:
    assert cells("id,time,total\n,1,12\n") == (("", "1", "12"),)
    assert cells("id,time,total\na,1,much\n") == (("a", "1", "much"),)


def test_a_column_is_asked_for_in_the_row_where_the_heading_stands() -> None:
    assert fault("\n\nid;time\na;1\n").startswith("row 3, column total: There is no column total.")


@given(st.lists(st.tuples(*[st.text("abc ,;\t\"'\n", max_size=6)] * 3), min_size=1, max_size=8))
def test_what_is_quoted_is_read_as_it_was_written(rows: list[tuple[str, str, str]]) -> None:
    def line(one: tuple[str, ...]) -> str:
        return ";".join('"' + cell.replace('"', '""') + '"' for cell in one)

    named = [("x" + one, two, three) for one, two, three in rows]
    text = "\n".join(map(line, [("id", "time", "total"), *named]))
    assert cells(text) == tuple(tuple(cell.strip() for cell in row) for row in named)
