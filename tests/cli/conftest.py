"""The console as somebody at a terminal uses it, on the test's own database."""

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from clinic.cli import main
from clinic.db import Db
from clinic.domain.clinic.keys import KeyRing
from clinic.models.base import Base
from clinic.settings import Settings
from tests.conftest import Clock


@dataclass(frozen=True)
class Answer:
    """What a command left on the terminal."""

    status: int
    out: str
    err: str


class Console:
    """Runs commands in this process, where a fault that nobody mended fails the test."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path
    ) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys
        self.folder = folder
        settle(monkeypatch, folder)
        # Commands may not leave this one behind, whether they find it or not.
        self.set("CLINIC_DATABASE_URL", "")

    def set(self, name: str, value: object) -> None:
        self._monkeypatch.setenv(name, str(value))

    def __call__(self, *words: object) -> Answer:
        self._capsys.readouterr()
        status = run(self._monkeypatch, *words)
        said = self._capsys.readouterr()
        return Answer(status, said.out, said.err)


def settle(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let every command work in a folder, whatever the environment says."""
    for name in [name for name in os.environ if name.startswith("CLINIC_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("CLINIC_DATA", str(folder / "data"))
    monkeypatch.setenv("CLINIC_KEY_FILE", str(folder / "keys.json"))


def run(monkeypatch: pytest.MonkeyPatch, *words: object) -> int:
    """Run a command and give its exit status."""
    monkeypatch.setattr(sys, "argv", ["clinic", *map(str, words)])
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


@pytest.fixture(scope="session")
def set_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a clinic that was just set up, made once to be copied."""
    folder = tmp_path_factory.mktemp("set-up")
    with pytest.MonkeyPatch.context() as monkeypatch:
        settle(monkeypatch, folder)
        assert run(monkeypatch, "db", "upgrade") == 0
    return folder


@pytest.fixture
def fresh(console: "Console", set_up: Path) -> "Console":
    """A console on a clinic that was just set up."""
    shutil.copytree(set_up, console.folder, dirs_exist_ok=True)
    return console


@pytest.fixture
def console(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Console:
    """A console where nothing is set up yet."""
    return Console(monkeypatch, capsys, tmp_path)


@pytest.fixture
def clinic(console: Console, settings: Settings, keys: KeyRing, database_url: str) -> Console:
    """A console on the cast's clinic."""
    console.set("CLINIC_KEY_FILE", settings.key_file)
    console.set("CLINIC_DATABASE_URL", database_url)
    return console


@pytest.fixture
def counts(db: Db) -> Callable[[], dict[str, int]]:
    """Count the rows of every table."""

    def count() -> dict[str, int]:
        db.commit()
        tables = Base.metadata.sorted_tables
        return {t.name: db.scalar(select(func.count()).select_from(t)) or 0 for t in tables}

    return count


def is_one_sentence(answer: Answer) -> bool:
    """Tell whether a refusal is what a refusal should be."""
    lines = answer.err.strip().splitlines()
    is_short = len(lines) == 1 and lines[0].startswith("clinic: ")
    return answer.status == 2 and is_short and "Traceback" not in answer.err


@pytest.fixture
def after_the_command(clock: Clock) -> None:
    """Let pages be asked for after what a command does, which has the machine's own clock."""
    clock.at = datetime.now(UTC) + timedelta(hours=1)
