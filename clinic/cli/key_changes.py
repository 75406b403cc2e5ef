"""`clinic keys rotate`: new keys for the database and for sealed texts, while everybody works.

First the key file gets the new keys beside the old ones; from then on every process reads with both
and seals with the new one. Then the database is given its key, then the texts are resealed, a
batch at a time, and last the old key of the database leaves the file. The file says that a change
was begun until it is done: the same command goes on from wherever it was stopped.
"""

import secrets
import sys
import time
from contextlib import suppress
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress, TaskID

from clinic.cli.command_context import open_database, program_itself
from clinic.cli.starting import changing_keys
from clinic.db import Db, is_opened_by
from clinic.domain.access import Actor
from clinic.domain.clinic.keys import KeyRing
from clinic.domain.errors import Repeated
from clinic.key_files import exchange_keys
from clinic.lookups.clinic.keys import count_under_former_keys
from clinic.models.sealed import sealed_columns
from clinic.operations.clinic.keys import begin_new_keys, finish_new_keys, reseal_batch
from clinic.settings import Settings, read_settings
from clinic.sqlite import change_key

PAUSE = 0.005
"""Seconds after each batch: without it, whoever writes in another process finds no gap."""
ROUNDS = 60
_BETWEEN_ROUNDS = 0.5
_TRIES = 6
_GO_ON = "Nothing is lost, and everybody can go on working. Run it again: clinic keys rotate"


@click.group("keys")
def keys_of_clinic() -> None:
    """The clinic's keys."""


@keys_of_clinic.command()
def rotate() -> None:
    """Change all keys beside people who work; goes on where it was stopped."""
    settings = read_settings()
    terminal = Console(stderr=True)
    with (
        open_database(settings) as db,
        changing_keys(settings),
        Progress(console=terminal, transient=True, disable=not sys.stderr.isatty()) as shown,
    ):
        change = KeyChange(settings, db, shown)
        goes_on = db.keys.coming is not None
        change.begin()
        change.change_database()
        change.seal_texts()
        change.finish()
    if goes_on:
        click.echo("A change that was begun earlier went on.")
    click.echo(f"The keys are changed, and {change.sealed:,} texts resealed.")
    click.echo(
        "Print them now: clinic recovery-sheet -o recovery.pdf. Keep the sheet from before as long "
        "as there are copies of the database file from before; backups bring their own keys."
    )
    if change.unreadable:
        count = len(change.unreadable)
        texts = "One text opens" if count == 1 else f"{count} texts open"
        raise click.ClickException(
            f"{texts} with no key of the clinic, and nothing was changed there: "
            f"{', '.join(change.unreadable)}. Look in a backup."
        )


class KeyChange:
    """One change of keys, each step of which may be done twice."""

    def __init__(self, settings: Settings, db: Db, shown: Progress) -> None:
        self._settings = settings
        self._db = db
        self._shown = shown
        self.sealed = 0
        self.unreadable: list[str] = []
        """Table, column and row number."""

    def begin(self) -> None:
        """Put the new keys beside the old ones, and wait for whoever still seals with those."""
        exchange_keys(self._settings.key_file, self._db.keys.begin_change(secrets.token_bytes))
        with suppress(Repeated):
            self._db.hold()
            begin_new_keys(self._db, self._once())

    def change_database(self) -> None:
        """Give the database file its new key, and believe it once it was reopened with it."""
        engine = self._db.get_bind().engine
        if engine.dialect.name != "sqlite":
            return
        task = self._shown.add_task("The database", total=None)
        self._db.rollback()
        after, tries = self._after(), 0
        while not is_opened_by(self._settings.database_url, after):
            if tries == _TRIES:
                raise click.ClickException(
                    f"The database did not take its new key: others wrote without a gap. {_GO_ON}"
                )
            change_key(engine, after.database)
            tries += 1
        self._shown.remove_task(task)

    def seal_texts(self) -> None:
        """Seal all texts under the new key, in rounds until only those are left that open no more.

        A row that somebody writes is left to the next round.
        """
        left = count_under_former_keys(self._db)
        task = self._shown.add_task("Sealed texts", total=left)
        for _ in range(ROUNDS):
            self.unreadable.clear()
            for kind, name in sealed_columns():
                self._seal_column(kind, name, task)
            left = count_under_former_keys(self._db)
            self._db.rollback()
            if left <= len(self.unreadable):
                return
            time.sleep(_BETWEEN_ROUNDS)
        raise click.ClickException(
            f"{left} texts are still under the old key: others have held them. {_GO_ON}"
        )

    def finish(self) -> None:
        """Note it, and take the old key of the database from the key file."""
        with suppress(Repeated):
            finish_new_keys(self._db, self._once())
        exchange_keys(self._settings.key_file, self._after())

    def _seal_column(self, kind: type[Any], name: str, task: TaskID) -> None:
        after = 0
        while batch := reseal_batch(self._db, program_itself(), kind, name, after):
            after = batch.last
            self.sealed += batch.sealed
            self.unreadable += (f"{kind.__tablename__}.{name} {row}" for row in batch.unreadable)
            self._shown.advance(task, batch.sealed)
            time.sleep(PAUSE)

    def _after(self) -> KeyRing:
        """Give the ring as it will be when all is done."""
        ring = self._db.keys
        return ring.opening_with(ring.database_keys[-1])

    def _once(self) -> Actor:
        return program_itself().under(self._db.keys.current)
