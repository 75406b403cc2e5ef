"""PostgreSQL's own way: its base backup and its log, made by its tools and sealed like the rest.

The tools must be on the PATH. `pg_receivewal` writes the log into the clinic's folder as it is
written; whole segments are sealed and go, and of the one that is being filled the newest state is
sealed each time. A base backup is verified by the server's own tool before it is sealed.
"""

import json
import subprocess
import tarfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from pyrage import x25519
from sqlalchemy import make_url

from clinic.backups.containers import (
    KEYS,
    MOST_TEXT,
    add_bytes,
    add_text,
    read_sealed,
    write_sealed,
)
from clinic.domain.clinic.backups import NotABackup, file_name, made_at_of, superfluous
from clinic.domain.clinic.keys import KeyRing
from clinic.domain.clinic.server_logs import (
    SEGMENT_BYTES,
    first_missing,
    is_segment,
    label_start,
)

SLOT = "hearth_backup"
LOG = "hearth-log"
"""In a cluster that was brought back: the segments that the server reads when it starts."""
_CLUSTER, _SEGMENT = "cluster", "segment"
_PARTIAL = ".partial"
_SECONDS = 3600
BASE_ENDS = ".cluster.age"
_MARGIN = 3600
"""Seconds: a base backup needs segments that were sealed while it was being made."""


def run_tool(*words: str) -> None:
    """Run one of the server's tools to its end; raises `NotABackup` with its first words."""
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=_SECONDS)  # noqa: S603 - our own words
    except FileNotFoundError as fault:
        raise NotABackup(f"{words[0]}, a tool of PostgreSQL, is not on the PATH") from fault
    if done.returncode:
        raise NotABackup(f"{words[0]} says: {_said(done.stderr)}")


def address_for_tools(url: str) -> str:
    """Give the address of the database as the server's own tools read it."""
    plain = make_url(url).set(drivername="postgresql")
    return plain.render_as_string(hide_password=False)


def base_name(at: datetime, owner: str) -> str:
    """Name the file of a base backup."""
    return file_name(at, owner).removesuffix(".age") + BASE_ENDS


def base_made_at(name: str, owner: str) -> datetime | None:
    """Read from its name when a base backup was made; None for anything else."""
    return made_at_of(name.removesuffix(BASE_ENDS) + ".age", owner) if BASE_ENDS in name else None


def thin_out_bases(folder: Path, owner: str, now: datetime, days: int) -> None:
    """Remove base backups that are older than so many days, and the log that none needs."""
    bases = {at: one for one in folder.iterdir() if (at := base_made_at(one.name, owner))}
    gone = superfluous(bases, now, days)
    for at in gone:
        bases[at].unlink()
    kept = [bases[at].stat().st_mtime for at in bases.keys() - gone]
    for one in folder.glob(segment_name("?" * 24, owner)):
        if kept and one.stat().st_mtime < min(kept) - _MARGIN:
            one.unlink()


def segment_name(segment: str, owner: str) -> str:
    """Name the file of a segment of the log, whole or not yet."""
    return f"hearth-{owner}-{segment}.log.age"


def make_base(
    url: str, aside: Path, keys: KeyRing, recipients: Sequence[x25519.Recipient], target: Path
) -> None:
    """Let the server's tools copy all of it and look the copy over, and seal it."""
    cluster = aside / _CLUSTER
    address = address_for_tools(url)
    run_tool("pg_basebackup", "-d", address, "-D", str(cluster), "-X", "fetch", "-c", "fast")
    run_tool("pg_verifybackup", str(cluster))

    def pack(tar: tarfile.TarFile) -> None:
        add_text(tar, KEYS, json.dumps(keys.as_dict()))
        tar.add(cluster, _CLUSTER)

    write_sealed(target, recipients, pack)


@dataclass
class LogReceiver:
    """The server's own receiver of its log, and the sealing of what it receives."""

    spool: Path
    folder: Path
    owner: str
    recipients: Sequence[x25519.Recipient]
    process: "subprocess.Popen[str]"
    seen: tuple[str, int] = ("", 0)

    def step(self) -> int:
        """Seal what was received since the last time; give the number of files."""
        if self.process.poll() is not None:
            said = self.process.stderr.read() if self.process.stderr else ""
            raise NotABackup(f"pg_receivewal says: {_said(said)}")
        names = sorted(path.name for path in self.spool.iterdir())
        whole = [name for name in names if is_segment(name)]
        for name in whole:
            self._seal(name, (self.spool / name).read_bytes())
            (self.spool / name).unlink()
        partial = [self.spool / name for name in names if name.endswith(_PARTIAL)]
        return len(whole) + sum(self._is_sealed_anew(path) for path in partial)

    def _is_sealed_anew(self, path: Path) -> bool:
        try:
            now = path.name, path.stat().st_mtime_ns
            if now == self.seen:
                return False
            content = path.read_bytes()
        except FileNotFoundError:
            return False  # it became whole meanwhile
        self._seal(path.name.removesuffix(_PARTIAL), content.rstrip(b"\0"))
        self.seen = now
        return True

    def _seal(self, segment: str, content: bytes) -> None:
        target = self.folder / segment_name(segment, self.owner)
        write_sealed(target, self.recipients, lambda tar: add_bytes(tar, _SEGMENT, content))

    def close(self) -> None:
        """Stop the receiver; what it has not yet received waits in the server's slot."""
        self.process.terminate()
        self.process.wait(60)
        if self.process.stderr:
            self.process.stderr.close()


