"""Eight people answer a questionnaire at once: how long each answer takes to be kept.

A clinic of its own, on this machine alone. The limit is a ratio within one run, so that it holds on
any machine: whoever waits longest waits a few times as long as whoever is in the middle.
`--figures` prints and does not judge.
"""

import asyncio
import json
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from bench._server import served
from bench._visitors import Answer, Visitor, at_most
from clinic.cli import demo_story as story
from clinic.db import Db, operation
from clinic.domain.access import Actor, Role
from clinic.domain.anchors import Anchor
from clinic.domain.enrollments import CohortStatus, EnrollmentStatus
from clinic.lookups.clinic.passphrases import hash_passphrase
from clinic.models.accounts import Account
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.measures import Administration
from clinic.models.programs import InstrumentRow
from clinic.models.sessions import GroupSession

AT_ONCE = 8
ROUNDS = 3
SAVES_EACH = 25
MOST_RATIO = 5.0
"""How many times the middle the 99th of 100 may take."""
_TOKEN = re.compile(rb'name="csrf-token" content="([^"]+)"')


def main() -> int:
    """Measure, print, and fail where somebody is overtaken too often."""
    given: list[Given] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder), lambda db: given.extend(give_questions(db))) as port,
    ):
        ratios = [asyncio.run(save_at_once(port, given)) for _ in range(ROUNDS)]
    if "--figures" in sys.argv:
        return 0
    is_fair = min(ratios) <= MOST_RATIO
    print("Nobody is overtaken for long." if is_fair else "Missed: somebody waits too long.")
    return 0 if is_fair else 1


@dataclass(frozen=True)
class Given:
    """An open questionnaire, and who may answer it."""

    sign_in_name: str
    public_id: str


def give_questions(db: Db) -> list[Given]:
    """Give the people of one group eight open questionnaires."""
    return _give(db, Actor(None, datetime.now(UTC)))


@operation
def _give(db: Db, actor: Actor) -> list[Given]:
    kept = hash_passphrase(story.PASSPHRASE)
    places = _places(db)
    for number, place in enumerate(places):
        _let_in(db, actor, place.client, number, kept)
    meetings = select(GroupSession.id).where(GroupSession.cohort_id == places[0].cohort_id)
    meeting_id = db.scalars(meetings.order_by(GroupSession.id)).all()[0]
    phq = db.scalars(select(InstrumentRow).where(InstrumentRow.key == "phq-9").limit(1)).one()
    given = [
        Administration(
            enrollment_id=places[number % len(places)].id,
            instrument_id=phq.id,
            group_session_id=meeting_id,
            occasion=f"bench-{number}",
            opens_anchor=Anchor.START,
            opens_minutes=0,
            closes_anchor=Anchor.END,
            closes_minutes=0,
            opens_at=actor.at - timedelta(days=1),
            closes_at=actor.at + timedelta(days=7),
        )
        for number in range(AT_ONCE)
    ]
    db.add_all(given)
    db.flush()
    return [Given(name_of(n % len(places)), row.public_id) for n, row in enumerate(given)]


def _places(db: Db) -> Sequence[Enrollment]:
    """Find the people of one group that is under way."""
    running = (
        select(Enrollment.cohort_id)
        .join(Cohort, Enrollment.cohort_id == Cohort.id)
        .where(Enrollment.status == EnrollmentStatus.ENROLLED, Cohort.status == CohortStatus.OPEN)
        .group_by(Enrollment.cohort_id)
        .order_by(func.count().desc())
        .limit(1)
    )
    return db.scalars(
        select(Enrollment)
        .where(
            Enrollment.cohort_id == running.scalar_subquery(),
            Enrollment.status == EnrollmentStatus.ENROLLED,
        )
        .options(joinedload(Enrollment.client))
        .limit(AT_ONCE)
    ).all()


def _let_in(db: Db, actor: Actor, client: Client, number: int, kept: str) -> None:
    account = Account(
        sign_in_name=name_of(number),
        name=f"Person {number}",
        role=Role.CLIENT,
        passphrase_hash=kept,
        is_active=True,
        created_at=actor.at,
    )
    db.add(account)
    db.flush()
    client.account_id = account.id


def name_of(number: int) -> str:
    return f"answering-{number}@example.org"


async def save_at_once(port: int, given: list[Given]) -> float:
    """Let eight people press answer after answer; print the figures and give their ratio."""
    people = [Visitor(port) for _ in range(AT_ONCE)]
    paths = [await enter(one, each) for one, each in zip(people, given, strict=True)]
    began = time.perf_counter()
    kept = await asyncio.gather(
        *(answer(one, path) for one, path in zip(people, paths, strict=True))
    )
    seconds = time.perf_counter() - began
    statuses = Counter(each.status for answers in kept for each in answers)
    times = [each.seconds for answers in kept for each in answers]
    middle, last = at_most(times, 0.5), at_most(times, 0.99)
    print(
        f"{AT_ONCE} people at once ({dict(statuses)}): {len(times) / seconds:.0f} answers "
        f"a second, the middle {middle * 1000:.0f} ms, 99 of 100 {last * 1000:.0f} ms, "
        f"at most {max(times) * 1000:.0f} ms"
    )
    return last / middle if set(statuses) == {200} else float("inf")


async def enter(one: Visitor, given: Given) -> str:
    """Sign somebody in, and give the address to which the page of her first question saves."""
    await one.prepare()
    entered = await one.sign_in(given.sign_in_name, story.PASSPHRASE)
    path = f"/portal/measures/{given.public_id}/items/1"
    page = await one.get(path)
    found = _TOKEN.search(page.body)
    if found is None:
        raise LookupError(f"the question is not shown: {entered.status}, then {page.status}")
    one.token = found[1].decode()
    return path


async def answer(one: Visitor, path: str) -> list[Answer]:
    """Change the answer to one question again and again, as fast as it is kept."""
    return [await save(one, path, number % 3) for number in range(SAVES_EACH)]


async def save(one: Visitor, path: str, code: int) -> Answer:
    body = json.dumps({"answers": {"item_1": code}}).encode()
    return await one.ask(
        f"PUT {path} HTTP/1.1\r\nContent-Type: application/json\r\nX-CSRFToken: {one.token}\r\n"
        f"Content-Length: {len(body)}\r\n",
        body,
    )


if __name__ == "__main__":
    sys.exit(main())
