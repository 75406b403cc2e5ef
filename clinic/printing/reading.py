"""The reading child: takes a PDF that somebody sent, gives the words in its fields, and ends.

It starts with hardly any environment, under limits of memory and computing time, can open no
connection and start no program. Nothing in the file is ever run or drawn; only its fields are read.
"""

import json
import resource
import sys
from io import BytesIO
from typing import TypedDict

import pikepdf

from clinic.printing.confinement import stay_inside

MOST_FIELDS = 4_000
MOST_SIGNS = 2_000_000
MOST_NOTES = 50
_DEEPEST = 4
# Levels of fields; ours have two.


class ReadButton(TypedDict):
    """One box or circle: what it means when it is on, whether it shows so, and where it stands."""

    on: str
    # empty where the file has no drawing of it
    shows: str | None
    # "Off", or what it means; None where the file leaves that to its value
    page: int
    x: float
    y: float


class ReadField(TypedDict):
    """One field: its value now and when the sheet was given out, and its buttons if it has any."""

    value: str | None
    base: str | None
    # None where the file does not say
    buttons: list[ReadButton]


class Read(TypedDict):
    """What a PDF says: the mark of its version, its fields by name, and what lies over the page."""

    mark: str
    fields: dict[str, list[ReadField]]
    # some programs split a field, so that its name stands twice; a button of none has an empty one
    notes: list[str]
    # what was typed onto the page and into no field


class Locked(Exception):
    """The file wants a passphrase, or would want one from others."""


class Crooked(Exception):
    """The file is no form as we make them."""


def read(sent: bytes) -> Read:
    """Read the fields, as they are said and as they are shown."""
    with pikepdf.open(BytesIO(sent), suppress_warnings=True) as pdf:
        if pdf.is_encrypted:
            raise Locked
        form = pdf.Root.get("/AcroForm", pikepdf.Dictionary())
        if not isinstance(form, pikepdf.Dictionary) or "/XFA" in form:
            raise Crooked
        found = _Fields(pdf)
        found.gather(form.get("/Fields", pikepdf.Array()), "", None, 0)
        about = pdf.trailer.get("/Info")
        mark = about.get("/Keywords") if isinstance(about, pikepdf.Dictionary) else None
        return {
            "mark": _text(mark) or "",
            "fields": found.by_name,
            "notes": found.notes,
        }


class _Fields:
    """The fields of one file by their whole names, gathered level by level."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.by_name: dict[str, list[ReadField]] = {}
        self.notes: list[str] = []
        self._count = 0
        self._pages: dict[tuple[int, int], int] = {}
        for number, page in enumerate(pdf.pages):
            for mark in _dictionaries(page.obj.get("/Annots")):
                self._pages[mark.objgen] = number
                if mark.get("/Subtype") == "/FreeText" and len(self.notes) < MOST_NOTES:
                    self.notes.append(_text(mark.get("/Contents")) or "")

    def gather(self, fields: object, prefix: str, kind: object, depth: int) -> None:
        if not isinstance(fields, pikepdf.Array) or depth > _DEEPEST:
            raise Crooked
        for field in fields:
            self._count += 1
            if not isinstance(field, pikepdf.Dictionary) or self._count > MOST_FIELDS:
                raise Crooked
            name = f"{prefix}{_text(field.get('/T')) or ''}"
            own_kind = field.get("/FT", kind)
            kids = _dictionaries(field.get("/Kids"))
            if any("/T" in kid for kid in kids):
                self.gather(field.Kids, f"{name}.", own_kind, depth + 1)
                continue
            if len(kids) > MOST_FIELDS:
                raise Crooked
            is_button = own_kind == "/Btn"
            self.by_name.setdefault(name, []).append(
                {
                    "value": _text(field.get("/V")),
                    "base": _text(field.get("/DV")),
                    "buttons": [self._button(each) for each in kids or [field]]
                    if is_button
                    else [],
                }
            )

    def _button(self, widget: pikepdf.Object) -> ReadButton:
        drawings = widget.get("/AP", pikepdf.Dictionary())
        states = drawings.get("/N") if isinstance(drawings, pikepdf.Dictionary) else None
        names = list(states.keys()) if isinstance(states, pikepdf.Dictionary) else []
        place = widget.get("/Rect", pikepdf.Array([0, 0, 0, 0]))
        return {
            "on": next((name[1:] for name in names if name != "/Off"), ""),
            "shows": _text(widget.get("/AS")),
            "page": self._pages.get(widget.objgen, -1),
            "x": float(place[0]),
            "y": float(place[1]),
        }


def _dictionaries(array: object) -> list[pikepdf.Object]:
    if not isinstance(array, pikepdf.Array):
        return []
    return [each for each in array if isinstance(each, pikepdf.Dictionary)]


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, pikepdf.Array) and len(value) <= 1:
        # A list from which one may be chosen, as some programs keep a choice.
        return _text(value[0]) if len(value) else ""
    if isinstance(value, pikepdf.Name):
        return str(value)[1:]
    if isinstance(value, pikepdf.String):
        return str(value)
    raise Crooked


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
