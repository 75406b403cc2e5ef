"""A sheet of home practice between its rows and its form: the lines to draw, and what they say."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from flask_babel import gettext as _

from clinic.domain.homework.homework import key_of_line
from clinic.forms.homework.practice_papers import NUMBERS, TICKS, PracticePaperForm, SheetLine
from clinic.models.assignments import Assignment
from clinic.models.practice import PracticeEntry
from clinic.operations.homework.practice import Practice
from clinic.operations.homework.practice_papers import PaperLine
from clinic.queries.homework.practice_papers import PaperPage, PaperPractice
from clinic.web.pages import short_day


@dataclass(frozen=True, slots=True)
class GridLine:
    """One line of the page."""

    box: SheetLine
    day: date
    is_first: bool
    """Of its day."""


@dataclass(frozen=True, slots=True)
class GridPractice:
    """One practice of the page with its lines."""

    practice: PaperPractice
    lines: tuple[GridLine, ...]


Grid = tuple[GridPractice, ...]


@dataclass(frozen=True, slots=True)
class _Slot:
    """A place on the sheet, and what was typed in it before."""

    key: str
    practice: PaperPractice
    day: date
    turn: int
    entry: PracticeEntry | None

    @property
    def about(self) -> Assignment | PracticeEntry:
        """Say what a line in this place is about."""
        return self.entry or self.practice.assignment


def boxes_of(page: PaperPage, *, more: int) -> list[SheetLine]:
    """Give a line for each place on the sheet."""
    return [_box(slot) for slot in _slots(page, more)]


def grid_of(page: PaperPage, form: PracticePaperForm) -> Grid:
    """Give the lines of a form as they are drawn, by practice."""
    boxes = {box.key: box for box in form.boxes}
    slots = [slot for slot in _slots(page, 2) if slot.key in boxes]
    return tuple(
        GridPractice(
            practice,
            tuple(
                GridLine(boxes[slot.key], slot.day, slot.turn == 0)
                for slot in slots
                if slot.practice is practice
            ),
        )
        for practice in page.practices
    )


def lines_of(page: PaperPage, form: PracticePaperForm) -> tuple[list[PaperLine], dict[str, str]]:
    """Read what is to be kept, and say by key of the lines that are left why they are."""
    slots = {slot.key: slot for slot in _slots(page, 2)}
    lines, emptied = [], []
    for box in form.boxes:
        is_open = form.is_clashing(box) or form.is_doubtful(box)
        if not form.is_changed(box):
            continue
        if form.said(box).is_empty:
            emptied += [] if is_open else [slots[box.key]]
        else:
            # What is still to be asked is heard all the same.
            lines.append(_line(slots[box.key], form, box, is_open=is_open))
    return _with_moves(lines, emptied)


def _with_moves(
    lines: list[PaperLine], emptied: list[_Slot]
) -> tuple[list[PaperLine], dict[str, str]]:
    """Take a line that was emptied and one that was typed beside it for one that was moved."""
    left = {}
    for slot in emptied:
        moved = next((n for n, line in enumerate(lines) if _may_be(line, slot)), None)
        if moved is None:
            left[slot.key] = _(
                "This line is already entered. Type what the paper says, or type it under its own "
                "day."
            )
            continue
        lines[moved] = replace(lines[moved], about=slot.about)
    return lines, left


def _may_be(line: PaperLine, slot: _Slot) -> bool:
    return line.is_readable and line.about is slot.practice.assignment


def _line(slot: _Slot, form: PracticePaperForm, box: SheetLine, *, is_open: bool) -> PaperLine:
    said = form.said(box)
    practice = Practice(
        practiced_on=slot.day,
        minutes=said.minutes or 0,
        before=said.before,
        after=said.after,
        has_stepped_down=said.has_stepped_down,
        felt_worse=said.felt_worse,
        memories_broke_in=said.memories_broke_in,
    )
    return PaperLine(
        key=slot.key,
        about=slot.about,
        practice=practice,
        is_readable=said.minutes is not None and not is_open,
    )


def _slots(page: PaperPage, more: int) -> Iterator[_Slot]:
    for practice in page.practices:
        for day in practice.days:
            typed = practice.typed.get(day, ())
            for turn in range(practice.lines_on(day, more)):
                entry = typed[turn] if turn < len(typed) else None
                key = key_of_line(practice.assignment.public_id, day, turn)
                yield _Slot(key, practice, day, turn, entry)


def _box(slot: _Slot) -> SheetLine:
    entry = slot.entry
    values = None if entry is None else {n: getattr(entry, n) for n in (*NUMBERS, *TICKS)}
    told = () if slot.turn else tuple(e.minutes for e in slot.practice.told.get(slot.day, ()))
    return SheetLine(slot.key, f"{slot.practice.title}, {short_day(slot.day)}", values, told)
