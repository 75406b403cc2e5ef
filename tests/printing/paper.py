"""Sheets, people and a reader of PDFs for the tests of printing."""

import os
import subprocess
from functools import cache
from io import BytesIO
from pathlib import Path

from pypdf import PageObject, PdfReader
from pypdf.generic import DictionaryObject

from clinic.content.worksheets import parse_worksheet
from clinic.domain.clinic.settings import Paper
from clinic.domain.homework.exercises import Flow, Skill
from clinic.domain.homework.figures import Figure
from clinic.domain.homework.worksheets import (
    Answer,
    Cell,
    Choice,
    Column,
    Field,
    FieldKind,
    Prose,
    Readers,
    Worksheet,
)
from clinic.printing.child import Press
from clinic.printing.sheets import SheetJob

SHEETS = sorted((Path(__file__).resolve().parents[2] / "worksheets" / "sheets").glob("*.md"))

_YES_NO = (Choice("yes", "Went ahead"), Choice("no", "Not today"))
_COLUMNS = (Column("day", "Day", FieldKind.DATE, 30), Column("noticed", "Noticed", FieldKind.LINE))

EVERY_KIND = (
    Field("word", "One word for today", FieldKind.LINE, hint="Any word will do."),
    Field("moment", "One moment", FieldKind.LINES, lines=4, example="Before the call."),
    Field("minutes", "Minutes I gave it", FieldKind.NUMBER, unit="minutes"),
    Field("ease", "How easy was it?", FieldKind.RATING, maximum=10, low="easy", high="hard"),
    Field("strength", "How strong was it?", FieldKind.RATING, maximum=100),
    Field("went", "How did it go?", FieldKind.CHOICE, options=_YES_NO),
    Field("tried", "What I tried", FieldKind.CHECKS, options=_YES_NO),
    Field("next", "Next time", FieldKind.DATE),
    Field("log", "My week", FieldKind.TABLE, columns=_COLUMNS, rows=3, example=("Mon", "calm")),
    Field("steps", "My steps", FieldKind.LADDER, rows=3, example=("Wait ten minutes",)),
    Field("systems", "My circles", FieldKind.CIRCLES),
    Field("body", "Where I feel it", FieldKind.BODY_MAP),
)

_LOG: list[dict[str, Cell]] = [{"day": "2026-03-02", "noticed": "a slower breath"}]
_STEPS: list[dict[str, Cell]] = [
    {"step": "Leave it unread", "expected": 60, "actual": 35, "done": True}
]

ANSWERS: dict[str, Answer] = {
    "word": "Unhurried",
    "moment": "On the stairs",
    "minutes": 7,
    "ease": 3,
    "strength": 40,
    "went": "yes",
    "tried": ["no"],
    "next": "2026-03-05",
    "log": _LOG,
    "steps": _STEPS,
    "systems": {"threat": 8, "drive": 5, "soothing": 2},
    "body": ["chest"],
}


def drawings_of(page: PageObject) -> DictionaryObject:
    """Give what a page draws as a whole, by its name."""
    resources = page["/Resources"]
    assert isinstance(resources, DictionaryObject)
    drawings = resources["/XObject"]
    assert isinstance(drawings, DictionaryObject)
    return drawings


def drawing_steps(page: PageObject) -> bytes:
    """Give the steps in which a page is drawn."""
    content = page.get_contents()
    assert content is not None
    return content.get_data()


def sheet(*blocks: Prose | Field | Figure) -> Worksheet:
    return Worksheet(
        code="W99",
        slug="every-kind",
        title="Every kind of place to write",
        purpose="One sentence that says why.",
        language="en",
        minutes=5,
        week=1,
        skill=Skill.AWARENESS,
        flow=Flow.TO_SELF,
        readers=Readers.FACILITATORS,
        caution="Practice when things are calm.",
        stop_rule="Stop when you like.",
        blocks=blocks,
    )


def shipped(path: Path) -> Worksheet:
    return parse_worksheet(path.read_text(encoding="utf-8"), path.name)


def job(
    worksheet: Worksheet,
    holder: str | None = "Mia R.",
    paper: Paper = Paper.A4,
    is_large: bool = False,
    answers: dict[str, Answer] | None = None,
    form_id: str = "",
) -> SheetJob:
    return SheetJob(
        worksheet, holder, "Tuesdays", paper, is_large, "555-0100", answers, form_id=form_id
    )


def pages(pdf: bytes) -> list[str]:
    """Give the text of each page with its white space evened out."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


@cache
def _press() -> Press:
    return Press()


def length(document: str) -> int:
    """Count the pages that a document takes, in this process and without writing them."""
    return len(_press().lay_out({"html": document, "is_form": False}).pages)


def page_count(pdf: bytes) -> int:
    return len(PdfReader(BytesIO(pdf)).pages)


def printing_children() -> set[int]:
    """Find the printing children of this process, a zombie too: it still stands in the list."""
    listing = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,command="],  # noqa: S607 - wherever the system keeps it
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    rows = (line.split(maxsplit=2) for line in listing.splitlines())
    return {
        int(pid)
        for pid, parent, command in rows
        if int(parent) == os.getpid() and ("printing.child" in command or "defunct" in command)
    }
