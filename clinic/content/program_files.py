"""A program as one file: its plan and every part it names, written, read back and checked.

Questionnaires are named with their version and not carried: their wording may not be passed on
freely, and their scoring keys come with the program that computes them.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NoReturn, TypeVar

from clinic.content.cross_checks import KnownContent, check_exercise, check_program, check_worksheet
from clinic.content.exercises import read_exercise
from clinic.content.faults import ContentError, ContentFault, FaultReport
from clinic.content.part_drafts import DraftPart, PartKind
from clinic.content.programs import read_program
from clinic.content.reader_claims import check_readers
from clinic.content.worksheets import read_worksheet
from clinic.domain.homework.exercises import Exercise
from clinic.domain.homework.worksheets import Worksheet
from clinic.domain.programs.programs import Program

Content = TypeVar("Content", Worksheet, Exercise)

LARGEST_FILE = 2 * 1024 * 1024
MOST_PARTS = 400
FORMAT = "hearth-program-1"
SUFFIX = ".hearth.json"


@dataclass(frozen=True, slots=True)
class ProgramFile:
    """What one file holds: sources by the name of their own file, questionnaires by their hash."""

    slug: str
    program: str
    worksheets: Mapping[str, str]
    exercises: Mapping[str, str]
    instruments: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReadProgram:
    """A file that holds: everything that was read from it, by code and slug."""

    file: ProgramFile
    program: Program
    worksheets: Mapping[str, Worksheet]
    exercises: Mapping[str, Exercise]
    sources: Mapping[str, str]
    """Of worksheets by code and of exercises by slug."""


def write_program_file(file: ProgramFile) -> str:
    """Write a program as one text; equal programs give equal texts."""
    return json.dumps(
        {
            "format": FORMAT,
            "program": _entry(f"{file.slug}.yaml", file.program),
            "worksheets": [_entry(*item) for item in sorted(file.worksheets.items())],
            "exercises": [_entry(*item) for item in sorted(file.exercises.items())],
            "instruments": [
                {"key": key, "sha256": digest} for key, digest in sorted(file.instruments.items())
            ],
        },
        ensure_ascii=False,
        indent=1,
    )


def read_program_file(raw: bytes, instrument_keys: frozenset[str]) -> ReadProgram:
    """Read and check a file; raises every fault that is in it, by part and line."""
    envelope = FaultReport("file")
    file = _envelope(raw, envelope)
    envelope.close()
    return _checked(file, instrument_keys)


def _entry(name: str, source: str) -> dict[str, str]:
    return {"file": name, "sha256": _digest(source), "source": source}


def _digest(source: str) -> str:
    return hashlib.sha256(source.encode()).hexdigest()


class _UnfitProgram(Exception):
    """The file is no program of ours; the text says what was expected."""


def _envelope(raw: bytes, report: FaultReport) -> ProgramFile:
    empty = ProgramFile("", "", {}, {}, {})
    if len(raw) > LARGEST_FILE:
        report.add(1, "expected a file of at most 2 MB")
        return empty
    try:
        return _unpacked(_parsed(raw))
    except _UnfitProgram as unfit:
        report.add(1, f"expected {unfit}")
    except json.JSONDecodeError as error:
        report.add(error.lineno, "expected a program that Hearth has written")
    except (ValueError, RecursionError):
        report.add(1, "expected a program that Hearth has written")
    return empty


def _parsed(raw: bytes) -> dict[str, object]:
    read = json.loads(
        raw.decode("utf-8"), object_pairs_hook=_each_key_once, parse_constant=_no_constant
    )
    if not isinstance(read, dict) or read.get("format") != FORMAT:
        raise _UnfitProgram("a program that Hearth has written")
    return read


def _unpacked(read: dict[str, object]) -> ProgramFile:
    name, program = _part(read.get("program"))
    lists = [_list(read, key) for key in ("worksheets", "exercises", "instruments")]
    if sum(map(len, lists)) > MOST_PARTS:
        raise _UnfitProgram(f"at most {MOST_PARTS} parts")
    sheets, exercises = (dict(_part(entry) for entry in entries) for entries in lists[:2])
    instruments = {_word(entry, "key"): _word(entry, "sha256") for entry in lists[2]}
    if [len(sheets), len(exercises), len(instruments)] != [len(entries) for entries in lists]:
        raise _UnfitProgram("each part once")
    return ProgramFile(name.removesuffix(".yaml"), program, sheets, exercises, instruments)


def _each_key_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len({key for key, _value in pairs}) < len(pairs):
        raise _UnfitProgram("each key once")
    return dict(pairs)


def _no_constant(name: str) -> NoReturn:
    raise _UnfitProgram(f"no {name}")


def _list(read: dict[str, object], key: str) -> list[object]:
    found = read.get(key)
    if not isinstance(found, list):
        raise _UnfitProgram(f"a list of {key}")
    return found


def _word(entry: object, key: str) -> str:
    found = entry.get(key) if isinstance(entry, dict) else None
    if not isinstance(found, str):
        raise _UnfitProgram(f"text at {key} of every part")
    return found


def _part(entry: object) -> tuple[str, str]:
    name, source = _word(entry, "file"), _word(entry, "source")
    if _digest_or_none(source) != _word(entry, "sha256"):
        raise _UnfitProgram(f"the source whose hash stands beside it, in {name[:80]!r}")
    return name, source


def _digest_or_none(source: str) -> str | None:
    try:
        return _digest(source)
    except UnicodeEncodeError:
        # JSON can write half a character, which no text holds.
        return None


@dataclass(slots=True)
class _ProgramReading:
    faults: list[ContentFault] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)
    reports: dict[str, FaultReport] = field(default_factory=dict)


def _checked(file: ProgramFile, instrument_keys: frozenset[str]) -> ReadProgram:
    reading = _ProgramReading()
    sheets = _all(file.worksheets, read_worksheet, lambda sheet: sheet.code, reading)
    exercises = _all(file.exercises, read_exercise, lambda exercise: exercise.slug, reading)
    known = KnownContent(sheets, exercises, instrument_keys & set(file.instruments))
    for code, sheet in sheets.items():
        check_readers(sheet, reading.sources[code], reading.reports[code])
        check_worksheet(sheet, reading.sources[code], reading.reports[code], known)
    for slug, exercise in exercises.items():
        check_exercise(exercise, reading.sources[slug], reading.reports[slug], known)
    plan = FaultReport(DraftPart(PartKind.PROGRAM, file.slug, file.slug).file)
    program = read_program(file.program, plan)
    for key in sorted(set(file.instruments) - instrument_keys):
        plan.add(1, f"expected a questionnaire that this clinic has, found {key[:80]!r}")
    if program is not None:
        check_program(program, file.program, plan, known)
    faults = [fault for report in (*reading.reports.values(), plan) for fault in report.faults]
    if reading.faults or faults or program is None:
        raise ContentError(tuple(sorted([*reading.faults, *faults])))
    return ReadProgram(file, program, sheets, exercises, reading.sources)


def _all(
    files: Mapping[str, str],
    read: Callable[[str, FaultReport], Content | None],
    name_of: Callable[[Content], str],
    reading: _ProgramReading,
) -> dict[str, Content]:
    found: dict[str, Content] = {}
    for file, source in files.items():
        report = FaultReport(file[:120])
        content = read(source, report)
        if content is None or name_of(content) in reading.reports:
            if content is not None:
                report.add(1, f"expected a new name; {name_of(content)} is taken")
            reading.faults.extend(report.faults)
            continue
        found[name_of(content)] = content
        reading.sources[name_of(content)] = source
        reading.reports[name_of(content)] = report
    return found
