"""The reading child: takes a PDF that somebody sent, gives the words in its fields, and ends.

It starts with hardly any environment, under limits of memory and computing time, can open no
connection and start no program. Nothing in the file is ever run or drawn; only its fields are read.
"""

import json
import re
import resource
import sys
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from io import BytesIO
from typing import TypedDict

import pikepdf

from clinic.printing.confinement import stay_inside

MOST_FIELDS = 4_000
MOST_SIGNS = 2_000_000
MOST_NOTES = 50
OWNER = "/Hearth"
# whose notes on a page are ours
MARK = "hearth:"
"""Begins the name of each version of a sheet."""
_DEEPEST = 4
# Levels of fields; ours have two.
_HIDDEN = 1 << 1
_DRAWN = {
    *("/Ink", "/Stamp", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Highlight"),
    *("/Underline", "/StrikeOut", "/Squiggly", "/Caret", "/FileAttachment", "/Sound"),
}
"""What hands and pens leave on a page."""
_WORDS = {"/FreeText", "/Text"}
_LANGUAGE = re.compile("\x1b[^\x1b]{1,2}\x1b")
# between words, in which language the next are written


class ReadButton(TypedDict):
    """One box or circle: what it means when it is on, whether it shows so, and where it stands."""

    on: str
    """Empty where the file has no drawing of it."""
    shows: str | None
    """"Off", or what it means; None where the file leaves that to its value."""
    page: int
    x: float
    y: float


class ReadField(TypedDict):
    """One field: its value now and when the sheet was given out, and its buttons if it has any."""

    value: str | None
    base: str | None
    """None where the file does not say."""
    is_odd: bool
    """Whether it holds something that is no word and no state."""
    buttons: list[ReadButton]


class Read(TypedDict):
    """What a PDF says: whose pages it has, its fields by name, and what lies over the page."""

    marks: list[str]
    """The versions of sheets that the file and its pages name, each once."""
    is_doubled: bool
    """Whether it has the same page of a sheet twice, perhaps from two people."""
    fields: dict[str, list[ReadField]]
    """Some programs split a field, so that its name stands twice; a button of none has an empty
    one."""
    notes: list[str]
    """What was typed onto the page and into no field."""
    is_drawn_on: bool
    """Whether something was drawn, written by hand or stamped onto a page."""


class Locked(Exception):
    """The file cannot be opened without a passphrase."""


class Crooked(Exception):
    """The file is no form as we make them."""


def read(sent: bytes) -> Read:
    """Read the fields, as they are said and as they are shown."""
    with pikepdf.open(BytesIO(sent), suppress_warnings=True) as pdf:
        form = pdf.Root.get("/AcroForm", pikepdf.Dictionary())
        if not isinstance(form, pikepdf.Dictionary) or "/XFA" in form:
            raise Crooked
        found = _Fields(pdf)
        found.gather(form.get("/Fields", pikepdf.Array()), "", None, 0)
        found.gather_left()
        marks = list(_marks(pdf))
        return {
            "marks": list(dict.fromkeys(text for text, _page in marks)),
            "is_doubled": len(set(marks)) < len(marks),
            "fields": found.by_name,
            "notes": found.notes,
            "is_drawn_on": found.is_drawn_on,
        }


def _marks(pdf: pikepdf.Pdf) -> Iterator[tuple[str, str]]:
    """Give the sheets that the file and each of its pages say they are, with the page of it."""
    about = pdf.trailer.get("/Info")
    if isinstance(about, pikepdf.Dictionary):
        yield from _mark(about.get("/Keywords"), "")
    for page in pdf.pages:
        kept: object = page.obj
        for name in ("/PieceInfo", OWNER, "/Private"):
            kept = kept.get(name) if isinstance(kept, pikepdf.Dictionary) else None
        if isinstance(kept, pikepdf.Dictionary):
            yield from _mark(kept.get("/Sheet"), str(kept.get("/Page")))


def _mark(text: object, page: str) -> Iterator[tuple[str, str]]:
    if isinstance(text, pikepdf.String) and str(text).startswith(MARK):
        yield str(text), page


class _Fields:
    """The fields of one file by their whole names, gathered level by level."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.by_name: dict[str, list[ReadField]] = {}
        self.notes: list[str] = []
        self.is_drawn_on = False
        self._count = 0
        self._pages: dict[tuple[int, int], int] = {}
        self._widgets: list[pikepdf.Object] = []
        self._seen: set[tuple[int, int]] = set()
        for number, page in enumerate(pdf.pages):
            for mark in _dictionaries(page.obj.get("/Annots")):
                self._pages[mark.objgen] = number
                if mark.get("/Subtype") == "/Widget":
                    self._widgets.append(mark)
                else:
                    self._note(mark)

    def _note(self, mark: pikepdf.Object) -> None:
        """Keep what was typed onto a page, and that something was drawn there."""
        flags = mark.get("/F", 0)
        if isinstance(flags, int) and flags & _HIDDEN:
            return
        words = mark.get("/Contents") if mark.get("/Subtype") in _WORDS else None
        written = _text(words).strip() if isinstance(words, pikepdf.String) else ""
        if written and len(self.notes) < MOST_NOTES:
            self.notes.append(written)
        elif written or mark.get("/Subtype") in _DRAWN | {"/FreeText"}:
            self.is_drawn_on = True

    def gather_left(self) -> None:
        """Read the fields of pages that were put into this file without being listed in it."""
        for widget in self._widgets:
            top = widget
            for _level in range(_DEEPEST):
                above = top.get("/Parent")
                top = above if isinstance(above, pikepdf.Dictionary) else top
            if top.objgen not in self._seen and widget.objgen not in self._seen:
                self.gather(pikepdf.Array([top]), "", None, 0)

    def gather(self, fields: object, prefix: str, kind: object, depth: int) -> None:
        if not isinstance(fields, pikepdf.Array) or depth > _DEEPEST:
            raise Crooked
        for field in _dictionaries(fields):
            self._count += 1
            if self._count > MOST_FIELDS:
                raise Crooked
            self._seen.add(field.objgen)
            name = f"{prefix}{_value(field.get('/T'))[0] or ''}"
            own_kind = field.get("/FT", kind)
            kids = _dictionaries(field.get("/Kids"))
            if any("/T" in kid for kid in kids):
                self.gather(field.Kids, f"{name}.", own_kind, depth + 1)
                continue
            if len(kids) > MOST_FIELDS:
                raise Crooked
            # Some programs write the value of a field into the place where it is drawn.
            said = next((each.V for each in (field, *kids) if "/V" in each), None)
            value, is_odd = _value(said)
            self.by_name.setdefault(name, []).append(
                {
                    "value": value,
                    "base": _value(field.get("/DV"))[0],
                    "is_odd": is_odd,
                    "buttons": [self._button(each) for each in kids or [field]]
                    if own_kind == "/Btn"
                    else [],
                }
            )

    def _button(self, widget: pikepdf.Object) -> ReadButton:
        drawings = widget.get("/AP", pikepdf.Dictionary())
        states = drawings.get("/N") if isinstance(drawings, pikepdf.Dictionary) else None
        names = list(states.keys()) if isinstance(states, pikepdf.Dictionary) else []
        return {
            "on": next((name[1:] for name in names if name != "/Off"), ""),
            "shows": _value(widget.get("/AS"))[0],
            "page": self._pages.get(widget.objgen, -1),
            **_corner(widget.get("/Rect")),
        }


class _Corner(TypedDict):
    x: float
    y: float


def _corner(place: object) -> _Corner:
    if not isinstance(place, pikepdf.Array) or len(place) < 2:
        return {"x": 0.0, "y": 0.0}
    return {"x": float(place[0]), "y": float(place[1])}


def _dictionaries(array: object) -> list[pikepdf.Object]:
    if not isinstance(array, pikepdf.Array):
        return []
    return [each for each in array if isinstance(each, pikepdf.Dictionary)]


def _value(value: object) -> tuple[str | None, bool]:
    """Give the words of a value, and whether it is something that has none."""
    if value is None:
        return None, False
    if isinstance(value, pikepdf.Array) and len(value) <= 1:
        # A list from which one may be chosen, as some programs keep a choice.
        return _value(value[0]) if len(value) else ("", False)
    if isinstance(value, pikepdf.Name):
        return str(value)[1:], False
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return str(value), False
    if isinstance(value, pikepdf.String):
        return _text(value), False
    return None, True


def _text(text: pikepdf.Object) -> str:
    """Read a text; some programs write UTF-8 without saying so."""
    raw = bytes(text)
    if not raw.isascii() and not raw.startswith((b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf")):
        with suppress(UnicodeDecodeError):
            return raw.decode()
    return _LANGUAGE.sub("", str(text))


def main(memory_bytes: int, cpu_seconds: int) -> None:
    """Answer with the fields as JSON, or end with a status and say nothing."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    sys.addaudithook(stay_inside)
    sent = sys.stdin.buffer.read()
    try:
        found = read(sent)
    except (Locked, pikepdf.PasswordError):
        sys.exit(LOCKED)
    except (
        *(Crooked, pikepdf.PdfError, ValueError, TypeError, KeyError, IndexError),
        *(MemoryError, RecursionError),
    ):
        sys.exit(CROOKED)
    told = json.dumps(found)
    if len(told) > MOST_SIGNS:
        sys.exit(CROOKED)
    sys.stdout.write(told)


LOCKED, CROOKED = 3, 4
"""How the child ends when there is nothing to tell; anything else but 0 is a limit that struck."""

if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
