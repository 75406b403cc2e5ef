"""A start of the pages or of the mail: looked over, and alone where it must be."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime

import click

from clinic.cli.command_context import open_database
from clinic.lookups.clinic.system import newest_record_at
from clinic.server.files import allow_files
from clinic.server.process_locks import held
from clinic.server.starts import Start, check_clock, check_start

_SERVER_LEAVES = 5.0
"""Seconds that a server which was just told to stop, or was killed, may take to let go."""

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
        with _alone(start) if start.serves else nullcontext():
            allow_files()
            yield
    finally:
        os.umask(before)


def _alone(start: Start) -> AbstractContextManager[None]:
    # Mail may have several workers: each message is claimed by one of them.
    return held(
        start.settings.data / "serve.lock",
        f"CLINIC_DATA: another server (process {{process}}) serves {start.settings.data} already.",
        _SERVER_LEAVES,
    )
