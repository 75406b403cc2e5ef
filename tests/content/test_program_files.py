"""A program as one file: nothing is lost on the way, and nothing wrong gets in."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from clinic.content.faults import ContentError
from clinic.content.instrument_files import load_instruments
from clinic.content.library import load_library
from clinic.content.program_files import (
    LARGEST_FILE,
    ProgramFile,
    read_program_file,
    write_program_file,
)
from tests.cast import ROOT

SHELF = load_instruments()
KEYS = frozenset(SHELF.instruments)
LIBRARY = load_library(ROOT / "worksheets", KEYS)
FILE = ProgramFile(
    slug="safe-connections",
    program=LIBRARY.program_sources["safe-connections"].text,
    worksheets={
        f"{code}-{LIBRARY.worksheets[code].slug}.md": source.text
        for code, source in LIBRARY.worksheet_sources.items()
    },
    exercises={f"{slug}.md": source.text for slug, source in LIBRARY.exercise_sources.items()},
    instruments=dict.fromkeys(SHELF.instruments, "0" * 64),
)
WRITTEN = write_program_file(FILE)


def faults(raw: bytes) -> list[str]:
    with pytest.raises(ContentError) as refused:
        read_program_file(raw, KEYS)
    return [str(fault) for fault in refused.value.faults]


def changed(change: Callable[[Any], object]) -> bytes:
    read = json.loads(WRITTEN)
    change(read)
    return json.dumps(read).encode()


def test_what_is_written_is_read_back_to_the_letter() -> None:
    assert read_program_file(WRITTEN.encode(), KEYS).file == FILE


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff",
        b"[]",
        b'{"format": "hearth-program-1"}',
        b"[" * 100_000,
        b'{"format": NaN}',
        b'{"a": 1, "a": 2}',
        b'{"format": ' + b"9" * 5000 + b"}",
        b" " * (LARGEST_FILE + 1),
    ],
    ids=["empty", "bytes", "list", "bare", "deep", "NaN", "twice", "digits", "large"],
)
def test_what_is_no_program_file_is_refused_with_one_sentence(raw: bytes) -> None:
    assert len(faults(raw)) == 1


def test_a_part_that_was_changed_behind_its_hash_is_refused_by_name() -> None:
    def change(read: Any) -> None:
        read["worksheets"][0]["source"] += "x"

    assert "hash" in faults(changed(change))[0]
    assert "R01" in faults(changed(change))[0]


def test_every_fault_in_a_part_is_told_with_its_file_and_line() -> None:
    broken = {**FILE.worksheets}
    name = next(name for name in broken if name.startswith("W03"))
    broken[name] = broken[name].replace("minutes:", "minuets:", 1)
    raw = write_program_file(
        ProgramFile(FILE.slug, FILE.program, broken, FILE.exercises, FILE.instruments)
    )
    assert any(
        fault.startswith(f"{name}:") and "minutes" in fault for fault in faults(raw.encode())
    )


def test_a_plan_that_names_what_the_file_lacks_is_refused() -> None:
    def change(read: Any) -> None:
        read["worksheets"] = [each for each in read["worksheets"] if "W05" not in each["file"]]

    assert any("'W05'" in fault for fault in faults(changed(change)))


def test_a_questionnaire_that_the_clinic_has_not_is_refused() -> None:
    def change(read: Any) -> None:
        read["instruments"].append({"key": "unheard-of", "sha256": "0"})

    assert any("unheard-of" in fault for fault in faults(changed(change)))
