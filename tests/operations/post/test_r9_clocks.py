"""R9: a clock that goes an hour wrong, there and back, doubles no reminder and misses none."""

import random
from collections import Counter
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.post.messages import MessageKind, MessageState
from clinic.lookups.clinic.accounts import find_invitation
from clinic.models.messages import Message
from clinic.operations.clinic.invitations import accept_invitation, issue_invitation
from clinic.operations.post.deliveries import claim_next, mark_sent
from clinic.operations.post.reminders import plan_reminders
from tests.cast import NOW, Cast

HOUR = timedelta(hours=1)
DAYS = 36
PASSPHRASE = "seven quiet herons by the water"


def wake(db: Db, cast: Cast, at: datetime) -> None:
    """Do what the worker does at one of its rounds."""
    doer = Actor(None, at)
    plan_reminders(db, doer, cast.cohort.id)
    while (letter := claim_next(db, doer, "example.org")) is not None:
        mark_sent(db, doer, letter)


@pytest.mark.parametrize("wrong", [timedelta(0), HOUR], ids=["right", "an hour wrong"])
def test_r9_each_meeting_is_reminded_of_once(db: Db, cast: Cast, wrong: timedelta) -> None:
    chance = random.Random(9)  # noqa: S311 - the same wakes at every run
    for day in range(DAYS):
        at = NOW + timedelta(days=day)
        wake(db, cast, at + wrong * chance.choice((-1, 0, 1)))
    db.expire_all()
    sent = select(Message).where(
        Message.client_id == cast.clients["mia"].id,
        Message.kind == MessageKind.SESSION_REMINDER,
        Message.state == MessageState.SENT,
    )
    told = Counter(row.group_session_id for row in db.scalars(sent))
    first, last = NOW + timedelta(days=2), NOW + timedelta(days=DAYS - 1)
    coming = {row.id for row in cast.sessions.values() if first < row.starts_at < last}
    assert len(coming) > 3
    assert coming <= told.keys(), "none is missed"
    assert set(told.values()) == {1}, "none comes twice"


@pytest.mark.parametrize("wrong", [-HOUR, timedelta(0), HOUR], ids=["behind", "right", "ahead"])
def test_r9_no_link_that_was_used_or_replaced_lives_again(
    db: Db, cast: Cast, wrong: timedelta
) -> None:
    owner = cast.accounts["olga"]
    first = issue_invitation(db, Actor(None, NOW), owner)
    second = issue_invitation(db, Actor(None, NOW + wrong), owner)
    assert find_invitation(db, first.token, NOW + wrong) is None, "it was replaced"
    accept_invitation(db, Actor(None, NOW), second.token, PASSPHRASE)
    assert find_invitation(db, second.token, NOW + wrong) is None, "it was used"
