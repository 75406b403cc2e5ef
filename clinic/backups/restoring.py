"""Putting a backup that was opened in the place of the clinic, and moving from one kind of database
to the other."""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, make_url

from clinic.backups.making import Brought
from clinic.backups.transfer import carry, sums
from clinic.db import open_engine
from clinic.domain.clinic.backups import NotABackup
from clinic.domain.clinic.keys import KeyRing
from clinic.key_files import write_keys
from clinic.models.schema import configuration, upgrade
from clinic.settings import Settings

_PARTS = ("", "-wal", "-shm")


class Differs(RuntimeError):
    """Two databases that should hold the same do not; its text names the tables."""


def put_back(
    brought: Brought, settings: Settings, at: datetime, *, may_replace: bool
) -> list[Path]:
    """Put the database and its keys where the settings say, and give the files put aside for them.

    Raises `NotABackup` with nothing changed where the backup is newer than this program, or where a
    clinic stands there and may not be replaced. A server's database must be empty.
    """
    found = brought.opened
    copy = open_engine(f"sqlite:///{found.database}", found.keys)
    try:
        _refuse_newer(copy, settings, brought.contents.schema)
        if make_url(settings.database_url).get_backend_name() != "sqlite":
            upgrade(copy, settings.migrations)
            return _onto_server(copy, found.keys, settings)
    finally:
        copy.dispose()
    place = _database_file(settings)
    standing = [path for path in (place, settings.key_file) if path.exists()]
    if standing and not may_replace:
        raise NotABackup(
            f"{' and '.join(map(str, standing))} stand here. To put them aside, add --replace"
        )
    aside = _put_aside(place, settings, at)
    for part in _PARTS[1:]:
        found.database.with_name(f"{found.database.name}{part}").unlink(missing_ok=True)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    shutil.move(found.database, place)
    _sync(place)
    write_keys(settings.key_file, found.keys)
    return aside


def move(source: Engine, target: Engine, settings: Settings) -> dict[str, int]:
    """Copy a clinic into an empty database of either kind, and compare them row by row.

    Gives the rows by table; raises `Differs` where one row is not the same, `NotABackup` where the
    target is in use.
    """
    if inspect(target).get_table_names():
        raise NotABackup("the database to move to is not empty")
    upgrade(target, settings.migrations)
    with source.connect() as read, target.begin() as written:
        carry(read, written)
    with source.connect() as read, target.connect() as written:
        before, after = sums(read), sums(written)
    if wrong := [name for name, told in before.items() if after[name] != told]:
        raise Differs(", ".join(wrong))
    return {name: told.rows for name, told in after.items()}


def _refuse_newer(copy: Engine, settings: Settings, schema: str) -> None:
    known = ScriptDirectory.from_config(configuration(copy, settings.migrations))
    if schema not in {one.revision for one in known.walk_revisions()}:
        raise NotABackup("it was made by a newer version of Hearth; set that up first")


def _onto_server(copy: Engine, keys: KeyRing, settings: Settings) -> list[Path]:
    if settings.key_file.exists():
        raise NotABackup(f"{settings.key_file} stands here. Move it elsewhere first")
    target = open_engine(settings.database_url, keys)
    try:
        move(copy, target, settings)
    finally:
        target.dispose()
    write_keys(settings.key_file, keys)
    return []


def _put_aside(place: Path, settings: Settings, at: datetime) -> list[Path]:
    stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    standing = [place.with_name(f"{place.name}{part}") for part in _PARTS] + [settings.key_file]
    aside = []
    for path in (one for one in standing if one.exists()):
        kept = path.with_name(f"before-{stamp}-{path.name}")
        path.rename(kept)
        aside.append(kept)
    return aside


def _database_file(settings: Settings) -> Path:
    return Path(str(make_url(settings.database_url).database))


def _sync(path: Path) -> None:
    for one in (path, path.parent):
        descriptor = os.open(one, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
