"""Binds a pack in the printing child: each master stands in the file once, however many share it.

A page of somebody's part draws a page of a master as a form and lays the stamps with the name over
it. A form that many pages share cannot be part of a tree of tags, so a pack has text, title and
language and does not call itself PDF/UA. A single sheet is tagged and does.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from io import BytesIO
from typing import TypedDict

from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Page, Pdf


class JobMark(TypedDict):
    """One stamp on a page: its distance from the right and the upper edge, in points."""

    stamp: int
    right: float
    top: float
    scale: float


class JobCopy(TypedDict):
    """A master for one person: what is stamped on its first page, and on those that follow."""

    master: int
    first: list[JobMark]
    again: list[JobMark]


class JobBinding(TypedDict):
    """The order of a pack, part by part; in print on both sides each part has its own paper."""

    title: str
    language: str
    is_duplex: bool
    parts: list[list[JobCopy]]


@dataclass(frozen=True, slots=True)
class _DrawnPage:
    """A page that can be drawn any number of times, with its size in points."""

    drawing: Object
    width: float
    height: float


def bind(binding: JobBinding, masters: Sequence[bytes], stamps: bytes) -> bytes:
    """Put the pack together from masters and a document with one stamp a page."""
    with ExitStack() as open_files:
        pack = open_files.enter_context(Pdf.new())
        sheets = [_forms(pack, master, open_files) for master in masters]
        binder = _Binder(pack, _forms(pack, stamps, open_files))
        for part in binding["parts"]:
            if binding["is_duplex"]:
                binder.turn_to_a_fresh_paper()
            for copy in part:
                for number, sheet in enumerate(sheets[copy["master"]]):
                    binder.add(sheet, copy["again" if number else "first"])
        return _written(pack, binding)


class _Binder:
    def __init__(self, pack: Pdf, stamps: list[_DrawnPage]) -> None:
        self._pack = pack
        self._stamps = stamps
        self._contents: dict[bytes, Object] = {}

    def add(self, sheet: _DrawnPage, marks: list[JobMark]) -> None:
        drawings = {"/Sheet": sheet.drawing}
        steps = ["q /Sheet Do Q"]
        for number, mark in enumerate(marks):
            stamp, scale = self._stamps[mark["stamp"]], mark["scale"]
            x = sheet.width - mark["right"] - stamp.width * scale
            y = sheet.height - mark["top"] - stamp.height * scale
            drawings[f"/Stamp{number}"] = stamp.drawing
            steps.append(f"q {scale:.4f} 0 0 {scale:.4f} {x:.3f} {y:.3f} cm /Stamp{number} Do Q")
        self._append(sheet, "\n".join(steps).encode(), drawings)

    def turn_to_a_fresh_paper(self) -> None:
        """Leave the back of the last paper empty, so that no paper carries two people."""
        if len(self._pack.pages) % 2:
            _x, _y, width, height = (float(at) for at in self._pack.pages[-1].mediabox)
            self._append(_DrawnPage(Dictionary(), width, height), b"", {})

    def _append(self, size: _DrawnPage, content: bytes, drawings: dict[str, Object]) -> None:
        if content not in self._contents:
            self._contents[content] = self._pack.make_stream(content)
        self._pack.pages.append(
            Page(
                Dictionary(
                    Type=Name.Page,
                    MediaBox=Array([0, 0, round(size.width, 3), round(size.height, 3)]),
                    Resources=Dictionary(XObject=Dictionary(drawings)),
                    Contents=self._contents[content],
                )
            )
        )


def _forms(pack: Pdf, document: bytes, open_files: ExitStack) -> list[_DrawnPage]:
    # The bytes of a stream are read when the pack is written: the file stays open until then.
    source = open_files.enter_context(Pdf.open(BytesIO(document)))
    forms = []
    for page in source.pages:
        left, low, right, high = (float(at) for at in page.mediabox)
        forms.append(
            _DrawnPage(pack.copy_foreign(page.as_form_xobject()), right - left, high - low)
        )
    return forms


def _written(pack: Pdf, binding: JobBinding) -> bytes:
    pack.docinfo["/Title"] = binding["title"]
    pack.Root.Lang = binding["language"]
    pack.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    written = BytesIO()
    pack.save(written, object_stream_mode=ObjectStreamMode.generate)
    return written.getvalue()
