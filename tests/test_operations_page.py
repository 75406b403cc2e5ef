"""The page for whoever keeps it running: each section's commands, run as they stand there."""

import re
import threading

import pytest

from tests.cast import ROOT
from tests.cli.conftest import Console, console, fresh, set_up

__all__ = ["console", "fresh", "set_up"]

PAGE = ROOT / "docs" / "operations.md"
SECTIONS = ("Keys", "Copy", "Restore", "Upgrade", "Incident")


def section(heading: str) -> str:
    return PAGE.read_text().partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def commands_in(text: str) -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


def test_the_sections_are_those_and_no_other() -> None:
    assert tuple(re.findall(r"^## (.*)$", PAGE.read_text(), re.MULTILINE)) == SECTIONS


@pytest.mark.parametrize("heading", SECTIONS)
def test_a_section_fits_on_a_printed_page(heading: str) -> None:
    assert len(section(heading).splitlines()) <= 45


@pytest.mark.parametrize("heading", SECTIONS)
def test_the_commands_of_a_section_do_what_they_say(
    fresh: Console, heading: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What goes on until it is stopped is stopped after its first round.
    ended = threading.Event()
    ended.set()
    monkeypatch.setattr("clinic.cli.backups._stopped", lambda: ended)
    key, backups = fresh.folder / "key.txt", fresh.folder / "backups"
    assert fresh("backup-key", "-o", key).status == 0
    assert fresh("backup", backups).status == 0
    (backup,) = backups.glob("*.age")
    named = {
        "BACKUP": backup,
        "key.txt": key,
        "/mnt/backups": backups,
        "/mnt/backups/audit-ends.txt": backups / "audit-ends.txt",
        "recovery.pdf": fresh.folder / "recovery.pdf",
        "backup-key.pdf": fresh.folder / "backup-key.pdf",
    }
    commands = commands_in(section(heading))
    assert commands
    for command in commands:
        program, *words = command.split()
        assert program == "clinic"
        answer = fresh(*(named.get(word, word) for word in words))
        assert (command, answer.status, answer.err) == (command, 0, answer.err)
