"""The parts every chart is drawn with: SVG elements, a scale from values to pixels, ticks, colors.

Colors are presentation attributes, so that paper needs no stylesheet, and each element also has a
class, so that a page can recolor it for the dark. Nothing here writes a style attribute, because
the pages forbid inline style.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

SURFACE, LINE, INK = "#ffffff", "#e2dbcf", "#22303a"
INK_SOFT, INK_FAINT = "#55636d", "#75818a"
ACCENT, ACCENT_STRONG, EMBER = "#17605b", "#0f4743", "#a84a22"
FONT = "Source Sans Pro, Source Sans 3, system-ui, sans-serif"
TEXT_SIZE = 14
ROW = 18
"""Height of one row of labels, in pixels."""
MEAN_LETTER = 0.6
"""Width of a letter over its height, generous enough for the fallback that paper may take."""


@dataclass(frozen=True)
class PixelSpan:
    """Carry values between two bounds to pixels between two others; what lies outside is held."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Give the pixel of a value."""
        if self.high == self.low:
            return (self.start + self.end) / 2
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


def element(tag: str, *children: str, **attributes: object) -> str:
    """Write one element; children are markup already, class_ is class."""
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{_attribute(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    inside = "".join(children)
    return f"<{tag}{written}>{inside}</{tag}>" if inside else f"<{tag}{written}/>"


def words(text: str) -> str:
    """Make text safe to stand in the drawing; characters that XML forbids are dropped."""
    return escape("".join(sign for sign in text if sign.isprintable()), quote=True)


def label(x: float, y: float, text: str, **attributes: object) -> str:
    """Write a text whose middle is at the height y."""
    given = {"font_size": TEXT_SIZE, "fill": INK_SOFT, "class_": "chart-label", **attributes}
    return element("text", words(text), x=x, y=y + TEXT_SIZE * 0.35, **given)


def drawing(width: float, height: float, title: str, description: str, body: Iterable[str]) -> str:
    """Wrap a chart so that it scales with its place and can be read aloud."""
    return element(
        "svg",
        element("title", words(title)),
        element("desc", words(description)) if description else "",
        *body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_pixels(width)} {_pixels(height)}",
        role="img",
        class_="chart",
        font_family=FONT,
    )


def polyline(points: Iterable[tuple[float, float]], **attributes: object) -> str:
    """Write an unfilled line through the points."""
    path = " ".join(f"{_pixels(x)},{_pixels(y)}" for x, y in points)
    return element("polyline", points=path, fill="none", **attributes)


def text_width(text: str) -> float:
    """Estimate how wide a label is, without the font at hand."""
    return len(text) * TEXT_SIZE * MEAN_LETTER


def ticks(low: float, high: float, count: int = 5) -> tuple[float, ...]:
    """Choose round values from low to high; both ends are always among them."""
    rough = (high - low) / count
    power = 10.0 ** floor(log10(rough))
    step = next(power * nice for nice in (1, 2, 5, 10) if power * nice >= rough * 0.999)
    first = ceil(low / step)
    inner = [step * number for number in range(first, floor(high / step) + 1)]
    clear = [value for value in inner if value - low > step * 0.6 and high - value > step * 0.6]
    return (low, *clear, high)


def runs(points: Iterable[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    """Part a course at its gaps, so that no line is drawn across a missing score."""
    parts: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            parts.append([])
        else:
            parts[-1].append(point)
    return [part for part in parts if part]


def _attribute(value: object) -> str:
    return _pixels(value) if isinstance(value, float) else words(str(value))


def _pixels(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
