"""`clinic backup --every`: copying what is written as it is written, until stopped."""

import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Protocol

import click
from pyrage import x25519
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from clinic.backups.following import Follower, Sealing
from clinic.backups.making import Made, owner_of, thin_out
from clinic.backups.server_following import ServerFollower
from clinic.backups.servers import thin_out_bases
from clinic.cli.audit import text_of
from clinic.cli.command_context import open_database, program_itself
from clinic.cli.endings import add_ended
from clinic.db import Db
from clinic.domain.clinic.backups import NotABackup
from clinic.lookups.clinic.trail import chain_ends
from clinic.lookups.people.endings import ended_records
from clinic.operations.clinic.backups import (
    begin_backup_run,
    end_backup_run,
    note_backup,
    note_copied,
    note_not_copied,
)
from clinic.settings import Settings, WrongSetting

ENDS = "audit-ends.txt"
"""Beside the backups, on another disk: a database that was put back shows against it."""
_SAYS_EVERY = 60.0
_REST = 5.0
"""Seconds after which a failed one begins again."""
_FAULTS = (NotABackup, OSError, SQLAlchemyError, click.ClickException, WrongSetting)


class Stopped(Protocol):
    """Whether to stop; as an event is asked."""

    def is_set(self) -> bool:
        """Say whether it is time."""

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for that, and no longer."""


@dataclass(frozen=True, slots=True)
class Following:
    """What goes on until stopped: where to, how often, and how long whole backups are kept."""

    settings: Settings
    recipients: Sequence[x25519.Recipient]
    folder: Path
    keep: int
    every: float
    stopped: Stopped

    def run(self) -> None:
        """Copy step by step; after a failure begin again from what was kept."""
        run_id: int | None = None
        while True:
            try:
                with ExitStack() as stack:
                    db = stack.enter_context(open_database(self.settings))
                    if run_id is None:
                        run_id = begin_backup_run(db, program_itself()).id
                    _Going(self, db, run_id, stack).go_on()
            except _FAULTS as fault:
                self._tell(run_id, _sentence(fault))
                if self.stopped.is_set():
                    return
                self.stopped.wait(_REST)
            else:
                return

    def _tell(self, run_id: int | None, fault: str) -> None:
        click.echo(f"clinic: Not copied: {fault}. Trying again soon.", err=True)
        if run_id is None:
            return
        try:
            with open_database(self.settings) as db:
                note_not_copied(db, program_itself(), run_id, fault)
        except _FAULTS:
            # The same fault may keep it from being noted; the console was told.
            return


class _Going:
    """One opening of the database, and what goes on in it."""

    def __init__(self, course: Following, db: Db, run_id: int, stack: ExitStack) -> None:
        self._course = course
        self._db = db
        self._run_id = run_id
        sealing = Sealing(course.recipients, course.folder)
        engine, now = _engine(db), partial(datetime.now, UTC)
        self._follower = (
            Follower(engine, course.settings, sealing, now)
            if engine.dialect.name == "sqlite"
            else ServerFollower(course.settings, sealing, now)
        )
        stack.callback(self._follower.close)
        self._said_at = float("-inf")

    def go_on(self) -> None:
        """Copy until stopped, and once more after that."""
        if self._follower.is_new:
            self._follower.begin_anew()
            self._begin_whole()
            self._follower.finish_whole()
        while True:
            is_last = self._course.stopped.is_set()
            if is_last:
                end_backup_run(self._db, program_itself(), self._run_id)
            asked_at = datetime.now(UTC)
            self._follower.step()
            self._follower.check_whole()
            if is_last:
                return
            if self._follower.is_whole_due():
                self._begin_whole()
            self._say(asked_at)
            self._course.stopped.wait(self._course.every)

    def _begin_whole(self) -> None:
        began = time.monotonic()
        course, db = self._course, self._db

        def note(made: Made) -> None:
            at, owner = made.manifest.made_at, owner_of(course.recipients)
            thin_out(course.folder, course.recipients, at, course.keep)
            thin_out_bases(course.folder, owner, at, course.keep)
            with db.beside() as other:
                took = round((time.monotonic() - began) * 1000)
                note_made(other, made, took, course.folder, course.keep)

        self._follower.begin_whole(note)

    def _say(self, copied_at: datetime) -> None:
        if time.monotonic() - self._said_at < _SAYS_EVERY:
            return
        if note_copied(self._db, program_itself(), self._run_id, copied_at):
            self._said_at = time.monotonic()


def note_made(db: Db, made: Made, took_ms: int, folder: Path, keep: int) -> None:
    """Write a whole backup into the list that administrators see, and lists beside it.

    They are the ends of the trail, and the records that are not to come back with a backup.
    """
    note_backup(db, program_itself(), made.size, made.manifest.rows, took_ms, keep)
    add_ended(folder, ended_records(db))
    with (folder / ENDS).open("a", encoding="utf-8") as file:
        file.write(text_of(chain_ends(db)))


def _engine(db: Db) -> Engine:
    bind = db.get_bind()
    return bind if isinstance(bind, Engine) else bind.engine


def _sentence(fault: Exception) -> str:
    if isinstance(fault, click.ClickException):
        return fault.format_message().rstrip(".")
    return str(getattr(fault, "orig", None) or fault).strip().partition("\n")[0].rstrip(".")
