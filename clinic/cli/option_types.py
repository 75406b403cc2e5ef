"""Kinds of option values that click does not have: numbers in bounds, moments, our own words."""

import math
from datetime import UTC, datetime
from enum import StrEnum
from typing import Generic, TypeVar

import click

_ENDLESS = 1e9
"""No score or figure of a study lies beyond."""

WordT = TypeVar("WordT", bound=StrEnum)


class Number(click.ParamType[float]):
    """A finite number between two bounds, which click's own ranges do not insist on."""

    name = "number"

    def __init__(
        self, low: float = -_ENDLESS, high: float = _ENDLESS, *, is_open: bool = False
    ) -> None:
        self.low, self.high, self.is_open = low, high, is_open

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Read the number or say what it must be."""
        try:
            number = float(str(value))
        except ValueError:
            self.fail(f"{value} is not a number", param, ctx)
        inside = self.low < number < self.high if self.is_open else self.low <= number <= self.high
        if not (math.isfinite(number) and inside):
            self.fail(f"{value} is not {self._bounds()}", param, ctx)
        return number

    def _bounds(self) -> str:
        if self.is_open and self.high >= _ENDLESS:
            return f"above {self.low:g}"
        between, to = ("between", "and") if self.is_open else ("from", "to")
        return f"{between} {self.low:g} {to} {self.high:g}"


class Word(click.ParamType[WordT], Generic[WordT]):
    """One of the words of an enumeration, in capitals or not."""

    name = "word"

    def __init__(self, kind: type[WordT]) -> None:
        self.kind = kind

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Name the words in the help."""
        return f"[{'|'.join(self.kind)}]"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> WordT:
        """Read the word or name those that there are."""
        wanted = str(value).casefold()
        found = next((word for word in self.kind if word.value.casefold() == wanted), None)
        if found is None:
            self.fail(f"{value} is none of {', '.join(self.kind)}", param, ctx)
        return found


class Moment(click.ParamType[datetime]):
    """A day and a time, in UTC unless it says otherwise."""

    name = "moment"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Read it or say what it must look like."""
        try:
            found = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value} is no moment such as 2026-11-29T14:30", param, ctx)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


MOMENT = Moment()
