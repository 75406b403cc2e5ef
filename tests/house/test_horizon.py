"""Every date that somebody can send has a horizon, and every stored one is read within it."""

import importlib
import pkgutil
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Date, DateTime
from wtforms import DateField, DateTimeField, IntegerField
from wtforms.fields.core import UnboundField

from clinic.domain.errors import Refused
from clinic.domain.horizon import (
    FIRST_DAY,
    LAST_DAY,
    check_near,
    day_within,
    instant_within,
    read_day,
)
from clinic.forms.base import BoundedInteger, DayField, HourField
from clinic.models.base import Base, Day, UtcDateTime
from tests.cast import ROOT


def fields() -> Iterator[tuple[str, type]]:
    """Give every field that stands in a class of a form."""
    for found in pkgutil.walk_packages([str(ROOT / "clinic" / "forms")], "clinic.forms."):
        module = importlib.import_module(found.name)
        for kind in vars(module).values():
            if isinstance(kind, type):
                for name, field in vars(kind).items():
                    if isinstance(field, UnboundField):
                        yield f"{found.name}.{kind.__name__}.{name}", field.field_class


def test_every_date_of_a_form_has_a_horizon() -> None:
    dates = [(name, kind) for name, kind in fields() if issubclass(kind, DateField)]
    assert len(dates) > 10
    assert [name for name, kind in dates if not issubclass(kind, DayField)] == []
    moments = [(name, kind) for name, kind in fields() if issubclass(kind, DateTimeField)]
    assert [name for name, kind in moments if not _is_day_or_time(kind)] == []


def _is_day_or_time(kind: type) -> bool:
    return issubclass(kind, DayField | HourField)


def test_every_whole_number_of_a_form_has_bounds() -> None:
    numbers = [(name, kind) for name, kind in fields() if issubclass(kind, IntegerField)]
    assert len(numbers) > 5
    assert [name for name, kind in numbers if not issubclass(kind, BoundedInteger)] == []


def test_every_stored_day_and_instant_is_read_within_the_horizon() -> None:
    columns = [c for table in Base.metadata.sorted_tables for c in table.c]
    assert [str(c) for c in columns if isinstance(c.type, Date | DateTime)] == []
    assert sum(isinstance(c.type, Day | UtcDateTime) for c in columns) > 50


@pytest.mark.parametrize("on", [date.max, date.min, FIRST_DAY, LAST_DAY, date(2026, 3, 5)])
def test_a_day_beyond_is_read_as_the_horizon(on: date) -> None:
    at = datetime(on.year, on.month, on.day, tzinfo=UTC)
    assert FIRST_DAY <= day_within(on) <= LAST_DAY
    assert instant_within(at).date() == day_within(on)


@pytest.mark.parametrize(
    "text",
    ["9999-12-31", "0001-01-01", "1899-12-31", "2200-01-01", "2026-02-30", "20260305", "2026-W10-4"]
    + ["٢٠٢٦-٠٣-٠٥", "2026-3-5", " 2026-03-05", ""],
)
def test_a_text_that_is_no_day_of_the_horizon_is_not_read(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_day(text)


@pytest.mark.parametrize("year", [2032, 2005])
def test_a_day_that_nobody_plans_or_notes_is_refused_beside_its_field(year: int) -> None:
    with pytest.raises(Refused) as refused:
        check_near(date(year, 1, 1), date(2026, 3, 5), "first_on")
    assert refused.value.field == "first_on"
    check_near(date(2031, 12, 31), date(2026, 3, 5), "first_on")
    check_near(date(2006, 1, 1), date(2026, 3, 5), "first_on")
