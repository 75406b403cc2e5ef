"""A worksheet as it was parsed, and the form in which an answer to one of its fields is kept."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from clinic.domain.homework.exercises import Flow, Skill
from clinic.domain.homework.figures import Figure
from clinic.domain.risk import RiskSign
from clinic.domain.text import N_


class FieldKind(StrEnum):
    """What kind of answer a field takes."""

    LINE = "line"
    LINES = "lines"
    NUMBER = "number"
    RATING = "rating"
    CHOICE = "choice"
    CHECKS = "checks"
    DATE = "date"
    TABLE = "table"
    LADDER = "ladder"
    CIRCLES = "circles"
    BODY_MAP = "body-map"


class Readers(StrEnum):
    """Who may read what somebody writes into a sheet."""

    FACILITATORS = "facilitators"
    MINE = "mine until shared"
    """The writer alone, until she lets the facilitators read it and after she takes that back."""


CIRCLES = {
    "threat": N_("Threat and protection"),
    "drive": N_("Drive and reaching"),
    "soothing": N_("Soothing and safeness"),
}
BODY_REGIONS = {
    "head": N_("Head"),
    "face": N_("Face and jaw"),
    "throat": N_("Throat"),
    "shoulders": N_("Shoulders"),
    "chest": N_("Chest"),
    "stomach": N_("Stomach"),
    "back": N_("Back"),
    "arms": N_("Arms"),
    "hands": N_("Hands"),
    "hips": N_("Hips"),
    "legs": N_("Legs"),
    "feet": N_("Feet"),
}
LADDER_PARTS = {
    "step": N_("Step"),
    "expected": N_("Distress I expect, 0-100"),
    "actual": N_("Distress there was, 0-100"),
    "done": N_("Done"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a choice or of checks."""

    key: str
    label: str
    risk: RiskSign | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; `width` in percent of the table, None shares what is left."""

    key: str
    label: str
    kind: FieldKind
    width: int | None = None
    options: tuple[Choice, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    risk: RiskSign | None = None
    risk_from: float | None = None

    @property
    def is_tick(self) -> bool:
        """Whether there is one option alone, so that a tick says all."""
        return len(self.options) == 1


@dataclass(frozen=True, slots=True)
class Field:
    """A place to write, by the key under which its answer is kept wherever it is given."""

    key: str
    label: str
    kind: FieldKind
    hint: str = ""
    example: str | tuple[str, ...] = ""
    """Of a table a cell for each column in their order, of a ladder a step each."""
    lines: int = 3
    minimum: float | None = None
    maximum: float | None = None
    low: str = ""
    high: str = ""
    unit: str = ""
    options: tuple[Choice, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: int = 5
    risk: RiskSign | None = None
    risk_from: float | None = None


@dataclass(frozen=True, slots=True)
class Prose:
    """Text between fields; `html` is safe to show as it stands."""

    html: str
    is_steps: bool = False


@dataclass(frozen=True, slots=True)
class Worksheet:
    """A sheet with its blocks in reading order."""

    code: str
    slug: str
    title: str
    purpose: str
    language: str
    minutes: int
    week: int | None
    """In which it usually first comes; 0 is before the first session, None fits any week."""
    skill: Skill
    flow: Flow
    readers: Readers
    caution: str
    stop_rule: str
    blocks: tuple[Prose | Field | Figure, ...]
    stays_open: bool = False
    """It never closes, and its writer finds it under Help now: a safety plan."""

    @property
    def fields(self) -> tuple[Field, ...]:
        """The places to write, in reading order."""
        return tuple(block for block in self.blocks if isinstance(block, Field))


Cell: TypeAlias = str | int | float | bool
Answer: TypeAlias = Cell | list[str] | dict[str, int] | list[dict[str, Cell]]
"""What one field holds, in values that JSON keeps; docs/content-format.md says which by kind."""

LONGEST_LINE = 500
LONGEST_LINES = 20_000
MOST_ROWS = 60
"""Rows of a table or a ladder: more than any paper has, and a bound for a hostile request."""
