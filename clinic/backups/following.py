"""Copying what is written, step by step as it is written; and whole backups of the copy itself.

The copy lies encrypted in the clinic's folder. Each step that was sealed is put onto it as a
restore would do, and the whole backups are made of it after it was opened and read through: what
counts as good is what the steps have given.
"""

import json
import os
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from pyrage import x25519
from sqlalchemy import Engine

from clinic.backups.file_pages import FilePages, Seals, put_pages
from clinic.backups.making import Made, aside, keep, owner_of
from clinic.backups.steps import write_step
from clinic.domain.clinic.backup_steps import BackupStep, step_name
from clinic.domain.clinic.backups import NotABackup, file_name
from clinic.key_files import load_keys
from clinic.settings import Settings

FOLDER = ".following"
WHOLE_EVERY = timedelta(minutes=15)
_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Sealing:
    """For whom copies are sealed, and into which folder."""

    recipients: Sequence[x25519.Recipient]
    folder: Path

    @property
    def owner(self) -> str:
        """The clinic's own word in the names of files."""
        return owner_of(self.recipients)


class Follower:
    """Follows one database file, from where the last one stopped if its copy is as it was left."""

    def __init__(
        self, engine: Engine, settings: Settings, sealing: Sealing, now: Callable[[], datetime]
    ) -> None:
        self._settings = settings
        self._sealing = sealing
        self._now = now
        self._place = settings.data / FOLDER
        self._place.mkdir(mode=0o700, parents=True, exist_ok=True)
        sealing.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._thread = ThreadPoolExecutor(1)
        self._whole: Future[None] | None = None
        left = self._left()
        self._at, seals = left or (now(), Seals())
        self._whole_at = self._at if left else None
        self._pages = FilePages(engine, seals)
        self._copy = _private(self._path)
        self._state = seals.state
        self.is_new = left is None

    @property
    def _path(self) -> Path:
        return self._place / "copy.db"

    @property
    def _mark(self) -> Path:
        return self._place / "state.json"

    def close(self) -> None:
        """Let a whole backup that is being made end, and close the database."""
        self._thread.shutdown()
        self._pages.close()
        self._copy.close()

    def begin_anew(self) -> None:
        """Copy the whole file; what was copied before is of no more use."""
        self._mark.unlink(missing_ok=True)
        self._at = self._now()
        self._state = self._pages.copy(self._copy)
        self._note()

    def step(self) -> BackupStep | None:
        """Seal what was written since the last step; `None` where nothing was."""
        look = self._pages.look()
        if look is None:
            return None
        at = max(self._now(), self._at + _TICK)
        sealing = self._sealing
        place = sealing.folder, sealing.owner
        keys = load_keys(self._settings)
        step = write_step(look, self._state, at, keys, sealing.recipients, place)
        put_pages(self._copy, look.pages, look.count)
        self._pages.accept(look)
        self._at, self._state = at, step.after
        self._note()
        return step

    def is_whole_due(self) -> bool:
        """Say whether it is time for a whole backup, and none is being made."""
        is_time = self._whole_at is None or self._now() - self._whole_at >= WHOLE_EVERY
        return self._whole is None and is_time

    def begin_whole(self, then: Callable[[Made], None]) -> None:
        """Make a whole backup of the copy beside further steps; `then` runs beside them too."""
        self._whole_at = self._now()
        place = ExitStack()
        copy = place.enter_context(aside(self._settings.data)) / "copy.db"
        with place:
            shutil.copyfile(self._path, copy)
            place = place.pop_all()
        keys, at, sealing = load_keys(self._settings), self._at, self._sealing

        def run() -> None:
            with place:
                then(keep(copy, (keys,), sealing.recipients, sealing.folder, at))

        self._whole = self._thread.submit(run)

    def finish_whole(self) -> None:
        """Wait for the whole backup that is being made, and raise what kept it from being made."""
        done, self._whole = self._whole, None
        if done is None:
            return
        try:
            done.result()
        except NotABackup:
            # The copy itself is not whole: the next one begins again.
            self._mark.unlink(missing_ok=True)
            raise

    def check_whole(self) -> None:
        """Look whether a whole backup is done, and raise what kept it from being made."""
        if self._whole is not None and self._whole.done():
            self.finish_whole()

    def _left(self) -> tuple[datetime, Seals] | None:
        """Give where the last one stopped, if its copy is whole and its files lie in the folder."""
        try:
            told = json.loads(self._mark.read_text(encoding="utf-8"))
            at, state = datetime.fromisoformat(told["at"]), str(told["state"])
            seals = Seals.of(self._path)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        names = step_name(at, self._sealing.owner), file_name(at, self._sealing.owner)
        is_there = any((self._sealing.folder / name).exists() for name in names)
        return (at, seals) if seals.state == state and is_there else None

    def _note(self) -> None:
        beside = self._mark.with_suffix(".part")
        beside.write_text(json.dumps({"at": self._at.isoformat(), "state": self._state}))
        beside.replace(self._mark)


def _private(path: Path) -> BinaryIO:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    return os.fdopen(descriptor, "r+b", buffering=0)
