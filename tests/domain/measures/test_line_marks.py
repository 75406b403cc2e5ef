"""Marks on a line: tenths and millimeters are read without a guess, one unit a filling."""

import pytest

from clinic.content.instrument_files import shipped
from clinic.domain.errors import Refused
from clinic.domain.measures.answer_files import read_answers
from clinic.domain.measures.keyings import key_of, read_marks
from clinic.domain.measures.line_marks import MarkUnit, marks_in
from clinic.domain.measures.scoring import AlgorithmOutcome, Score, score
from clinic.domain.measures.table_files import TableFileError

CM, MM = MarkUnit.CENTIMETERS, MarkUnit.MILLIMETERS
TALK, FINE = "invites a talk about the session", "no call for a talk"


def read(unit: MarkUnit, *numbers: float | None) -> list[int | None]:
    return list(marks_in(unit, dict(enumerate(numbers, start=1))).values())


@pytest.mark.parametrize(
    ("unit", "written", "codes"),
    [
        (CM, (9.5, 9, 9, 9), [95, 90, 90, 90]),
        (CM, (9, 8, 10, 7), [90, 80, 100, 70]),
        (CM, (95, 80, 100, 71), [95, 80, 100, 71]),
        (MM, (95, 80, 100, 9), [95, 80, 100, 9]),
        (MM, (9.5, 8.3, 0, 0.9), [95, 83, 0, 9]),
        (MM, (9, 8, 10, 7), [9, 8, 10, 7]),
        (CM, (9.5, None, 0, 9), [95, None, 0, 90]),
        (CM, (0.3, 0.7, 2.3, 4.1), [3, 7, 23, 41]),
    ],
)
def test_a_mark_tells_its_unit_or_the_form_does(
    unit: MarkUnit, written: tuple[float | None, ...], codes: list[int | None]
) -> None:
    assert read(unit, *written) == codes


@pytest.mark.parametrize(
    ("unit", "written", "reason"),
    [
        (CM, (95, 90, 100, 9), "Question 4: beside the others 9 can be"),
        (MM, (9.5, 9, 9, 9), "Question 2: beside the others 9 can be"),
        (MM, (9.5, 10, 0, 9.1), "Question 2: beside the others 10 can be"),
        (CM, (9.5, 95, 9, 9), "Question 2: some marks are in centimeters"),
        (CM, (9.55, 9, 9, 9), "Question 1: a mark is from 0 to 10"),
        (CM, (10.1, 9, 9, 9), "Question 1: a mark is from 0 to 10"),
        (CM, (101, 90, 90, 90), "Question 1: a mark is from 0 to 10"),
    ],
)
def test_where_there_are_two_meanings_nothing_is_guessed(
    unit: MarkUnit, written: tuple[float, ...], reason: str
) -> None:
    with pytest.raises(Refused) as refused:
        read(unit, *written)
    assert str(refused.value).startswith(reason)


@pytest.mark.parametrize(
    ("marks", "total", "finding"),
    [
        ((100, 100, 100, 60), 36, TALK),
        ((90, 90, 90, 90), 36, FINE),
        ((89, 100, 100, 100), 38.9, TALK),
        ((100, 100, 100, 100), 40, FINE),
        ((92, 85, 100, 71), 34.8, TALK),
    ],
)
@pytest.mark.parametrize("key", ["gsrs", "gsrs@mm"])
def test_a_low_sum_or_one_low_mark_invites_a_talk(
    key: str, marks: tuple[int, ...], total: float, finding: str
) -> None:
    result = score(shipped(key), marks)
    found = result.scales["total"]
    assert isinstance(found, Score)
    assert found.value == pytest.approx(total)
    talk = result.outcomes["talk"]
    assert isinstance(talk, AlgorithmOutcome)
    assert talk.finding.label == finding
    assert found.band
    assert (found.band.label == "no call for one") <= (finding == FINE)
    assert (found.band.label == TALK) <= (finding == TALK)


def test_a_file_is_in_one_unit_or_every_row_tells_its_own() -> None:
    head = "item_1,item_2,item_3,item_4\n"
    rows = read_answers(head + "9.5,9,9,9\n10,10,10,6\n", shipped("gsrs")).rows
    assert [list(row.answers.values()) for row in rows] == [[95, 90, 90, 90], [100, 100, 100, 60]]
    with pytest.raises(TableFileError, match="could be either"):
        read_answers(head + "95,90,90,90\n10,10,10,6\n", shipped("gsrs"))
    assert read_answers(head + "95,90,90,90\n10,10,10,6\n", shipped("gsrs@mm")).rows
    with pytest.raises(TableFileError, match="is not a mark"):
        read_answers(head + "high,90,90,90\n", shipped("gsrs"))


def test_the_desk_reads_tenths_and_shows_what_stands_in_the_unit_of_the_form() -> None:
    gsrs, mm = shipped("gsrs"), shipped("gsrs@mm")
    typed = {1: "9.5", 2: "9", 3: "10", 4: "."}
    assert read_marks(gsrs, typed) == {1: 95, 2: 90, 3: 100, 4: None}
    assert [key_of(gsrs, code) for code in (9, 90, 95, 100)] == ["0.9", "9", "9.5", "10"]
    assert [key_of(mm, code) for code in (9, 95)] == ["9", "95"]
    with pytest.raises(Refused, match="Question 2: type its mark"):
        read_marks(gsrs, typed | {2: "9.55"})
