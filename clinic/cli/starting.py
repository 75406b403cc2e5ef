"""A start of the pages or of the mail: checked, and alone where it must be."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime

import click

from clinic.cli.command_context import open_database
from clinic.lookups.clinic.system import newest_record_at
from clinic.server.files import allow_files
from clinic.server.process_locks import held, shared
from clinic.server.starts import Start, check_clock, check_start
from clinic.settings import Settings

_SERVES, _SENDS, _BACKS_UP, _LOOKS = "serve.lock", "worker.lock", "backup.lock", "restore.lock"
_CHANGES_KEYS = "keys.lock"
"""In the clinic's folder: whoever is at work on it, held as long as it lives."""
_SERVER_LEAVES = 5.0
"""Seconds that a server which was just told to stop, or was killed, may take to release it."""

clock_is_right = click.option(
    "--clock-is-right", is_flag=True, help="Start although a record is newer than the clock."
)


@contextmanager
def started(start: Start, *, is_clock_right: bool = False) -> Iterator[None]:
    """Refuse a start that would do harm, with one sentence and before anything is written."""
    check_start(start)
    # Whatever is written from here on is for the clinic's own user alone.
    before = os.umask(0o077)
    try:
        with open_database(start.settings) as db:
            if not is_clock_right:
                check_clock(newest_record_at(db), datetime.now(UTC))
        with serving(start.settings) if start.serves else sending(start.settings):
            allow_files()
            yield
    finally:
        os.umask(before)


def serving(settings: Settings) -> AbstractContextManager[None]:
    """Serve the clinic's folder alone."""
    return held(
        settings.data / _SERVES,
        f"CLINIC_DATA: another server (process {{process}}) serves {settings.data} already.",
        _SERVER_LEAVES,
    )


def sending(settings: Settings) -> AbstractContextManager[None]:
    """Send the clinic's mail beside other workers: each message is claimed by one of them."""
    return shared(
        settings.data / _SENDS,
        f"CLINIC_DATA: {settings.data} is being restored or moved. Start the worker afterward.",
    )


def backing_up(settings: Settings) -> AbstractContextManager[None]:
    """Make backups, one at a time."""
    return held(settings.data / _BACKS_UP, "Another backup (process {process}) is at work.", 0.0)


def looking(settings: Settings) -> AbstractContextManager[None]:
    """Open a backup, one at a time, beside whoever makes them."""
    return held(settings.data / _LOOKS, "Another restore (process {process}) is at work.", 0.0)


def changing_keys(settings: Settings) -> AbstractContextManager[None]:
    """Change the clinic's keys, one at a time and beside all others."""
    return held(
        settings.data / _CHANGES_KEYS, "The keys are being changed (process {process}).", 0.0
    )


@contextmanager
def at_rest(settings: Settings) -> Iterator[None]:
    """Let nobody else serve, send or back up, or refuse while somebody does."""
    with (
        backing_up(settings),
        changing_keys(settings),
        held(
            settings.data / _SERVES,
            "CLINIC_DATA: a server (process {process}) is at work here. Stop it first.",
            0.0,
        ),
        held(
            settings.data / _SENDS,
            "CLINIC_DATA: a mail worker is at work here. Stop it first.",
            0.0,
        ),
    ):
        yield
