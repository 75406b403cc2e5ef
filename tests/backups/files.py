"""A small encrypted database that somebody writes, and what a copy of it holds."""

import random
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Engine

from clinic.domain.clinic.keys import KeyRing

SCHEMA = (
    "CREATE TABLE alembic_version (version_num TEXT)",
    "INSERT INTO alembic_version VALUES ('0001')",
    "CREATE TABLE notes (id INTEGER PRIMARY KEY, words BLOB)",
    "CREATE TABLE marks (id INTEGER PRIMARY KEY, note_id INTEGER)",
)


@dataclass
class Writing:
    """Writes two tables in one transaction each time, so that a torn copy shows."""

    line: Any
    chance: random.Random
    written: int = 0

    def write(self, notes: int = 1) -> None:
        self.line.execute("BEGIN IMMEDIATE")
        for _ in range(notes):
            self.written += 1
            words = self.chance.randbytes(self.chance.randrange(10, 9000))
            self.line.execute("INSERT INTO notes VALUES (?, ?)", (self.written, words))
            self.line.execute("INSERT INTO marks VALUES (?, ?)", (self.written, self.written))
        some = self.chance.randrange(1, self.written + 1)
        self.line.execute("UPDATE notes SET words = randomblob(700) WHERE id = ?", (some,))
        self.line.execute("COMMIT")

    def shorten(self) -> None:
        """Let the file become shorter."""
        self.line.execute("DELETE FROM notes WHERE id % 2 = 0")
        self.line.execute("DELETE FROM marks WHERE note_id % 2 = 0")
        self.line.execute("VACUUM")

    def begin_log_anew(self) -> None:
        assert self.line.execute("PRAGMA wal_checkpoint(RESTART)").fetchone()[0] == 0


def writing_on(engine: Engine, seed: int) -> Writing:
    line = engine.raw_connection().driver_connection
    assert line is not None
    for statement in SCHEMA:
        line.execute(statement)
    return Writing(line, random.Random(seed))  # noqa: S311 - the same course at every run


def notes_in(path: Path, keys: KeyRing) -> list[tuple[int, bytes]]:
    """Read all notes of a copy that must be whole, in which each has its mark."""
    with closing(sqlcipher.connect(f"{path.as_uri()}?immutable=1", uri=True)) as line:
        line.execute(f"PRAGMA key = \"x'{keys.database.hex()}'\"")
        assert line.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert line.execute("PRAGMA cipher_integrity_check").fetchall() == []
        notes = list(line.execute("SELECT id, words FROM notes ORDER BY id"))
        marks = list(line.execute("SELECT id FROM marks ORDER BY id"))
    assert [number for number, _ in notes] == [number for (number,) in marks], "a torn copy"
    return notes
