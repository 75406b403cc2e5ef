"""The form of a first talk, filled in."""

from tests.cast import Cast

POINTS = 11
"""Of the program of the cast."""


def where(cast: Cast) -> dict[str, str]:
    return {"enrollment_id": cast.enrollments["mia"].public_id}


def answers(**others: str) -> dict[str, str]:
    found = {f"answer_{number}": "yes" if number < 5 else "no" for number in range(POINTS)}
    return {"seen": "", **found, **others}
