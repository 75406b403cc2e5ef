"""Files read as plain text, and documents split into front matter and Markdown."""

import re
from dataclasses import dataclass
from pathlib import Path

from clinic.content.faults import FaultReport

LARGEST_FILE = 256 * 1024

UNTYPED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
"""Characters that nobody types and that print, YAML or a database would each take otherwise."""


@dataclass(frozen=True, slots=True)
class Document:
    """Front matter and Markdown, each with the line of the file before its first."""

    front: str
    body: str
    lines_before_body: int


def read_text(path: Path, report: FaultReport) -> str | None:
    """Read a file as text with plain line ends, or report why it is none."""
    try:
        with path.open("rb") as stream:
            raw = stream.read(LARGEST_FILE + 1)
    except OSError as error:
        report.add(1, f"expected a readable file ({error.strerror})")
        return None
    if len(raw) > LARGEST_FILE:
        report.add(1, "expected a file of at most 256 KB")
        return None
    try:
        return raw.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        report.add(raw[: error.start].count(b"\n") + 1, "expected UTF-8 text")
        return None


def is_plain(text: str, report: FaultReport) -> bool:
    """Report text that is too long or holds characters that no person typed."""
    if len(text.encode("utf-8", "surrogatepass")) > LARGEST_FILE:
        report.add(1, "expected a file of at most 256 KB")
        return False
    found = UNTYPED.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        report.add(line, f"expected plain text, found the character U+{ord(found[0]):04X}")
    return found is None


def split_document(text: str, report: FaultReport) -> Document | None:
    """Separate the front matter, between two lines of three dashes, from the Markdown below."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        report.add(1, "expected --- and the front matter")
        return None
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == "---":
            front, body = "\n".join(lines[1:number]), "\n".join(lines[number + 1 :])
            return Document(front, body, number + 1)
    report.add(1, "expected a second --- that ends the front matter")
    return None
