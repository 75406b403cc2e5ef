"""One part of a program while somebody edits it: checked alone, and against all the rest."""

import re
import sys
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

import yaml

from clinic.content.cross_checks import (
    KnownContent,
    check_exercise,
    check_program,
    check_promise,
    check_worksheet,
)
from clinic.content.exercises import read_exercise
from clinic.content.faults import ContentFault, FaultReport
from clinic.content.programs import read_program
from clinic.content.reader_claims import check_readers, check_readers_stated
from clinic.content.sections import compose
from clinic.content.worksheets import read_worksheet
from clinic.domain.homework.exercises import Exercise
from clinic.domain.homework.worksheets import Worksheet
from clinic.domain.programs.programs import Program

_NAMED = {
    "worksheet": re.compile(r"^code:[ \t]*([A-Z]{1,3}[0-9]{2})[ \t]*$", re.MULTILINE),
    "exercise": re.compile(r"^slug:[ \t]*([a-z0-9]+(?:-[a-z0-9]+)*)[ \t]*$", re.MULTILINE),
}


class PartKind(StrEnum):
    """What of a program is edited: its own plan, or something that it names."""

    PROGRAM = "program"
    WORKSHEET = "worksheet"
    EXERCISE = "exercise"


@dataclass(frozen=True, slots=True)
class DraftPart:
    """A part as it stands; worksheets go by their code, the others by their slug."""

    kind: PartKind
    name: str
    slug: str

    @property
    def file(self) -> str:
        """Name the part as the folder of content does."""
        match self.kind:
            case PartKind.PROGRAM:
                return f"{self.slug}.yaml"
            case PartKind.WORKSHEET:
                return f"{self.name}-{self.slug}.md"
            case PartKind.EXERCISE:
                return f"{self.slug}.md"
            case _:
                assert_never(self.kind)


@dataclass(frozen=True, slots=True)
class Checked:
    """A text with what was read from it, and every fault that keeps it from being used."""

    part: DraftPart
    text: str
    content: Worksheet | Exercise | Program | None
    faults: tuple[ContentFault, ...]


def read_part(part: DraftPart, text: str) -> Checked:
    """Read a text by itself. A worksheet or an exercise that takes another name is another one."""
    named, content, report = _read(part, text)
    return Checked(named, text, content, tuple(sorted(report.faults)))


def check_part(
    part: DraftPart, text: str, program: tuple[DraftPart, str], known: KnownContent
) -> Checked:
    """Read a text, and hold it and the program's own plan against everything that is known."""
    named, content, report = _read(part, text)
    if report.faults or content is None:
        return Checked(named, text, None, tuple(sorted(report.faults)))
    worksheets, exercises = dict(known.worksheets), dict(known.exercises)
    if named.name != part.name and named.name in {*worksheets, *exercises}:
        report.add(1, f"expected a new name; {named.name} is taken in this program")
    if isinstance(content, Worksheet):
        worksheets[content.code] = content
        check_readers_stated(report)
        check_readers(content, text, report)
    elif isinstance(content, Exercise):
        exercises[content.slug] = content
    all_known = KnownContent(worksheets, exercises, known.instruments)
    faults = report.faults
    if isinstance(content, Program):
        check_program(content, text, report, all_known)
    else:
        if isinstance(content, Exercise):
            check_exercise(content, text, report, all_known)
        else:
            check_worksheet(content, text, report, all_known)
            for exercise in exercises.values():
                if exercise.worksheet == content.code:
                    check_promise(exercise, report, all_known)
        # Read again, because only the report of a reading knows on which line each key stands.
        _plan, plan, plan_report = _read(*program)
        if isinstance(plan, Program):
            check_program(plan, program[1], plan_report, all_known)
        faults = [*faults, *plan_report.faults]
    return Checked(named, text, content, tuple(sorted(faults)))


def renamed(source: str, slug: str, title: str) -> str:
    """Give a program's source another slug and title, and leave every other letter as it is."""
    values = {"slug": written(slug), "title": written(title)}
    node = compose(source)
    marks = [
        (value.start_mark.index, _end_of(source, value), values[key.value])
        for key, value in node.value
        if key.value in values
    ]
    for start, end, value in sorted(marks, reverse=True):
        source = source[:start] + value + source[end:]
    return source


def written(text: str) -> str:
    """Write a text as one value on one line, in quotes where it would read as something else."""
    style = '"' if len(text.splitlines()) > 1 else None
    lines = yaml.dump(text, allow_unicode=True, width=sys.maxsize, default_style=style)
    return lines.removesuffix("\n").removesuffix("\n...")


def _end_of(source: str, value: yaml.Node) -> int:
    """Give where a value ends: the line ends and the remarks below a block are not part of it."""
    end = int(value.end_mark.index)
    return len(source[:end].rstrip()) if source[:end].endswith("\n") else end


def _read(
    part: DraftPart, text: str
) -> tuple[DraftPart, Worksheet | Exercise | Program | None, FaultReport]:
    found = _NAMED[part.kind].search(text) if part.kind in _NAMED else None
    if found and found[1] != part.name:
        slug = part.slug if part.kind is PartKind.WORKSHEET else found[1]
        part = DraftPart(part.kind, found[1], slug)
    report = FaultReport(part.file)
    match part.kind:
        case PartKind.PROGRAM:
            return part, read_program(text, report), report
        case PartKind.WORKSHEET:
            return part, read_worksheet(text, report), report
        case PartKind.EXERCISE:
            return part, read_exercise(text, report), report
        case _:
            assert_never(part.kind)
