"""The nightly end of what was granted, and the list that keeps a restore from undoing it."""

import os
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from clinic.backups.leftovers import overwrite_freed
from clinic.cli.command_context import program_itself
from clinic.cli.output import write_private
from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.errors import Refused
from clinic.lookups.people.belonging_rows import ending_rows
from clinic.lookups.people.endings import due_endings, ended_records
from clinic.mail.transports import FolderTransport, mailbox_of
from clinic.models.endings import Ending
from clinic.operations.people.endings import carry_out, end_again
from clinic.settings import Settings

ENDED = "ended-records.txt"
"""In the clinic's folder and beside the backups: random ids and times, and nothing else."""


def end_due(db: Db, settings: Settings, actor: Actor) -> int:
    """Do what two people have said and whose night has come; gives how many were done."""
    done = sum(_end(db, settings, actor, ending) for ending in due_endings(db, actor.at))
    if done:
        add_ended(settings.data, ended_records(db))
        db.rollback()
        overwrite_freed(_engine(db))
    return done


def _end(db: Db, settings: Settings, actor: Actor, ending: Ending) -> bool:
    letters = ending_rows(db, ending.client, ending.kind, ending.before).get("messages", [])
    names = [row.message_id for row in letters]
    try:
        carry_out(db, actor, ending)
    except Refused:
        # A hold, a new place or a risk case has come since; the page of it says which.
        return False
    FolderTransport(mailbox_of(settings.mail, settings.data)).forget(names)
    return True


def add_ended(folder: Path, ended: Mapping[str, datetime]) -> None:
    """Add to the list of a folder; what stands there stays, whichever clinic wrote it."""
    listed = read_ended([folder])
    if ended.keys() <= listed.keys():
        return
    lines = sorted(f"{key} {at.isoformat()}" for key, at in {**ended, **listed}.items())
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = folder / f".{ENDED}.{os.getpid()}"
    write_private(half, "".join(f"{line}\n" for line in lines).encode())
    half.replace(folder / ENDED)


def read_ended(folders: Iterable[Path]) -> dict[str, datetime]:
    """Read the lists of these folders; a line that is none is left out."""
    found = {}
    for path in (folder / ENDED for folder in folders):
        for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
            key, _, at = line.partition(" ")
            try:
                found[key] = datetime.fromisoformat(at)
            except ValueError:
                continue
    return found


def end_restored(db: Db, settings: Settings, folders: Iterable[Path]) -> str:
    """End again whom a backup brought back, and say in a sentence how many those were."""
    listed = read_ended(folders)
    again = [
        key
        for key, at in sorted(listed.items())
        if end_again(db, program_itself(), key, at) is not None
    ]
    add_ended(settings.data, {key: listed[key] for key in listed})
    if again:
        db.rollback()
        overwrite_freed(_engine(db))
    if not listed:
        return (
            f"There is no {ENDED} beside the backup or in CLINIC_DATA. If a record was ended since "
            "the backup was made, it stands here again: end it again."
        )
    return f"Records ended since the backup was made, and ended again: {len(again)}."


def _engine(db: Db) -> Engine:
    bind = db.get_bind()
    return bind if isinstance(bind, Engine) else bind.engine
