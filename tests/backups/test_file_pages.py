"""The pages that changed, put onto a copy, give the database as a commit left it: never torn."""

import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from clinic.backups.file_pages import FilePages, Seals, put_pages
from clinic.domain.clinic.backups import NotABackup
from clinic.domain.clinic.keys import KeyRing
from tests.backups.conftest import EngineOf
from tests.backups.files import Writing, notes_in, writing_on

LOOKS = 40
CHANGED = 15
SECONDS = 60


class Copy:
    """A copy that is kept up by what is found to have changed."""

    def __init__(self, engine: Engine, path: Path) -> None:
        self.path = path
        self.pages = FilePages(engine, Seals())
        with path.open("wb") as file:
            self.pages.copy(file)

    def catch_up(self) -> int:
        """Look and take it over; give how many pages had changed."""
        look = self.pages.look()
        if look is None:
            return 0
        with self.path.open("r+b") as file:
            put_pages(file, look.pages, look.count)
        self.pages.accept(look)
        assert Seals.of(self.path).state == look.seals.state
        return len(look.pages)


@pytest.fixture
def source(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'source.db'}"


@pytest.fixture
def writing(engine_of: EngineOf, source: str) -> Iterator[Writing]:
    made = writing_on(engine_of(source), seed=15)
    made.write(40)
    yield made
    made.line.close()


@pytest.fixture
def copy(writing: Writing, engine_of: EngineOf, source: str, tmp_path: Path) -> Iterator[Copy]:
    made = Copy(engine_of(source), tmp_path / "copy.db")
    yield made
    made.pages.close()


def test_a_copy_follows_whatever_becomes_of_the_log(
    copy: Copy, writing: Writing, keys: KeyRing
) -> None:
    chance = random.Random(7)  # noqa: S311 - the same course at every run
    for turn in range(LOOKS):
        for _ in range(chance.randrange(3)):
            writing.write(chance.randrange(1, 5))
        if turn % 4 == 1:
            writing.begin_log_anew()
        if turn % 4 == 2:
            writing.write()
        if turn == LOOKS // 2:
            writing.shorten()
        copy.catch_up()
        written = list(writing.line.execute("SELECT id, words FROM notes ORDER BY id"))
        assert notes_in(copy.path, keys) == written


def test_a_copy_taken_beside_a_writer_is_never_torn(
    copy: Copy, writing: Writing, keys: KeyRing
) -> None:
    """The log is short here, so that it begins again all the time."""
    writing.line.execute("PRAGMA wal_autocheckpoint = 20")
    stopped = threading.Event()

    def write() -> None:
        while not stopped.wait(0.001):
            writing.write()

    thread = threading.Thread(target=write, daemon=True)
    thread.start()
    changed, end = 0, time.monotonic() + SECONDS
    while changed < CHANGED:
        assert time.monotonic() < end
        changed += bool(copy.catch_up())
        notes_in(copy.path, keys)
    stopped.set()
    thread.join(SECONDS)
    assert not thread.is_alive()
    copy.catch_up()
    assert len(notes_in(copy.path, keys)) == writing.written


def test_a_little_that_was_written_is_a_little_that_is_copied(copy: Copy, writing: Writing) -> None:
    writing.write(200)
    whole = copy.catch_up()
    writing.write()
    assert 0 < copy.catch_up() < 12 < whole
    assert copy.catch_up() == 0


def test_what_was_not_accepted_is_found_again(copy: Copy, writing: Writing, keys: KeyRing) -> None:
    writing.write()
    assert copy.pages.look() is not None
    writing.write()
    writing.begin_log_anew()
    copy.catch_up()
    assert len(notes_in(copy.path, keys)) == writing.written


def test_another_file_in_its_place_is_noticed(copy: Copy, tmp_path: Path) -> None:
    (tmp_path / "source.db").rename(tmp_path / "aside.db")
    (tmp_path / "source.db").write_bytes(b"another")
    with pytest.raises(NotABackup, match="another file"):
        copy.pages.look()


def test_states_tell_files_apart_by_content_and_length(copy: Copy) -> None:
    seals = Seals.of(copy.path)
    page = b"x" * 4096
    assert seals.after({1: page}, 5).state != seals.state
    assert seals.after({}, 3).state != seals.after({}, 4).state
    assert seals.after({}, len(copy.path.read_bytes()) // 4096).state == seals.state
    assert seals.after({900: page}, 900).has(900, page)
