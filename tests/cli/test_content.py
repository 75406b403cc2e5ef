"""`clinic content check`: where a fault stands, as editors read it."""

import re
from pathlib import Path
from shutil import copytree

import pytest

from clinic.settings import ROOT
from tests.cli.conftest import Console


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A copy of the shipped content that a test may break."""
    return copytree(ROOT / "worksheets", tmp_path / "worksheets")


def test_the_shipped_content_has_no_faults(console: Console) -> None:
    answer = console("content", "check")

    assert (answer.status, answer.err) == (0, "")
    assert answer.out.endswith("no faults.\n")


def test_each_fault_is_named_with_file_and_line(console: Console, shelf: Path) -> None:
    sheet = next(iter(sorted((shelf / "sheets").glob("*.md"))))
    lines = sheet.read_text().splitlines()
    row = next(number for number, line in enumerate(lines) if line.startswith("purpose:"))
    lines[row] = "purpose: [not, a, sentence]"
    sheet.write_text("\n".join(lines))

    answer = console("content", "check", shelf)

    assert answer.status == 2
    assert f"sheets/{sheet.name}:{row + 1}: " in answer.err
    assert answer.err.splitlines()[-1].startswith("clinic: ")
    assert answer.out == ""


def test_every_line_but_the_last_is_a_fault_with_its_place(console: Console, shelf: Path) -> None:
    for sheet in (shelf / "sheets").glob("*.md"):
        sheet.write_bytes(b"\x89PNG\r\n\x1a\n")

    answer = console("content", "check", shelf)

    *faults, last = answer.err.splitlines()
    assert answer.status == 2
    assert all(re.match(r"\w+/[\w.-]+:\d+: ", fault) for fault in faults)
    assert f"{len(faults)} faults" in last


def test_a_folder_that_is_not_there_is_a_wrong_word(console: Console, tmp_path: Path) -> None:
    answer = console("content", "check", tmp_path / "nowhere")

    assert answer.status == 2
    assert "nowhere" in answer.err
