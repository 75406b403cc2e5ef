"""A clinic's file that is written, and what follows it into a folder."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from pyrage import x25519
from sqlalchemy import Engine

from clinic.backups.following import Follower, Sealing
from clinic.backups.making import Made, opened
from clinic.db import open_engine
from clinic.domain.clinic.keys import KeyRing
from clinic.settings import Settings
from tests.backups.files import Writing, notes_in
from tests.cast import NOW


@dataclass
class Followed:
    """A clinic's file that is written, and what follows it into a folder."""

    settings: Settings
    keys: KeyRing
    identity: x25519.Identity
    folder: Path
    writing: Writing
    now: datetime = NOW
    engines: list[Engine] = field(default_factory=list)
    made: list[Made] = field(default_factory=list)

    def follower(self) -> Follower:
        self.engines.append(open_engine(self.settings.database_url, self.keys))
        sealing = Sealing([self.identity.to_public()], self.folder)
        found = Follower(self.engines[-1], self.settings, sealing, self.tick)
        if found.is_new:
            found.begin_anew()
            self.make_whole(found)
        return found

    def make_whole(self, follower: Follower) -> None:
        follower.begin_whole(self.made.append)
        follower.finish_whole()

    def tick(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def write(self, follower: Follower) -> None:
        self.writing.write()
        assert follower.step() is not None

    @property
    def steps(self) -> list[Path]:
        return sorted(self.folder.glob("*.step.age"))

    def brought(self, backup: Path | None = None, until: datetime | None = None) -> int:
        """Open the newest backup, or another, with what follows it, and count what it holds."""
        path = backup or self.made[-1].path
        with opened(path, self.identity, self.settings, until) as found:
            return len(notes_in(found.opened.database, found.opened.keys))
