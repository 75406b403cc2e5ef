"""What a pack for the room can hold, and how it goes through the printer."""

from dataclasses import dataclass
from enum import StrEnum


class PackPart(StrEnum):
    """What can be in a pack: first each person's own papers in this order, then the room's."""

    COVER = "cover"
    HANDOUTS = "handouts"
    HOME_PRACTICE = "home-practice"
    MEASURES = "measures"
    CATCH_UP = "catch-up"
    PLAN = "plan"
    SIGN_IN = "sign-in"
    DOOR = "door"


OF_A_MAKE_UP = (
    PackPart.COVER,
    PackPart.HANDOUTS,
    PackPart.HOME_PRACTICE,
    PackPart.PLAN,
    PackPart.SIGN_IN,
    PackPart.DOOR,
)
"""What the few people of a make-up may need; questionnaires keep to the meetings of the group."""


class Sides(StrEnum):
    """Whether paper is printed on one side or on both."""

    DOUBLE = "double"
    SINGLE = "single"


@dataclass(frozen=True, slots=True)
class PackChoice:
    """What somebody wants in a pack; as it stands here, everything."""

    parts: frozenset[PackPart] = frozenset(PackPart)
    sides: Sides = Sides.DOUBLE
    large: frozenset[str] = frozenset()
    """Enrollments of those who need large print, by their public ids."""
