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
MOST_SIGNS = 500_000
_DEEPEST = 4
# Levels of fields; ours have two.


class Read(TypedDict):
    """What a PDF says: the mark of the version it was made for, and its fields by name."""

    mark: str
    values: dict[str, str]


class Locked(Exception):
    """The file wants a passphrase, or would want one from others."""


class Crooked(Exception):
    """The file is no form as we make them."""


def read(sent: bytes) -> Read:
    """Read the fields; what was left open is left out."""
    with pikepdf.open(BytesIO(sent), suppress_warnings=True) as pdf:
        if pdf.is_encrypted:
            raise Locked
        form = pdf.Root.get("/AcroForm")
        if not isinstance(form, pikepdf.Dictionary) or "/XFA" in form:
            raise Crooked
        values: dict[str, str] = {}
        _gather(form.get("/Fields"), "", values, 0)
        about = pdf.trailer.get("/Info")
        mark = about.get("/Keywords") if isinstance(about, pikepdf.Dictionary) else None
        return {"mark": _text(mark), "values": values}


def _gather(fields: object, prefix: str, values: dict[str, str], depth: int) -> None:
    if not isinstance(fields, pikepdf.Array) or depth > _DEEPEST:
        raise Crooked
    for field in fields:
        if not isinstance(field, pikepdf.Dictionary) or len(values) >= MOST_FIELDS:
            raise Crooked
        name = f"{prefix}{_text(field.get('/T'))}"
        if name in values:
            raise Crooked
        kids = field.get("/Kids")
        if isinstance(kids, pikepdf.Array) and any("/T" in kid for kid in kids):
            _gather(kids, f"{name}.", values, depth + 1)
        else:
            values[name] = _text(field.get("/V"))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, pikepdf.Name):
        return "" if value == pikepdf.Name.Off else str(value)[1:]
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
    except (Crooked, pikepdf.PdfError, ValueError, TypeError, MemoryError, RecursionError):
        sys.exit(CROOKED)
    if sum(map(len, found["values"].values())) > MOST_SIGNS:
        sys.exit(CROOKED)
    sys.stdout.write(json.dumps(found))


LOCKED, CROOKED = 3, 4
"""How the child ends when there is nothing to tell; anything else but 0 is a limit that struck."""

if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
