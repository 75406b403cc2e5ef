"""Find a place for labels where they cover neither each other nor the lines."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TypeAlias

from clinic.charts.frame import TEXT_SIZE, text_width

Segment: TypeAlias = tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True)
class LabelBox:
    """A rectangle that a label takes up."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "LabelBox") -> bool:
        """Tell whether two labels would touch."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def is_crossed_by(self, segment: Segment) -> bool:
        """Tell whether a straight line runs through (clipping after Liang and Barsky)."""
        (x0, y0), (x1, y1) = segment
        enter, leave = 0.0, 1.0
        for step, room in (
            (x0 - x1, x0 - self.left),
            (x1 - x0, self.right - x0),
            (y0 - y1, y0 - self.top),
            (y1 - y0, self.bottom - y0),
        ):
            if step == 0:
                if room < 0:
                    return False
            elif step < 0:
                enter = max(enter, room / step)
            else:
                leave = min(leave, room / step)
        return enter < leave


def box_at(x: float, y: float, text: str) -> LabelBox:
    """Give the rectangle of a label whose center is at x, y."""
    half = text_width(text) / 2
    return LabelBox(x - half, y - TEXT_SIZE * 0.55, x + half, y + TEXT_SIZE * 0.55)


def spread(targets: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move labels of a column apart, as little as it takes, keeping their order and the bounds."""
    order = sorted(range(len(targets)), key=targets.__getitem__)
    places = list(targets)
    floor = low
    for index in order:
        places[index] = max(targets[index], floor)
        floor = places[index] + gap
    ceiling = high
    for index in reversed(order):
        places[index] = min(places[index], ceiling)
        ceiling = places[index] - gap
    return places


def rows_for(boxes: Sequence[tuple[float, float]], row_count: int) -> list[int | None]:
    """Give each label (left, right) the first row where it fits; `None` where none has room."""
    ends = [float("-inf")] * row_count
    rows: list[int | None] = []
    for left, right in boxes:
        row = next((row for row, end in enumerate(ends) if left > end), None)
        if row is not None:
            ends[row] = right
        rows.append(row)
    return rows


def wrapped(text: str, width: float) -> list[str]:
    """Part a sentence into lines that fit; a word that is wider stands alone."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def beside_point(
    x: float,
    y: float,
    text: str,
    *,
    taken: Iterable[LabelBox],
    lines: Iterable[Segment],
    inside: LabelBox,
) -> LabelBox:
    """Choose where the value of a point stands: above if it can, else where least is covered."""
    aside = text_width(text) / 2 + 9
    places = [(0, -16), (0, 16), (aside, 0), (-aside, 0)]
    places += [(aside, -12), (aside, 12), (-aside, -12), (-aside, 12)]
    boxes = [box_at(x + right, y + down, text) for right, down in places]
    taken, lines = list(taken), list(lines)

    def cost(box: LabelBox) -> int:
        covered = sum(box.overlaps(other) for other in taken)
        crossed = sum(box.is_crossed_by(line) for line in lines)
        outside = (
            box.left < inside.left
            or box.right > inside.right
            or box.top < inside.top
            or box.bottom > inside.bottom
        )
        return 100 * covered + 50 * outside + crossed

    return min(boxes, key=cost)


def apart(places: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Put people with the same scores side by side, each as far from the true place as needed."""
    seen: dict[tuple[float, float], int] = {}
    found = []
    for px, py in places:
        turn = seen.get((px, py), 0)
        seen[px, py] = turn + 1
        side = ceil(turn / 2) * (12 if turn % 2 else -12)
        found.append((px + side, py))
    return found
