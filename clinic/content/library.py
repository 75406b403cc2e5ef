"""All worksheets, exercises and programs of a folder, checked against one another."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from clinic.content.cross_checks import KnownContent, check_exercise, check_program, check_worksheet
from clinic.content.documents import read_text
from clinic.content.exercises import read_exercise
from clinic.content.faults import ContentError, ContentFault, FaultReport
from clinic.content.programs import read_program
from clinic.content.reader_claims import check_readers, check_readers_stated
from clinic.content.worksheets import read_worksheet
from clinic.domain.homework.exercises import Exercise
from clinic.domain.homework.worksheets import Worksheet
from clinic.domain.programs.programs import Program

Content = TypeVar("Content")


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text from which something was read, so that a cohort can stay on what it began with."""

    text: str

    @property
    def sha256(self) -> str:
        """The content hash, the same on every machine because line ends are plain."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Library:
    """What a clinic hands out; worksheets go by code, exercises and programs by slug."""

    worksheets: Mapping[str, Worksheet]
    exercises: Mapping[str, Exercise]
    programs: Mapping[str, Program]
    worksheet_sources: Mapping[str, SourceText]
    exercise_sources: Mapping[str, SourceText]
    program_sources: Mapping[str, SourceText]


def load_library(root: Path, instrument_keys: frozenset[str]) -> Library:
    """Read every file below `sheets`, `exercises` and `programs`, or raise all faults at once."""
    library, faults = _read(root, instrument_keys)
    if faults:
        raise ContentError(tuple(faults))
    return library


def check(root: Path, instrument_keys: frozenset[str]) -> list[ContentFault]:
    """List every fault of the content in a folder, in the order of files and lines."""
    return _read(root, instrument_keys)[1]


@dataclass(frozen=True, slots=True)
class _Shelf(Generic[Content]):
    """The files of one kind that could be read, by the name that others call them by."""

    contents: dict[str, Content] = field(default_factory=dict)
    sources: dict[str, SourceText] = field(default_factory=dict)
    reports: dict[str, FaultReport] = field(default_factory=dict)
    refused: list[FaultReport] = field(default_factory=list)

    def faults(self) -> list[ContentFault]:
        """Collect the faults of all files, also of those that could not be shelved."""
        reports = (*self.refused, *self.reports.values())
        return [fault for report in reports for fault in report.faults]


def _read(root: Path, instrument_keys: frozenset[str]) -> tuple[Library, list[ContentFault]]:
    sheets = _shelve(root, "sheets", ".md", read_worksheet, lambda sheet: sheet.code)
    exercises = _shelve(root, "exercises", ".md", read_exercise, lambda exercise: exercise.slug)
    programs = _shelve(root, "programs", ".yaml", read_program, lambda program: program.slug)
    known = KnownContent(sheets.contents, exercises.contents, instrument_keys)
    for code, sheet in sheets.contents.items():
        check_readers_stated(sheets.reports[code])
        check_readers(sheet, sheets.sources[code].text, sheets.reports[code])
        check_worksheet(sheet, sheets.sources[code].text, sheets.reports[code], known)
    for slug, exercise in exercises.contents.items():
        text = exercises.sources[slug].text
        check_exercise(exercise, text, exercises.reports[slug], known)
    for slug, program in programs.contents.items():
        check_program(program, programs.sources[slug].text, programs.reports[slug], known)
    library = Library(
        worksheets=sheets.contents,
        exercises=exercises.contents,
        programs=programs.contents,
        worksheet_sources=sheets.sources,
        exercise_sources=exercises.sources,
        program_sources=programs.sources,
    )
    return library, sorted([*sheets.faults(), *exercises.faults(), *programs.faults()])


def _shelve(
    root: Path,
    folder: str,
    suffix: str,
    read: Callable[[str, FaultReport], Content | None],
    name_of: Callable[[Content], str],
) -> _Shelf[Content]:
    shelf: _Shelf[Content] = _Shelf()
    for path in _files(root, folder, suffix, shelf.refused):
        report = FaultReport(path.relative_to(root).as_posix())
        text = read_text(path, report)
        content = read(text, report) if text is not None else None
        if text is None or content is None:
            shelf.refused.append(report)
            continue
        name = name_of(content)
        if name in shelf.contents:
            report.add(1, f"expected a new name; {name} is taken by {shelf.reports[name].file}")
            shelf.refused.append(report)
            continue
        shelf.contents[name] = content
        shelf.sources[name] = SourceText(text)
        shelf.reports[name] = report
    return shelf


def _files(root: Path, folder: str, suffix: str, refused: list[FaultReport]) -> list[Path]:
    """List the files of a folder; one with another ending is a fault, or it would be missed."""
    if not (root / folder).is_dir():
        refused.append(FaultReport(folder))
        refused[-1].add(1, "expected a folder of this name")
        return []
    files = []
    for path in sorted((root / folder).iterdir()):
        if path.name.startswith("."):
            continue
        if path.suffix == suffix and path.is_file():
            files.append(path)
            continue
        refused.append(FaultReport(path.relative_to(root).as_posix()))
        refused[-1].add(1, f"expected nothing but files that end in {suffix}")
    return files
