"""Where each region of the body lies on the printed outline, and where its name stands."""

from dataclasses import dataclass

from clinic.domain.homework.worksheets import BODY_REGIONS

_LEFT = {
    "head": (88, 15),
    "throat": (97, 58),
    "chest": (82, 96),
    "stomach": (92, 138),
    "hips": (68, 178),
    "legs": (78, 250),
}
_RIGHT = {
    "face": (106, 38),
    "shoulders": (133, 73),
    "back": (133, 112),
    "arms": (157, 142),
    "hands": (164, 196),
    "feet": (130, 328),
}
"""Points on the outline in its own units, from the top; the drawing scales them to millimeters."""

_SCALE, _OFFSET_X, _OFFSET_Y = 0.325, 54.5, 0.5
_LINE_APART = 13.0


@dataclass(frozen=True, slots=True)
class BodyRegion:
    """One name beside the outline, its box and the thin line that leads to the place."""

    key: str
    name: str
    x: float
    y: float
    path: str
    box_x: float
    text_x: float
    text_y: float
    anchor: str


def regions() -> tuple[BodyRegion, ...]:
    """Give every region, the left column first, each from the head down."""
    left = _column(_LEFT, box_x=46.0, text_x=44.0, leader_x=51.0, anchor="end")
    right = _column(_RIGHT, box_x=124.2, text_x=130.0, leader_x=123.0, anchor="start")
    return (*left, *right)


def _column(
    points: dict[str, tuple[int, int]],
    box_x: float,
    text_x: float,
    leader_x: float,
    anchor: str,
) -> list[BodyRegion]:
    column = []
    lowest_free = 0.0
    for key, (left, top) in points.items():
        x, y = _OFFSET_X + left * _SCALE, _OFFSET_Y + top * _SCALE
        text_y = max(y + 1.3, lowest_free)
        lowest_free = text_y + _LINE_APART
        path = f"{leader_x},{text_y - 1.4:.1f} {x:.1f},{y:.1f}"
        column.append(BodyRegion(key, BODY_REGIONS[key], x, y, path, box_x, text_x, text_y, anchor))
    return column
