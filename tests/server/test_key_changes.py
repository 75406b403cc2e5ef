"""R1 of keys: they are changed while the real server is written to and read, and whoever changes
them is killed anywhere. Nobody who works notices, and the same command ends it."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from clinic.db import Db, open_engine, session_factory
from clinic.domain.access import Actor
from clinic.domain.clinic.keys import KeyRing
from clinic.key_files import KeyFile, load_keys, write_keys
from clinic.lookups.clinic.keys import count_under_former_keys
from clinic.lookups.clinic.trail import broken_links
from clinic.models.audit import AuditJournal
from clinic.models.readings import ChartNote
from clinic.models.sealed import read_sealed
from clinic.operations.people.chart_notes import remove_chart_note
from clinic.settings import Settings
from tests.cast import NOW, PASSPHRASE, Cast
from tests.nurseries import Nursery, nursery
from tests.server.conftest import free_port, is_up, wait_until
from tests.server.writers import Browser, Writer

ROUND = 5
"""Kills until what was written is checked."""
LONGEST = 0.6
"""Seconds that a change is let live; one that nobody kills takes about twice as long."""


@dataclass
class Work:
    """A server at work, those who write and read there, and who changes its keys."""

    server: Nursery
    change: Nursery
    settings: Settings
    path: str
    writers: list[Writer]
    pages: int = 0
    odd: list[str] = field(default_factory=list)
    """Pages that were not the one that was asked for."""

    def read_until(self, stopped: threading.Event) -> None:
        browser = replace(self.writers[0].browser)
        while not stopped.is_set():
            page = browser.open_page(self.path)
            self.pages += 1
            if 'name="words"' not in page:
                self.odd.append(page)

    def change_and_kill(self, kills: int, chance: random.Random) -> int:
        """Begin changes one after the other, kill each, and end the last.

        Gives how many of the killed had begun and had not finished.
        """
        cut = 0
        for number in range(kills):
            before = load_keys(self.settings)
            self.change.start()
            if number % 2 == 0 and before.coming is None:
                wait_until(partial(self._is_past, before))
            time.sleep(chance.uniform(0, LONGEST))
            self.change.kill()
            self.change.reap()
            cut += load_keys(self.settings).coming is not None
        self.change.start()
        assert self.change.reap() == 0, "the next one ends it"
        return cut

    def _is_past(self, ring: KeyRing) -> bool:
        return load_keys(self.settings) != ring

    def beside(self, deed: Callable[[], int]) -> int:
        """Do something while all write and read."""
        stopped = threading.Event()
        works = [*(writer.write_until for writer in self.writers), self.read_until]
        threads = [threading.Thread(target=work, args=(stopped,), daemon=True) for work in works]
        for thread in threads:
            thread.start()
        try:
            return deed()
        finally:
            stopped.set()
            for thread in threads:
                thread.join(60)
                assert not thread.is_alive()

    def check_and_clear(self, db: Db, theresa: Actor) -> None:
        """Check what stands afterward, and make room: a chart takes so many notes and no more."""
        db.expire_all()
        assert self.odd == []
        assert [writer.refused for writer in self.writers] == [[] for _ in self.writers]
        notes = db.scalars(select(ChartNote)).all()
        found = [str(read_sealed(db.keys, row, "words")) for row in notes]
        for writer in self.writers:
            assert set(writer.kept) <= set(found), "nothing that was saved is lost"
        assert len(found) == len(set(found)), "nothing stands twice"
        assert count_under_former_keys(db) == 0
        assert broken_links(db) == []
        for note in notes:
            remove_chart_note(db, theresa, note)
        for writer in self.writers:
            writer.kept.clear()


@pytest.fixture
def own(settings: Settings, database_url: str, tmp_path: Path) -> Settings:
    """A clinic with a key file and a folder of its own."""
    made = replace(
        settings,
        data=tmp_path / "data",
        key_file=tmp_path / "keys.json",
        database_url=database_url,
    )
    write_keys(made.key_file, load_keys(settings))
    return made


@pytest.fixture
def work(own: Settings, cast: Cast) -> Iterator[Work]:
    port = free_port()
    more = {"CLINIC_BIND": f"127.0.0.1:{port}"}
    with (
        nursery("serve", own, own.database_url, more) as server,
        nursery("rotate", own, own.database_url, more) as change,
    ):
        server.start()
        wait_until(lambda: is_up(port))
        names = ("mia", "max")
        room = [cast.enrollments[name].public_id for name in names]
        path = f"/therapist/enrollments/{room[0]}/chart-notes"
        browser = Browser(port)
        browser.sign_in("theresa@example.org", PASSPHRASE, path)
        writers = [
            Writer(browser, place, cast.sessions[number].public_id, room)
            for number, place in enumerate(room, start=1)
        ]
        yield Work(server, change, own, path, writers)


@pytest.fixture
def afterward(own: Settings) -> Iterator[Db]:
    """Reopen the clinic, by what its key file says then."""
    keys = KeyFile(own)
    engine = open_engine(own.database_url, keys)
    with session_factory(engine, keys, AuditJournal())() as db:
        yield db
    engine.dispose()


@pytest.mark.parametrize("kills", [3, pytest.param(100, marks=pytest.mark.release)])
def test_r1_nobody_who_works_notices_that_keys_are_changed_and_killed(
    work: Work,
    afterward: Db,
    cast: Cast,
    kills: int,
    record_property: Callable[[str, object], None],
) -> None:
    before = load_keys(work.settings)
    theresa = Actor(cast.accounts["theresa"].id, NOW)
    chance = random.Random(kills)  # noqa: S311 - moments to kill at, and no secret
    cut = 0
    for _ in range(0, kills, ROUND):
        cut += work.beside(lambda: work.change_and_kill(min(kills, ROUND), chance))
        work.check_and_clear(afterward, theresa)
    ring = load_keys(work.settings)
    assert ring.coming is None
    assert ring.follows(before)
    assert ring.database != before.database
    answers = sum(writer.answers for writer in work.writers)
    assert min(answers, work.pages) > 0
    figure = f"{kills} kills, {cut} in a change, {answers} saved, {work.pages} pages, 0 odd, 0 lost"
    record_property("kills", figure)
    print(figure)  # noqa: T201 - the figure to show