def receive(
    url: str, spool: Path, folder: Path, owner: str, recipients: Sequence[x25519.Recipient]
) -> LogReceiver:
    """Begin to receive the log, from where the slot of the last one stands."""
    spool.mkdir(mode=0o700, parents=True, exist_ok=True)
    address = address_for_tools(url)
    words = ["pg_receivewal", "-d", address, "-D", str(spool), "--slot", SLOT]
    run_tool(*words, "--create-slot", "--if-not-exists")
    process = subprocess.Popen(  # noqa: S603 - our own words
        [*words, "--synchronous", "--no-loop"], stderr=subprocess.PIPE, text=True
    )
    return LogReceiver(spool, folder, owner, recipients, process)


def bring_cluster(
    path: Path, identity: x25519.Identity, into: Path, until: datetime | None
) -> KeyRing:
    """Unpack a base backup into a folder and lay the log beside it; the server does the rest.

    Raises `NotABackup` where a segment between is missing or damaged. The folder must be empty.
    """
    if into.exists() and any(into.iterdir()):
        raise NotABackup(f"{into} is not empty")
    into.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys = read_sealed(path, identity, lambda plain: _unpack(plain, into))
    run_tool("pg_verifybackup", str(into))
    label = into / "backup_label"
    first = label_start(label.read_text(encoding="utf-8")) if label.is_file() else None
    if first is None:
        raise NotABackup("the copy of the server in it has no label")
    owner = path.name.split("-")[1]
    there = {
        name: one
        for one in path.parent.glob(segment_name("?" * 24, owner))
        if is_segment(name := one.name.split("-")[2].partition(".")[0]) and name >= first
    }
    # What the server needs to stand as it was when it was copied is in the copy itself.
    if there and (missing := first_missing(first, there)):
        raise NotABackup(f"the segment {missing} of the log behind it is missing")
    log = into / LOG
    log.mkdir(mode=0o700)
    for name, one in there.items():
        (log / name).write_bytes(_segment(one, identity).ljust(SEGMENT_BYTES, b"\0"))
    with (into / "postgresql.auto.conf").open("a", encoding="utf-8") as settings:
        settings.write(f"restore_command = 'cp {LOG}/%f %p'\n")
        if until is not None:
            settings.write(f"recovery_target_time = '{until.isoformat()}'\n")
            settings.write("recovery_target_action = 'promote'\n")
    (into / "recovery.signal").touch()
    return keys


def _unpack(plain: BinaryIO, into: Path) -> KeyRing:
    keys: KeyRing | None = None
    with tarfile.open(fileobj=plain, mode="r|") as tar:
        for member in tar:
            if member.name == KEYS and (part := tar.extractfile(member)) is not None:
                keys = KeyRing.from_json(part.read(MOST_TEXT).decode())
            elif member.name.startswith(f"{_CLUSTER}/"):
                member.name = member.name.removeprefix(f"{_CLUSTER}/")
                tar.extract(member, into, filter="data")
    if keys is None:
        raise NotABackup("a part of it is missing")
    for folder in (into, *(one for one in into.rglob("*") if one.is_dir())):
        folder.chmod(0o700)
    return keys


def _segment(path: Path, identity: x25519.Identity) -> bytes:
    def read(plain: BinaryIO) -> bytes:
        with tarfile.open(fileobj=plain, mode="r|") as tar:
            part = tar.next()
            content = tar.extractfile(part) if part is not None else None
            return content.read() if content is not None else b""

    try:
        return read_sealed(path, identity, read)
    except (NotABackup, tarfile.TarError) as fault:
        raise NotABackup(f"{path.name}, a part of the log behind it: {fault}") from fault


def _said(text: str) -> str:
    lines = [line for line in text.strip().splitlines() if line]
    return lines[0].rpartition("error: ")[2].rstrip(".") if lines else "nothing"
