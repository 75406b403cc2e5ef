"""`clinic backup --every`: one after each change, and on after a failure."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from clinic.backups.containers import seal
from clinic.cli.backups import ENDS
from clinic.cli.command_context import open_database
from clinic.domain.access import Actor
from clinic.lookups.clinic.settings import clinic_settings
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


def backups_in(console: Console) -> list[Path]:
    return sorted((console.folder / "backups").glob("*.age"))


def test_it_goes_on_after_each_change_and_after_a_failure(
    fresh: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert fresh("backup-key", "-o", fresh.folder / "key.txt").status == 0
    counts: list[int] = []

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device", "backups")

    def write_and_fill_the_disk() -> None:
        with open_database(read_settings()) as db:
            name = clinic_settings(db).clinic_name + "!"
            change_settings(db, Actor(None, NOW), replace(clinic_settings(db), clinic_name=name))
        monkeypatch.setattr("clinic.backups.making.seal", full)

    def count() -> None:
        counts.append(len(backups_in(fresh)))

    deeds: list[Callable[[], None]] = [
        count,  # one at the beginning; that it was noted is a change
        count,
        count,  # nothing was written: no further one
        write_and_fill_the_disk,
        count,  # this one failed
        lambda: monkeypatch.setattr("clinic.backups.making.seal", seal),
        count,  # and is made up for
    ]
    with pytest.MonkeyPatch.context() as during:
        during.setattr("clinic.cli.backups._stopped", lambda: Rounds(deeds))
        answer = fresh("backup", fresh.folder / "backups", "--every", "1")

    assert answer.status == 0
    assert "No space left on device" in answer.err
    assert counts == [1, 2, 2, 2, 3]
    assert (fresh.folder / "backups" / ENDS).exists()
