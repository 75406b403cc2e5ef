"""PostgreSQL's own way, by its own tools: all of it comes back, up to any moment, or is refused."""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from pyrage import x25519

from bench._drill_worlds import ServerWorld, server_world
from clinic.backups.servers import base_name, bring_cluster, make_base, receive
from clinic.domain.clinic.backups import NotABackup
from clinic.domain.clinic.keys import KeyRing

pytestmark = pytest.mark.release
OWNER = "abc"
SECONDS = 120.0


@dataclass
class Shipped:
    """A server whose base backup and log lie sealed in a folder, and what was written when."""

    world: ServerWorld
    base: Path
    identity: x25519.Identity
    middle: datetime

    def rows_after(self, place: Path, until: datetime | None = None) -> int:
        """Bring it back, and count what the server holds that was started on it."""
        cluster = place / "back"
        bring_cluster(self.base, self.identity, cluster, until)
        url = self.world.start(cluster, place)
        try:
            with psycopg.connect(url) as line:
                row = line.execute("SELECT count(*) FROM notes").fetchone()
            return int(row[0]) if row else 0
        finally:
            self.world.stop(place)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shipped]:
    folder = tmp_path_factory.mktemp("server")
    kept, aside = folder / "kept", folder / "aside"
    kept.mkdir()
    aside.mkdir()
    identity = x25519.Identity.generate()
    sealed_for = [identity.to_public()]
    with pytest.MonkeyPatch.context() as during, server_world(folder / "world") as world:
        assert isinstance(world, ServerWorld)
        during.setenv("PATH", world.environment["PATH"])
        url = world.server.get_uri()
        log = receive(url, folder / "spool", kept, OWNER, sealed_for)
        try:
            with psycopg.connect(url, autocommit=True) as line:
                line.execute("CREATE TABLE notes (words text)")
                base = kept / base_name(datetime.now(UTC), OWNER)
                make_base(url, aside, KeyRing.fresh(os.urandom), sealed_for, base)
                write(line, 60_000)
                middle = datetime.now(UTC)
                time.sleep(0.2)
                write(line, 60_000)
                (last,) = line.execute("SELECT pg_current_wal_flush_lsn()").fetchone() or ("",)
                wait_for(line, last)
            while log.step():
                pass
        finally:
            log.close()
        yield Shipped(world, base, identity, middle)


def write(line: "psycopg.Connection[tuple[object, ...]]", count: int) -> None:
    line.execute("INSERT INTO notes SELECT repeat('x', 200) FROM generate_series(1, %s)", (count,))


def wait_for(line: "psycopg.Connection[tuple[object, ...]]", position: object) -> None:
    """Wait until the receiver has what was written."""
    asked = "SELECT bool_and(flush_lsn >= %s::pg_lsn) FROM pg_stat_replication"
    end = time.monotonic() + SECONDS
    while line.execute(asked, (position,)).fetchone() != (True,):
        assert time.monotonic() < end
        time.sleep(0.1)


def segments(shipped: Shipped) -> list[Path]:
    return sorted(shipped.base.parent.glob("*.log.age"))


def test_all_that_the_log_held_comes_back(shipped: Shipped, tmp_path: Path) -> None:
    assert len(segments(shipped)) > 2
    assert shipped.rows_after(tmp_path) == 120_000


def test_a_moment_between_comes_back(shipped: Shipped, tmp_path: Path) -> None:
    assert shipped.rows_after(tmp_path, shipped.middle) == 60_000


def test_a_missing_segment_another_key_and_a_cut_file_are_refused(
    shipped: Shipped, tmp_path: Path
) -> None:
    gone = segments(shipped)[-2]
    whole = gone.read_bytes()
    gone.unlink()
    with pytest.raises(NotABackup, match="is missing"):
        bring_cluster(shipped.base, shipped.identity, tmp_path / "a", None)
    gone.write_bytes(whole[:1000])
    with pytest.raises(NotABackup, match="cut or changed"):
        bring_cluster(shipped.base, shipped.identity, tmp_path / "b", None)
    gone.write_bytes(whole)
    with pytest.raises(NotABackup, match="another backup key"):
        bring_cluster(shipped.base, x25519.Identity.generate(), tmp_path / "c", None)
    with pytest.raises(NotABackup, match="not empty"):
        bring_cluster(shipped.base, shipped.identity, tmp_path / "b", None)
