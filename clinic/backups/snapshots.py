"""A consistent copy of the database in one encrypted file, beside people who go on writing."""

import hashlib
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Engine, PoolProxiedConnection
from sqlalchemy.exc import DBAPIError

from clinic.backups.transfer import carry
from clinic.db import open_engine
from clinic.domain.clinic.backups import NotABackup
from clinic.domain.clinic.keys import KeyRing
from clinic.models.schema import upgrade
from clinic.sqlite import has_former_key, opened, raw_line

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Contents:
    """What was found in a copy when it was reopened: its migration, and rows by table."""

    schema: str
    tables: dict[str, int]
    key: bytes = field(repr=False)
    """The key that opened it."""

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(self.tables.values())


def take(engine: Engine, keys: KeyRing, migrations: Path, target: Path) -> None:
    """Write a copy of the database into a file that does not exist yet, under the same key.

    SQLite writes its own copy (`VACUUM INTO`, which keeps the key and holds nobody up); the rows of
    a server are read in one snapshot. Raises `NotABackup` where the database or the disk refuses.
    """
    try:
        _take(engine, keys, migrations, target)
    except (sqlcipher.Error, DBAPIError) as fault:
        reason = str(getattr(fault, "orig", fault)).strip().partition("\n")[0]
        raise NotABackup(f"the database could not be copied ({reason})") from fault


def _take(engine: Engine, keys: KeyRing, migrations: Path, target: Path) -> None:
    if engine.dialect.name == "sqlite":
        line = raw_line(engine)
        try:
            _driver(line).execute("VACUUM INTO ?", (str(target),))
        finally:
            line.close()
        return
    copy = open_engine(f"sqlite:///{target}", keys)
    try:
        upgrade(copy, migrations)
        reading = engine.execution_options(isolation_level="REPEATABLE READ")
        with reading.connect() as source, copy.begin() as written:
            carry(source, written)
        with copy.connect() as last:
            # One file, and nothing of it beside it.
            _driver(last.connection).execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        copy.dispose()


def look_over(path: Path, *rings: KeyRing) -> Contents:
    """Reopen a copy and read all of it; raises `NotABackup` for what is not whole.

    The cipher's own check passes torn and cut files, and the other one passes pages that were put
    back from an older day only where no index minds: so both are asked, and the rows are counted.
    It opens with a key of one of the rings: those from before and after it was taken differ where
    the keys were changed meanwhile.
    """
    try:
        line, key = opened(
            lambda: sqlcipher.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True),
            [key for ring in rings for key in ring.database_keys],
            lambda line: line.execute("SELECT count(*) FROM sqlite_master").fetchone(),
        )
        with closing(line):
            return _read(line, key)
    except sqlcipher.Error as fault:
        if has_former_key(fault):
            raise NotABackup("the keys do not open the database in it, or it is damaged") from fault
        raise NotABackup(f"the database in it is damaged ({fault})") from fault


def _read(line: sqlcipher.Connection, key: bytes) -> Contents:
    if line.execute("PRAGMA cipher_integrity_check").fetchone() is not None:
        raise NotABackup("pages of the database in it are damaged")
    if line.execute("PRAGMA integrity_check").fetchone() != ("ok",):
        raise NotABackup("the database in it is damaged")
    if line.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise NotABackup("rows of the database in it point to rows that are missing")
    names = line.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    ).fetchall()
    tables = {
        # The names are those of the schema itself.
        str(name): int(line.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])  # noqa: S608
        for (name,) in names
    }
    if "alembic_version" not in tables:
        raise NotABackup("the database in it is empty")
    schema = line.execute("SELECT version_num FROM alembic_version").fetchone()
    return Contents(str(schema[0]), tables, key)


def _driver(line: PoolProxiedConnection) -> Any:
    """Give the driver's own line, on which nothing begins a transaction by itself."""
    return line.driver_connection


def sha256_of(path: Path) -> str:
    """Sum up a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
