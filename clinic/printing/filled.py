"""A fillable PDF that comes back: read in a child under limits, and believed only if it is ours."""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass

from clinic.domain.errors import Refused
from clinic.domain.homework.worksheets import Worksheet
from clinic.domain.text import N_
from clinic.printing.filled_fields import Filled, names_of, read_fields
from clinic.printing.pdf_reading import LOCKED, Read
from clinic.printing.pool import environment

LARGEST_FILE = 5_000_000
"""Bytes; some programs add to a file at each save, and some put their own fonts into it."""

_TOO_LARGE = N_(
    "This file is larger than one of our sheets can be. Nothing was changed. Please choose the PDF "
    "that you opened here."
)
_UNREADABLE = N_(
    "This file could not be read as one of our sheets. Nothing was changed. If you printed it into "
    "a new file, send the one that you typed in instead."
)
_TOO_BUSY = N_(
    "There is too much to do here right now to read this file. Nothing was changed. Please send "
    "it again in a few minutes."
)
_IS_LOCKED = N_(
    "This PDF is locked with a passphrase. Nothing was changed. Please save it without one and "
    "send it again."
)
_ANOTHER = N_(
    "This is another sheet, or an older version of it. Nothing was changed. Please open the sheet "
    "from this page and fill that one in."
)
_FOREIGN = N_("This PDF has places to write that our sheet does not have. Nothing was changed.")
_MIXED = N_(
    "This PDF holds pages of more than one sheet, or one page twice. Nothing was changed. Please "
    "send each sheet as a file of its own."
)
_UNMARKED = N_(
    "This PDF no longer says which sheet it is, so that nothing in it can be read safely. Nothing "
    "was changed. Please fill in the PDF that you open from this page, and send that one."
)
_NO_PLACES = N_(
    "This PDF has no places to write: it was printed into a new file or saved as a picture of "
    "itself, or it is none of our sheets. Nothing was changed. Please send the one that you typed "
    "in, or type your answers here."
)
_FLATTENED = N_(
    "This PDF has no places to write anymore: it was printed into a new file or saved as a "
    "picture of itself. Nothing was changed. Please send the one that you typed in, or type "
    "your answers here."
)


@dataclass(frozen=True)
class ReadingLimits:
    """How much a file may cost that somebody sent."""

    memory_bytes: int = 200 * 1024 * 1024
    cpu_seconds: int = 1
    wall_seconds: float = 10.0
    """Only for a machine that is out of breath: what is slow by itself has used up its second
    before."""


def form_id(code: str, content_hash: str) -> str:
    """Name the version of a sheet inside its fillable PDF; it tells nothing of the person."""
    return f"hearth:{code}:{content_hash}"


def read_filled(
    sent: bytes, sheet: Worksheet, mark: str, limits: ReadingLimits | None = None
) -> Filled:
    """Read a fillable PDF that comes back, field by field.

    `mark` is the form id of the version that was asked for. Anything else is refused with a
    sentence, and the file is never kept.
    """
    if len(sent) > LARGEST_FILE:
        raise Refused(_TOO_LARGE, field="file")
    found = _read(sent, limits or ReadingLimits())
    if reason := _reason_against(found, sheet, mark):
        raise Refused(reason, field="file")
    return read_fields(found, sheet)


def _reason_against(found: Read, sheet: Worksheet, mark: str) -> str:
    """Say why nothing of a file may be read, or nothing."""
    marks, fields = found["marks"], found["fields"]
    if not marks:
        return _UNMARKED if fields else _NO_PLACES
    if mark not in marks:
        return _ANOTHER
    if len(marks) > 1 or found["is_doubled"]:
        return _MIXED
    if not fields:
        return _FLATTENED
    return "" if fields.keys() & names_of(sheet).keys() else _FOREIGN


def _read(sent: bytes, limits: ReadingLimits) -> Read:
    if not sent.startswith(b"%PDF-"):
        raise Refused(_UNREADABLE, field="file")
    with tempfile.TemporaryDirectory(prefix="hearth-read-") as folder:
        try:
            done = subprocess.run(  # noqa: S603 - our own interpreter and module
                [
                    sys.executable,
                    "-m",
                    "clinic.printing.pdf_reading",
                    str(limits.memory_bytes),
                    str(limits.cpu_seconds),
                ],
                input=sent,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=folder,
                env=environment(folder),
                timeout=limits.wall_seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Refused(_TOO_BUSY, field="file") from None
    if done.returncode == LOCKED:
        raise Refused(_IS_LOCKED, field="file")
    if done.returncode != 0:
        raise Refused(_UNREADABLE, field="file")
    found: Read = json.loads(done.stdout)
    return found
