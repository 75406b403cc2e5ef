"""Kill -9 of real workers at any point, and two of them at once: nothing lost, nothing twice."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

import pytest
from sqlalchemy import func, select

from clinic.db import Db
from clinic.domain.post.messages import MessageState
from clinic.models.messages import Message
from clinic.settings import Settings
from tests.mail.conftest import Tell
from tests.mail.post_office import PostOffice, nothing
from tests.nurseries import Nursery, nursery

WITHIN_SECONDS = 60
QUEUED_PER_LIFE = 2
MOMENTS = ("at the start", "at work", "before the answer", "after the answer")


@pytest.fixture
def nurseries(
    settings: Settings, database_url: str, office: PostOffice
) -> Iterator[Callable[[float], Nursery]]:
    """Open nurseries whose workers share the clinic and the post office of the test."""
    mail = {"CLINIC_SMTP_URL": office.url, "CLINIC_MAIL_FROM": "hello@riverside.example"}
    with ExitStack() as stack:

        def open_one(claim_seconds: float) -> Nursery:
            words = f"work {claim_seconds}"
            return stack.enter_context(nursery(words, settings, database_url, mail))

        yield open_one


@dataclass
class Course:
    """What a course of kills left behind."""

    kills: Counter[str] = field(default_factory=Counter)
    rows: list[Message] = field(default_factory=list)

    def check(self, office: PostOffice) -> int:
        """Hold the record against what the server took; give how many mails came twice."""
        assert {row.state for row in self.rows} == {MessageState.SENT}, "nothing is lost"
        times = Counter(taken.message_id for taken in office.taken)
        assert set(times) == {row.message_id for row in self.rows}, "and no mail is of nobody"
        last_of_life = {taken.life: taken for taken in office.taken}
        for row in self.rows:
            *earlier, _last = [t for t in office.taken if t.message_id == row.message_id]
            # Twice only where the answer to DATA was lost: it was the last of a killed worker.
            assert all(last_of_life[taken.life] is taken for taken in earlier)
            assert row.attempts >= times[row.message_id]
        return sum(times.values()) - len(times)


def run(office: PostOffice, workers: Nursery, db: Db, tell: Tell, kills: int, seed: int) -> Course:
    """Kill a worker again and again: at any moment, while it hears the answer, and just after."""
    chance = random.Random(seed)  # noqa: S311 - a course that can be run again, and no secret
    course = Course()
    for life in range(kills):
        for number in range(QUEUED_PER_LIFE):
            tell(chance.choice(("mia", "max")), f"life {life}, {number}")
            tell("mia", f"life {chance.randrange(life + 1)}, 0")
        office.life = life
        office.is_busy.clear()
        how = chance.choice(MOMENTS)
        course.kills[how] += 1
        if how == "before the answer":
            office.before_answer = workers.kill
        elif how == "after the answer":
            office.after_answer = workers.kill
        workers.start()
        if how == "at the start":
            time.sleep(chance.uniform(0, 0.3))
        else:
            office.is_busy.wait(5)
            time.sleep(chance.uniform(0, 0.1) if how == "at work" else 0.2)
        workers.kill()
        workers.reap()
        office.before_answer = office.after_answer = nothing
    office.life = kills
    workers.start()
    wait_until_sent(db)
    course.rows = list(db.scalars(select(Message)))
    return course


def wait_until_sent(db: Db) -> None:
    still_open = select(func.count()).where(
        Message.state.in_((MessageState.QUEUED, MessageState.SENDING))
    )
    end = time.monotonic() + WITHIN_SECONDS
    while db.scalar(still_open):
        db.commit()
        assert time.monotonic() < end, "not all was sent"
        time.sleep(0.05)
    db.commit()


@pytest.mark.parametrize("kills", [30, pytest.param(200, marks=pytest.mark.release)])
def test_kills_lose_nothing_and_repeat_only_what_was_not_answered(
    db: Db,
    tell: Tell,
    office: PostOffice,
    nurseries: Callable[[float], Nursery],
    kills: int,
    record_property: Callable[[str, object], None],
) -> None:
    workers = nurseries(1)
    course = run(office, workers, db, tell, kills, seed=kills)
    twice = course.check(office)
    assert sum(course.kills.values()) == kills
    assert twice > 0, "a kill before the answer always leaves a mail that comes again"
    figure = f"{kills} kills, {len(course.rows)} messages, 0 lost, {twice} taken twice"
    record_property("kills", figure)
    print(figure, dict(course.kills))  # noqa: T201 - the figure to show


def test_two_workers_at_once_send_each_message_once(
    db: Db, tell: Tell, office: PostOffice, nurseries: Callable[[float], Nursery]
) -> None:
    for number in range(40):
        tell("mia" if number % 2 else "max", f"number {number}")
    workers = nurseries(60)
    first, second = workers.start(), workers.start()
    wait_until_sent(db)
    os.kill(first, signal.SIGKILL)
    assert first != second
    rows = list(db.scalars(select(Message)))
    assert {row.attempts for row in rows} == {1}
    assert Counter(t.message_id for t in office.taken) == Counter(row.message_id for row in rows)
