"""R1: kill -9 of the real server under writing load. Whatever it called saved is there afterward,
no deed is half done, nothing that is sent again stands twice, and the trail holds."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from sqlalchemy import Engine, func, select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.lookups.clinic.trail import broken_links
from clinic.models.audit import AuditEntry
from clinic.models.enrollments import Attendance
from clinic.models.readings import ChartNote
from clinic.models.sealed import read_sealed
from clinic.operations.people.chart_notes import remove_chart_note
from clinic.settings import Settings
from tests.cast import NOW, PASSPHRASE, Cast
from tests.nurseries import Nursery, nursery
from tests.server.conftest import free_port, is_up, wait_until
from tests.server.writers import MARKS, Browser, Writer, mark_numbered

LONGEST_LIFE = 0.5
MOST_STANDING = 20
NOTED = "chart_notes.write_chart_note"


@dataclass
class Course:
    """Lives of a server, one after the other, and those who write to it."""

    port: int
    server: Nursery
    db: Db
    cast: Cast
    writers: list[Writer] = field(default_factory=list)
    entries: int = 0
    """How many notes were ever written, by what the writers were told."""
    cut: int = 0
    """How many deeds were under way at a kill."""

    def live(self, seconds: float) -> None:
        """Let everybody write, and kill the server after that time, wherever it is."""
        self.begin()
        for writer in self.writers:
            writer.send_again()
        self.check_again()
        stopped = threading.Event()
        threads = [
            threading.Thread(target=writer.write_until, args=(stopped,), daemon=True)
            for writer in self.writers
        ]
        for thread in threads:
            thread.start()
        time.sleep(seconds)
        self.server.kill()
        stopped.set()
        for thread in threads:
            thread.join(60)
            assert not thread.is_alive()
        self.server.reap()
        self.check()

    def begin(self) -> None:
        self.server.start()
        wait_until(lambda: is_up(self.port))

    def check(self) -> None:
        """Look at once after a kill: what is open may stand or not, but whole."""
        self.db.expire_all()
        self.db.commit()
        assert [writer.refused for writer in self.writers] == [[] for _ in self.writers]
        for writer in self.writers:
            found = self._notes_of(writer)
            sent = {writer.sent_note.words} if writer.sent_note else set()
            self.cut += bool(sent) or writer.sent_mark is not None
            assert len(found) == len(set(found)), "nothing stands twice"
            assert set(writer.kept) <= set(found), "nothing that was saved is lost"
            assert set(found) <= set(writer.kept) | sent, "nothing stands that nobody sent"
            self._check_room(writer)
        assert broken_links(self.db) == []

    def check_again(self) -> None:
        """Look after what was open was sent again: now all of it stands, and once."""
        self.db.expire_all()
        self.db.commit()
        for writer in self.writers:
            assert sorted(self._notes_of(writer)) == sorted(writer.kept)
            self._check_room(writer)
        written = select(func.count()).where(AuditEntry.deed == NOTED)
        standing = sum(len(writer.kept) for writer in self.writers)
        assert self.db.scalar(written) == self.entries + standing, "a deed and its entry are one"
        if standing > MOST_STANDING:
            self._clear()
            self.entries += standing

    def _notes_of(self, writer: Writer) -> list[str]:
        rows = self.db.scalars(select(ChartNote).where(ChartNote.enrollment_id == self._id(writer)))
        return [str(read_sealed(self.db.keys, row, "words")) for row in rows]

    def _id(self, writer: Writer) -> int:
        places = {row.public_id: row.id for row in self.cast.enrollments.values()}
        return places[writer.place]

    def _check_room(self, writer: Writer) -> None:
        meeting = next(s for s in self.cast.sessions.values() if s.public_id == writer.meeting)
        rows = self.db.scalars(select(Attendance).where(Attendance.group_session_id == meeting.id))
        marks = [(str(row.mark), row.minutes_missed) for row in rows]
        numbers = {writer.marked, writer.sent_mark or writer.marked}
        assert len(marks) in ({0, len(writer.room)} if 0 in numbers else {len(writer.room)})
        assert len(set(marks)) <= 1, "the whole room or nobody"
        if marks:
            assert marks[0] in {mark_numbered(number) for number in numbers}

    def _clear(self) -> None:
        theresa = Actor(self.cast.accounts["theresa"].id, NOW)
        for note in list(self.db.scalars(select(ChartNote))):
            remove_chart_note(self.db, theresa, note)
        for writer in self.writers:
            writer.kept.clear()


@pytest.fixture
def course(settings: Settings, database_url: str, db: Db, cast: Cast) -> Iterator[Course]:
    """Three people write at once: each about another person, and in the room of another meeting."""
    port = free_port()
    with nursery("serve", settings, database_url, {"CLINIC_BIND": f"127.0.0.1:{port}"}) as server:
        made = Course(port, server, db, cast)
        made.begin()
        names = ("mia", "max", "noor")
        room = [cast.enrollments[name].public_id for name in names]
        browser = Browser(port)
        path = f"/therapist/enrollments/{room[0]}/chart-notes"
        browser.sign_in("theresa@example.org", PASSPHRASE, path)
        for number, place in enumerate(room, start=1):
            made.writers.append(Writer(browser, place, cast.sessions[number].public_id, room))
        server.kill()
        server.reap()
        yield made


def test_two_marks_that_follow_one_another_differ() -> None:
    assert len({mark_numbered(number) for number in range(MARKS)}) == MARKS


@pytest.mark.parametrize("kills", [8, pytest.param(200, marks=pytest.mark.release)])
def test_kills_of_the_server_lose_nothing_that_was_saved(
    course: Course, kills: int, record_property: Callable[[str, object], None]
) -> None:
    chance = random.Random(kills)  # noqa: S311 - a course that can be run again, and no secret
    for _ in range(kills):
        course.live(chance.uniform(0, LONGEST_LIFE))
    course.begin()
    for writer in course.writers:
        writer.send_again()
    course.check_again()
    assert_is_whole(course.db)
    answers = sum(writer.answers for writer in course.writers)
    figure = f"{kills} kills, {answers} saved, {course.cut} deeds cut, 0 lost, 0 half, 0 twice"
    assert course.cut > 0, "some kill comes in the middle of a deed"
    record_property("kills", figure)
    print(figure)  # noqa: T201 - the figure to show


def assert_is_whole(db: Db) -> None:
    engine = db.get_bind()
    assert isinstance(engine, Engine)
    db.commit()
    if engine.dialect.name == "sqlite":
        line = engine.raw_connection()
        try:
            found = line.cursor().execute("PRAGMA integrity_check").fetchone()
        finally:
            line.close()
        assert found == ("ok",)
