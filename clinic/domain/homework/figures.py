"""The drawings that a sheet may carry: they explain, and nobody writes in them."""

from dataclasses import dataclass
from enum import StrEnum


class FigureKind(StrEnum):
    """Which of our own drawings."""

    TRICKY_LOOP = "tricky-loop"
    THREE_FLOWS = "three-flows"
    THREE_SYSTEMS = "three-systems"


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing between prose and fields, by a key that no field of the sheet has."""

    key: str
    kind: FigureKind
