"""A worksheet as it was parsed: what it says and where somebody writes."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from clinic.domain.exercises import Flow, Skill
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


@dataclass(frozen=True, slots=True)
class Field:
    """A place to write, by the key under which its answer is kept wherever it is given."""

    key: str
    label: str
    kind: FieldKind
    hint: str = ""
    example: str | tuple[str, ...] = ""
    # Of a table a cell for each column in their order, of a ladder a step each.
    lines: int = 3
    minimum: float | None = None
    maximum: float | None = None
    low: str = ""
    high: str = ""
    unit: str = ""
    options: tuple[Choice, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: int = 5


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
    # 0 is the orientation, 9 the booster; None fits any week.
    skill: Skill
    flow: Flow
    caution: str
    stop_rule: str
    blocks: tuple[Prose | Field, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        """The places to write, in reading order."""
        return tuple(block for block in self.blocks if isinstance(block, Field))


Cell: TypeAlias = str | int | float | bool
Answer: TypeAlias = Cell | list[str] | dict[str, int] | list[dict[str, Cell]]
"""What one field holds, in values that JSON keeps; docs/content-format.md says which by kind."""
