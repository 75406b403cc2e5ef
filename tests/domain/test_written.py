"""Numbers, dates and times as people write them: read where there is one meaning, never guessed."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.domain.written import is_day_first, read_date, read_number, read_time

NUMBERS = {
    "62,5": 62.5,
    "62.5": 62.5,
    " 7 ": 7,
    "70 %": 70,
    "70%": 70,
    "６２": 62,
    "٦٢": 62,
    "−3": -3,
    "1.234,5": 1234.5,
    "1,234.5": 1234.5,
    "1 234 567": 1234567,
    "0,125": 0.125,
    "1,234,567": 1234567,
    "1'234.5": 1234.5,
    "+4": 4,
    "007": 7,
    "12345": 12345,
    "1234,567": 1234.567,
}
NO_NUMBERS = (
    "",
    "about 40",
    "40ish",
    "1,2,3",
    "1.2.3",
    "--4",
    "4-5",
    "½",
    "1e3",
    "nan",
    "inf",
    "1,234",
    "1.234",
    "٫",
    "12 34",
    "1,23,456",
    "9" * 16,
    "0x10",
    "1_000",
)
DAYS = {
    "2026-12-05": date(2026, 12, 5),
    "5.12.2026": date(2026, 12, 5),
    "05. 12. 2026": date(2026, 12, 5),
    "５．１２．２０２６": date(2026, 12, 5),
    "13/5/2026": date(2026, 5, 13),
    "5/13/2026": date(2026, 5, 13),
    "5/5/2026": date(2026, 5, 5),
    "5 Dec 2026": date(2026, 12, 5),
    "December 5, 2026": date(2026, 12, 5),
    "may 4 2026": date(2026, 5, 4),
    "5. Sept. 2026": date(2026, 9, 5),
}
TIMES = {
    "18:30": time(18, 30),
    "18.30": time(18, 30),
    "1830": time(18, 30),
    "18": time(18),
    "18:30:00": time(18, 30),
    "18h30": time(18, 30),
    "18 h": time(18),
    "18 Uhr": time(18),
    "18.30 Uhr": time(18, 30),
    "6 Uhr": time(6),
    "6 pm": time(18),
    "6pm": time(18),
    "6:30 PM": time(18, 30),
    "6.30 p.m.": time(18, 30),
    "630pm": time(18, 30),
    "9 a.m.": time(9),
    "12 am": time(0),
    "12 pm": time(12),
    "12:30 am": time(0, 30),
    "18:30 pm": time(18, 30),
    "09": time(9),
    "0900": time(9),
    "930": time(9, 30),
    "9:05": time(9, 5),
    "00:00": time(0),
    "１８：３０": time(18, 30),
    " 18:30 ": time(18, 30),
    "18：30": time(18, 30),
}
NO_TIMES = (
    "",
    "6",
    "12",
    "24:00",
    "25",
    "18:60",
    "1860",
    "6 o'clock",
    "half past six",
    "18:3",
    "18-30",
    "18,30",
    "13 am",
    "0 pm",
    "18:30 am",
    "about 6 pm",
    "18:30 - 20:00",
    "18:30:61",
    "12345",
    "pm",
)
NO_DAYS = (
    "",
    "5/12/2026",
    "5-12-2026",
    "31.2.2026",
    "5.12.26",
    "tomorrow",
    "5 Ju 2026",
    "5 jum 2026",
    "2026",
    "12/2026",
    "0/0/2026",
    "32/1/2026",
    "5/12-2026",
)


@pytest.mark.parametrize("text", NUMBERS)
def test_a_number_with_one_meaning_is_read(text: str) -> None:
    assert read_number(text) == NUMBERS[text]


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_has_no_meaning_or_two_is_no_number(text: str) -> None:
    assert read_number(text) is None


def test_the_range_tells_a_thousand_from_one_and_a_bit() -> None:
    assert read_number("1,234", lambda value: value <= 100) == 1.234
    assert read_number("1,234", lambda value: value >= 100) == 1234


def test_the_unit_of_the_field_may_stand_behind_it() -> None:
    assert read_number("20 Minutes", unit="minutes") == 20
    assert read_number("20 hours", unit="minutes") is None


@pytest.mark.parametrize("text", DAYS)
def test_a_date_with_one_meaning_is_read(text: str) -> None:
    assert read_date(text) == DAYS[text]


@pytest.mark.parametrize("text", TIMES)
def test_a_time_with_one_meaning_is_read(text: str) -> None:
    assert read_time(text) == TIMES[text]


@pytest.mark.parametrize("text", NO_TIMES)
def test_what_may_be_two_times_is_none(text: str) -> None:
    assert read_time(text) is None


@pytest.mark.parametrize("text", NO_DAYS)
def test_what_may_be_two_days_is_none(text: str) -> None:
    assert read_date(text) is None


def test_a_country_settles_what_comes_first() -> None:
    assert read_date("5/12/2026", day_first=is_day_first("DE")) == date(2026, 12, 5)
    assert read_date("5/12/2026", day_first=is_day_first("US")) == date(2026, 5, 12)
    assert read_date("13/12/2026", day_first=is_day_first("US")) is None
    assert is_day_first("") is None


@given(st.integers(-999, 999), st.integers(0, 99), st.sampled_from(".,"))
def test_what_is_written_with_either_mark_is_read_back(whole: int, rest: int, mark: str) -> None:
    assert read_number(f"{whole}{mark}{rest:02}") == float(f"{whole}.{rest:02}")


@given(st.text(max_size=30))
def test_no_text_makes_it_fail(text: str) -> None:
    assert isinstance(read_number(text), float | None)
    assert isinstance(read_date(text), date | None)
