"""Stamps: the little that is printed for one person, and where it is laid on a master.

A slip is a small page with the words of one stamp; it is printed once and laid on many pages.
"""

import unicodedata
from dataclasses import asdict, dataclass, field
from enum import StrEnum

from markupsafe import Markup

from clinic.domain.clinic.settings import Paper
from clinic.printing import render
from clinic.printing.sheets import Stamp
from clinic.printing.squares import square

_POINTS = 72 / 25.4
_WIDTHS = {Paper.A4: 210.0, Paper.LETTER: 215.9}
_SIDE, _TOP, _AGAIN_BOTTOM, _COVER_TOP = 18.0, 14.0, 15.0, 66.0
"""Millimeters, as in page.css and pack.css: the side margin, and where the holder's places lie."""

_CODE_SIDE, _CODE_TOP, _NAME_BESIDE_CODE_TOP = 15.0, 9.0, 8.4
_NAME_SIDE = {False: 43.0, True: 47.0}
"""Where square and name lie on a sheet with a code, in ordinary and in large print."""

_REM = {False: 11.0, True: 18.0}
_NAME_LINE, _NAME_BOX, _UNDER_GAP = 1.56, 2.0, 0.15
_AGAIN_SCALE = 1 / 1.3
"""In units of 1rem: one line of a name, its whole place, and the air above what stands under it."""

_JOINERS = "\u200c\u200d"
"""They hold together letters of Persian and parts of an emoji."""


class SlipKind(StrEnum):
    """What is on a slip."""

    NAME = "name"
    UNDER = "under"
    COVER = "cover"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class _Size:
    """A slip in millimeters and points, and the letters that fit on a line.

    More letters are set smaller, in two lines that end with an ellipsis where even those are full.
    """

    width: float
    height: float
    letters: int = 0


_SIZES = {
    # By kind, large print, and a square beside it.
    (SlipKind.NAME, False, False): _Size(60, 22, 21),
    (SlipKind.NAME, True, False): _Size(70, 36, 16),
    (SlipKind.NAME, False, True): _Size(38, 22, 13),
    (SlipKind.NAME, True, True): _Size(44, 36, 10),
    (SlipKind.UNDER, False, False): _Size(60, 22, 36),
    (SlipKind.UNDER, True, False): _Size(70, 30, 26),
    (SlipKind.UNDER, False, True): _Size(38, 22, 22),
    (SlipKind.UNDER, True, True): _Size(44, 30, 16),
    (SlipKind.COVER, False, False): _Size(174, 50, 24),
    (SlipKind.COVER, True, False): _Size(174, 81, 15),
    (SlipKind.CODE, False, True): _Size(25, 68),
    (SlipKind.CODE, True, True): _Size(29, 84),
}


@dataclass(frozen=True, slots=True)
class Slip:
    """Words that are printed once."""

    kind: SlipKind
    text: str
    is_large: bool = False
    is_coded: bool = False
    link: str = ""
    """What the square over a code opens."""

    @property
    def size(self) -> _Size:
        """Give the size of its page."""
        return _SIZES[self.kind, self.is_large, self.is_coded]

    @property
    def page(self) -> str:
        """Name its page."""
        return self.kind + "-large" * self.is_large + "-coded" * self.is_coded

    @property
    def is_long(self) -> bool:
        """Whether the words need two lines; characters of East Asia and emoji count double."""
        widths = (2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in self.text)
        return self.kind is not SlipKind.CODE and sum(widths) > self.size.letters


@dataclass(frozen=True, slots=True)
class StampMark:
    """A slip by its number, its distance from the right and the upper edge in points."""

    stamp: int
    right: float
    top: float
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Copy:
    """A master by its number, with what is stamped on its first page and on those that follow."""

    master: int
    first: tuple[StampMark, ...] = ()
    again: tuple[StampMark, ...] = ()


@dataclass(slots=True)
class Stamps:
    """Gathers the slips of a pack, each of them once."""

    paper: Paper
    slips: dict[Slip, int] = field(default_factory=dict)

    def sheet(self, master: int, stamp: Stamp, is_large: bool) -> Copy:
        """Lay a name at the top right of the first page, and smaller on those that follow."""
        is_coded = stamp.link is not None
        name = Slip(SlipKind.NAME, _readable(stamp.holder), is_large, is_coded)
        rem = _REM[is_large]
        height = (_NAME_BOX if name.is_long else _NAME_LINE) * rem
        side = (_NAME_SIDE[is_large] if is_coded else _SIDE) * _POINTS
        # A name in two lines reaches up, so that what stands under it keeps its place.
        below = (_NAME_BESIDE_CODE_TOP if is_coded else _TOP) * _POINTS + _NAME_LINE * rem
        first = [StampMark(self._number(name), side, below - height)]
        if stamp.subtitle:
            under = Slip(SlipKind.UNDER, _readable(stamp.subtitle), is_large, is_coded)
            first.append(StampMark(self._number(under), side, below + _UNDER_GAP * rem))
        if stamp.link is not None:
            code = Slip(SlipKind.CODE, stamp.code or "", is_large, is_coded, stamp.link)
            first.append(StampMark(self._number(code), _CODE_SIDE * _POINTS, _CODE_TOP * _POINTS))
        again_top = _AGAIN_BOTTOM * _POINTS - height * _AGAIN_SCALE
        again = StampMark(self._number(name), _SIDE * _POINTS, again_top, _AGAIN_SCALE)
        return Copy(master, tuple(first), (again,))

    def cover(self, master: int, name: str, is_large: bool) -> Copy:
        """Lay a name across the middle of a cover."""
        number = self._number(Slip(SlipKind.COVER, _readable(name), is_large))
        middle = (_WIDTHS[self.paper] - _SIZES[SlipKind.COVER, is_large, False].width) / 2
        return Copy(master, (StampMark(number, middle * _POINTS, _COVER_TOP * _POINTS),))

    def html(self) -> str:
        """Give the document with one slip a page, in the order of their numbers."""
        return render.html(
            "stamps.html",
            pages={slip.page: slip.size for slip in self.slips},
            slips=tuple(
                {
                    "page": slip.page,
                    "kind": str(slip.kind),
                    "look": "is-large" * slip.is_large + " is-long" * slip.is_long,
                    "parts": tuple(slip.text.split(" · ")),
                    "square": square(slip.link, "") if slip.link else Markup(),
                }
                for slip in self.slips
            ),
        )

    def _number(self, slip: Slip) -> int:
        return self.slips.setdefault(slip, len(self.slips))


def as_job(parts: tuple[tuple[Copy, ...], ...]) -> list[list[dict[str, object]]]:
    """Give the order of a pack in the plain values that go to a printing child."""
    return [[asdict(copy) for copy in part] for part in parts]


def _readable(text: str) -> str:
    """Leave out what has no shape: what turns the reading order could disguise a name."""
    return "".join(
        sign for sign in text if unicodedata.category(sign)[0] != "C" or sign in _JOINERS
    ).strip()
