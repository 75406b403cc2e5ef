"""A folder of content is read as one, and whatever it names must exist in it."""

from pathlib import Path

import pytest

from clinic.content.faults import ContentError
from clinic.content.library import check, load_library
from tests.content.sources import (
    EXERCISE,
    EXERCISE_FILE,
    PROGRAM,
    PROGRAM_FILE,
    SHEET,
    SHEET_FILE,
)

INSTRUMENTS = frozenset({"phq-9"})
FRONT_END = "stop_rule: Stop when it is too much.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for file, text in ((SHEET_FILE, SHEET), (EXERCISE_FILE, EXERCISE), (PROGRAM_FILE, PROGRAM)):
        (tmp_path / file).parent.mkdir()
        (tmp_path / file).write_text(text, encoding="utf-8")
    return tmp_path


def spoil(root: Path, file: str, old: str, new: str) -> list[str]:
    path = root / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return [str(fault) for fault in check(root, INSTRUMENTS)]


def test_a_sound_folder_loads_with_the_text_of_each_file(root: Path) -> None:
    library = load_library(root, INSTRUMENTS)
    assert set(library.worksheets) == {"W03"}
    assert set(library.exercises) == {"breathing"}
    assert set(library.programs) == {"calm"}
    assert library.worksheet_sources["W03"].text == SHEET


def test_the_content_hash_is_the_same_with_the_line_ends_of_windows(root: Path) -> None:
    before = load_library(root, INSTRUMENTS).worksheet_sources["W03"].sha256
    (root / SHEET_FILE).write_bytes(SHEET.replace("\n", "\r\n").encode())
    assert load_library(root, INSTRUMENTS).worksheet_sources["W03"].sha256 == before


def test_the_faults_of_all_files_come_at_once(root: Path) -> None:
    spoil(root, SHEET_FILE, "minutes: 5", "minutes: soon")
    spoil(root, EXERCISE_FILE, "minutes: 5", "minutes: soon")
    with pytest.raises(ContentError) as caught:
        load_library(root, INSTRUMENTS)
    assert [(fault.file, fault.line) for fault in caught.value.faults] == [
        (EXERCISE_FILE, 6),
        (SHEET_FILE, 6),
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        (EXERCISE_FILE, FRONT_END, FRONT_END + "gentler: x\n", "12: expected a name that exists"),
        (EXERCISE_FILE, FRONT_END, FRONT_END + "worksheet: X\n", "12: expected a name that exists"),
        (EXERCISE_FILE, FRONT_END, FRONT_END + "gentler: breathing\n", "12: expected gentler"),
        (EXERCISE_FILE, FRONT_END, FRONT_END + "therapist_unlock: true\n", "18: expected an exer"),
        (PROGRAM_FILE, "exercise: breathing", "exercise: x", "18: expected a name that exists"),
        (PROGRAM_FILE, "handouts: [W03]", "handouts: [W99]", "16: expected a name that exists"),
        (PROGRAM_FILE, "phq-9", "phq-10", "20: expected a name that exists, found 'phq-10'"),
        (PROGRAM_FILE, "week: 5, minutes: 5", "week: 7, minutes: 21", "17: expected at most 20"),
    ],
)
def test_a_name_that_leads_nowhere_is_a_fault(
    root: Path, file: str, old: str, new: str, fault: str
) -> None:
    [found] = spoil(root, file, old, new)
    assert f":{fault}" in found


def test_homework_of_twenty_minutes_a_day_is_bearable(root: Path) -> None:
    assert spoil(root, PROGRAM_FILE, "week: 5, minutes: 5", "week: 7, minutes: 20") == []


def test_two_files_with_one_code_are_refused(root: Path) -> None:
    (root / "sheets/W03-other.md").write_text(SHEET, encoding="utf-8")
    [fault] = check(root, INSTRUMENTS)
    assert fault.message == "expected a new name; W03 is taken by sheets/W03-breathing.md"


def test_a_file_with_another_ending_is_not_overlooked(root: Path) -> None:
    (root / "programs/calm.yml").write_text(PROGRAM, encoding="utf-8")
    [fault] = check(root, INSTRUMENTS)
    assert str(fault) == "programs/calm.yml:1: expected nothing but files that end in .yaml"


def test_a_folder_that_is_missing_is_a_fault(tmp_path: Path) -> None:
    assert [fault.file for fault in check(tmp_path, INSTRUMENTS)] == [
        "exercises",
        "programs",
        "sheets",
    ]
