"""Score files: what is understood, and the sentence for each thing that is wrong."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clinic.domain.measures import table_files
from clinic.domain.measures.instruments import Direction
from clinic.domain.measures.score_cells import MeasureColumn
from clinic.domain.measures.score_files import ScoreColumns, ScoreFile, ScoreFileRow, read_scores
from clinic.domain.measures.table_files import MAX_FAULTS, TableFileError
from clinic.domain.outcomes.change import summarize

BDI = MeasureColumn("bdi", "bdi", 0, 63, Direction.LOWER)
WHO = MeasureColumn("who", "who", 0, 100, Direction.HIGHER)
TRIAL = Path(__file__).parents[3] / "shared" / "data" / "claus_2020.csv"
"""A published trial that lies beside the project, not in it."""


def read(text: str, **more: object) -> ScoreFile:
    columns = ScoreColumns("id", "time", more.pop("columns", [BDI]))  # type: ignore[arg-type]  # each test names what it changes
    return read_scores(text, columns, **more)  # type: ignore[arg-type]  # each test names what it changes


def faults(text: str, **more: object) -> list[str]:
    with pytest.raises(TableFileError) as caught:
        read(text, **more)
    return [str(fault) for fault in caught.value.faults]


@pytest.mark.parametrize(
    "text",
    [
        "id,time,bdi\nA,1,12.5\nA,2,9\n",
        "\ufeffid,time,bdi\r\nA,1,12.5\r\nA,2,9\r\n",
        "id;time;bdi\nA;1;12,5\nA;2;9\n",
        "id\ttime\tbdi\nA\t1\t12,5\nA\t2\t9",
        '"id","time","bdi"\n"A","1","12.5"\n\n"A","2","9"\n,,\n',
        "bdi, time ,id,else\n12.5,1, A ,x\n9,2,A,\n",
    ],
)
def test_the_same_scores_are_read_from_every_usual_form(text: str) -> None:
    assert read(text).rows == (
        ScoreFileRow("A", "1", "bdi", 12.5),
        ScoreFileRow("A", "2", "bdi", 9),
    )


def test_an_empty_cell_was_not_answered_and_is_no_zero() -> None:
    values = [row.value for row in read("id,time,bdi\nA,1,\nA,2,NA\nA,3,0\n").rows]
    assert values == [None, None, 0]


def test_times_get_the_labels_that_were_named() -> None:
    table = read("id,time,bdi\nA,1,3\nA,4,2\n", occasions={"1": "baseline", "4": "post"})
    assert table.occasions == ("baseline", "post")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The file is empty."),
        ("\ufeff \n", "The file is empty."),
        ("id,time,bdi\n", "The file has a header and no rows."),
        ("id,time,bdi\x00\n", "This is not a CSV file."),
        ("PK\x03\x04 xlsx", "This is not a CSV file."),
        ("a letter\nto a friend\n", "This is not a CSV file."),
        ("1,1,33\n2,1,12\n", "row 1, column id: There is no column id. The file has: 1, 1, 33."),
        ("id,time\nA,1\n", "row 1, column bdi: There is no column bdi."),
        ("id,time,bdi,bdi\n", "row 1, column bdi: This column is in the file twice."),
        ("id,time,bdi\nA,1,9\nA,1,8\n", "row 3, column id: A at 1 is already in row 2."),
        ("id,time,bdi\n\nA,1,x\n", "row 3, column bdi: “x” is not a number."),
        ("id,time,bdi\nA,1,inf\n", "row 2, column bdi: “inf” is not a number."),
        ("id,time,bdi\nA,1,1_0\n", "row 2, column bdi: “1_0” is not a number."),
        ("id,time,bdi\nA,1,#DIV/0!\n", "row 2, column bdi: “#DIV/0!” is not a number."),
        ("id,time,bdi\nA,1,64\n", "row 2, column bdi: 64 is outside the range from 0 to 63."),
        ("id,time,bdi\nA,1,-1\n", "row 2, column bdi: -1 is outside the range from 0 to 63."),
        ("id,time,bdi\nA,1\n", "row 2: This row has 2 cells, the header has 3."),
        ('id,time,bdi\nA,1,3\nB,1,"3\n', "row 3: This row cannot be read."),
        ("id,time,bdi\n,1,3\n", "row 2, column id: The person is missing."),
        (f"id,time,bdi\n{'A' * 81},1,3\n", "row 2, column id: The person's label is longer"),
        ("id,time,bdi\nA,,3\n", "row 2, column time: The time is missing."),
    ],
)
def test_each_fault_is_named_with_its_row_and_column(text: str, sentence: str) -> None:
    assert any(fault.startswith(sentence) for fault in faults(text)), faults(text)


def test_a_time_that_nobody_named_is_a_fault() -> None:
    found = faults("id,time,bdi\nA,7,3\n", occasions={"1": "baseline"})
    assert found == ["row 2, column time: The time 7 is none of those that were named: 1."]


def test_all_faults_are_told_at_once() -> None:
    text = "id,time,bdi,who\nA,1,99,abc\nA,2\nA,1,3,4\nB,1,x,50\n"
    assert [fault.split(":")[0] for fault in faults(text, columns=[BDI, WHO])] == [
        "row 2, column bdi",
        "row 2, column who",
        "row 3",
        "row 4, column id",
        "row 5, column bdi",
    ]


def test_a_wholly_wrong_file_is_left_after_enough_faults() -> None:
    assert len(faults("id,time,bdi\n" + "A,1,x\n" * 1000)) <= MAX_FAULTS + 1


def test_a_file_that_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_files, "MAX_CHARACTERS", 20)
    expected = "The file is too large: at most 20 characters can be read."
    assert faults("id,time,bdi\nA,1,3\nB,1,4\n") == [expected]


@given(st.text())
@example(",")
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    with suppress(TableFileError):
        assert read(text).rows


@given(st.lists(st.floats(0, 63) | st.none(), min_size=1, max_size=30))
def test_what_was_written_is_what_is_read(values: list[float | None]) -> None:
    lines = [f"{n},1,{'' if value is None else value}" for n, value in enumerate(values)]
    rows = read("id,time,bdi\n" + "\n".join(lines)).rows
    assert [row.value for row in rows] == values


if TRIAL.exists():

    def test_the_published_trial_reads_as_it_was_reported() -> None:
        columns = [
            BDI,
            MeasureColumn("shaps", "shaps", 0, 14, Direction.LOWER),
            MeasureColumn("who", "who", 0, 25, Direction.HIGHER),
            MeasureColumn("hamd", "hamd", 0, 52, Direction.LOWER),
        ]
        table = read(TRIAL.read_text(encoding="utf-8"), columns=columns)
        assert len(table.subjects) == 43
        assert table.occasions == ("1", "2", "3", "4")
        bdi = {(row.subject, row.occasion): row.value for row in table.rows if row.measure == "bdi"}
        pairs = [(bdi[person, "1"], bdi[person, "4"]) for person in table.subjects]
        pre = summarize(
            [before for before, after in pairs if before is not None and after is not None]
        )
        assert pre is not None
        assert (pre.n, round(pre.mean, 2), round(pre.sd or 0, 2)) == (40, 35.48, 8.16)
