"""`clinic backup --every`: what is written is copied, whole backups between, on after a failure."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from clinic.backups.containers import write_sealed
from clinic.cli.command_context import open_database
from clinic.cli.following import ENDS
from clinic.domain.access import Actor
from clinic.lookups.clinic.settings import clinic_settings
from clinic.models.backups import Backup, BackupRun
from clinic.operations.clinic.settings import change_settings
from clinic.settings import read_settings
from tests.cast import NOW
from tests.cli.conftest import Console


class Rounds(threading.Event):
    """Ends a loop after some rounds, and does one deed in each."""

    def __init__(self, deeds: list[Callable[[], None]]) -> None:
        super().__init__()
        self.deeds = deeds

    def wait(self, timeout: float | None = None) -> bool:
        if not self.deeds:
            self.set()
            return True
        self.deeds.pop(0)()
        return False


def write() -> None:
    with open_database(read_settings()) as db:
        name = clinic_settings(db).clinic_name + "!"
        change_settings(db, Actor(None, NOW), replace(clinic_settings(db), clinic_name=name))


def full(*_arguments: object) -> None:
    raise OSError(28, "No space left on device", "backups")


@pytest.fixture
def going(fresh: Console, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Go on for as long as there are deeds to do meanwhile, and give what was said of faults."""
    assert fresh("backup-key", "-o", fresh.folder / "key.txt").status == 0

    def go_on(*deeds: Callable[[], None]) -> str:
        monkeypatch.setattr("clinic.cli.backups._stopped", lambda: Rounds(list(deeds)))
        answer = fresh("backup", fresh.folder / "backups", "--every", "0.5")
        assert answer.status == 0
        return answer.err

    return go_on


def whole_in(console: Console) -> list[Path]:
    return sorted((console.folder / "backups").glob("*Z.age"))


def restored_name(console: Console) -> str:
    key = console.folder / "key.txt"
    answer = console("restore", whole_in(console)[-1], "--key", key, "--replace")
    assert (answer.status, answer.err) == (0, "")
    with open_database(read_settings()) as db:
        return clinic_settings(db).clinic_name


def test_what_was_written_last_comes_back(fresh: Console, going: Callable[..., str]) -> None:
    assert going(write, write) == ""
    assert (fresh.folder / "backups" / ENDS).exists()
    write()  # while nothing ran: the next one catches up
    assert going() == ""
    assert len(whole_in(fresh)) == 1, "one at the beginning, and then steps"
    assert restored_name(fresh).endswith("!!!")


def test_a_failure_is_told_noted_and_made_up_for(
    fresh: Console, going: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    faults: list[str | None] = []

    def fill_the_disk() -> None:
        monkeypatch.setattr("clinic.backups.steps.write_sealed", full)
        write()

    def make_room() -> None:
        with open_database(read_settings()) as db:
            faults.extend(db.scalars(select(BackupRun.fault)))
        monkeypatch.setattr("clinic.backups.steps.write_sealed", write_sealed)

    said = going(write, fill_the_disk, make_room, write)
    assert "No space left on device" in said
    assert "No space left on device" in (faults[0] or "")
    assert len(whole_in(fresh)) == 1, "it went on from what was copied"
    assert restored_name(fresh).endswith("!!!")
    with open_database(read_settings()) as db:
        (run,) = db.scalars(select(BackupRun))
        assert run.fault is None
        assert run.ended_at is not None
        assert [row.fault for row in db.scalars(select(Backup))] == [None]


def test_a_moment_before_can_be_chosen(fresh: Console, going: Callable[..., str]) -> None:
    going(write, write)
    key, backup = fresh.folder / "key.txt", whole_in(fresh)[0]
    answer = fresh("restore", backup, "--key", key, "--check", "--until", "2020-01-01T10:00")
    assert answer.status == 2
    assert "take the one before it" in answer.err
    answer = fresh("restore", backup, "--key", key, "--check", "--until", "yesterday")
    assert (answer.status, "no moment" in answer.err) == (2, True)
    answer = fresh("restore", backup, "--key", key, "--check", "--until", "2099-01-01T10:00")
    assert (answer.status, "steps behind it" in answer.out) == (0, True)
