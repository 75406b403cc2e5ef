"""Stamps: the little that is printed for one person, and where it is laid on a master."""

import unicodedata
from dataclasses import asdict, dataclass, field
from enum import StrEnum

from clinic.printing import render
from clinic.printing.sheets import Paper

_POINTS = 72 / 25.4
_WIDTHS = {Paper.A4: 210.0, Paper.LETTER: 215.9}
_SIDE, _FIRST_TOP, _AGAIN_BOTTOM, _COVER_TOP = 18.0, 14.0, 15.0, 66.0
"""Millimeters, as in page.css and pack.css: the side margin, and where the holder's places lie."""

_REM = {False: 11.0, True: 18.0}
_NAME_WIDTH = {False: 60.0, True: 70.0}
_NAME_LINE, _NAME_BOX, _UNDER_GAP = 1.56, 2.0, 0.15
_AGAIN_SCALE = 1 / 1.3
"""In units of 1rem: one line of a name, its whole place, and the air above what stands under it."""


_JOINERS = "\u200c\u200d"
"""They hold together letters of Persian and parts of an emoji."""


class StampKind(StrEnum):
    """What a stamp is; the names are those of its page in stamps.css."""

    NAME = "name"
    UNDER = "under"
    COVER = "cover"


_ONE_LINE = {
    StampKind.NAME: {False: 21, True: 16},
    StampKind.UNDER: {False: 36, True: 26},
    StampKind.COVER: {False: 24, True: 15},
}
"""Letters that fit on a line, in ordinary and in large print; more are set smaller, in two lines
that end with an ellipsis where even those do not hold them.
"""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Words that are printed once and laid on many pages."""

    kind: StampKind
    text: str
    is_large: bool
    paper: Paper

    @property
    def page(self) -> str:
        """Name the page it is printed on, which has its size."""
        return f"{self.kind}-large" if self.is_large else str(self.kind)

    @property
    def is_long(self) -> bool:
        """Whether the words need two lines; signs of East Asia and emoji count double."""
        widths = (2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in self.text)
        return sum(widths) > _ONE_LINE[self.kind][self.is_large]


@dataclass(frozen=True, slots=True)
class Mark:
    """A stamp by its number, its distance from the right and the upper edge in points."""

    stamp: int
    right: float
    top: float
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Copy:
    """A master by its number, with what is stamped on its first page and on those that follow."""

    master: int
    first: tuple[Mark, ...] = ()
    again: tuple[Mark, ...] = ()


@dataclass(slots=True)
class StampSheet:
    """Gathers the stamps of a pack, each of them once."""

    paper: Paper
    stamps: dict[Stamp, int] = field(default_factory=dict)

    def holder(self, master: int, name: str, under: str, is_large: bool) -> Copy:
        """Lay a name at the top right of the first page, and smaller on those that follow."""
        stamp = self._stamp(StampKind.NAME, name, is_large)
        number, rem = self.stamps[stamp], _REM[is_large]
        height = (_NAME_BOX if stamp.is_long else _NAME_LINE) * rem
        right, top = _SIDE * _POINTS, _FIRST_TOP * _POINTS
        first = [Mark(number, right, top)]
        if under:
            below = self.stamps[self._stamp(StampKind.UNDER, under, is_large)]
            first.append(Mark(below, right, top + height + _UNDER_GAP * rem))
        again_top = _AGAIN_BOTTOM * _POINTS - height * _AGAIN_SCALE
        return Copy(master, tuple(first), (Mark(number, right, again_top, _AGAIN_SCALE),))

    def cover(self, master: int, name: str, is_large: bool) -> Copy:
        """Lay a name across the middle of a cover."""
        number = self.stamps[self._stamp(StampKind.COVER, name, is_large)]
        return Copy(master, (Mark(number, _SIDE * _POINTS, _COVER_TOP * _POINTS),))

    def html(self) -> str:
        """Give the document with one stamp a page, in the order of their numbers."""
        return render.html(
            "stamps.html",
            width=_WIDTHS[self.paper] - 2 * _SIDE,
            narrow=_NAME_WIDTH[False],
            narrow_large=_NAME_WIDTH[True],
            stamps=tuple(
                {"page": stamp.page, "text": stamp.text, "is_long": stamp.is_long}
                for stamp in self.stamps
            ),
        )

    def _stamp(self, kind: StampKind, text: str, is_large: bool) -> Stamp:
        stamp = Stamp(kind, _readable(text), is_large, self.paper)
        self.stamps.setdefault(stamp, len(self.stamps))
        return stamp


def as_job(parts: tuple[tuple[Copy, ...], ...]) -> list[list[dict[str, object]]]:
    """Give the order of a pack in the plain values that go to a printing child."""
    return [[asdict(copy) for copy in part] for part in parts]


def _readable(text: str) -> str:
    """Leave out what has no shape: a sign that turns the reading order could disguise a name."""
    return "".join(
        sign for sign in text if unicodedata.category(sign)[0] != "C" or sign in _JOINERS
    ).strip()
