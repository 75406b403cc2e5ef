"""Opening a record without a part in the group: a reason, an hour, and who hears of it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Action, Actor, Reader, Role
from clinic.domain.errors import Refused
from clinic.domain.post.messages import MessageKind, clinical_words, words_of
from clinic.domain.safety.emergencies import LASTS
from clinic.lookups.safety.emergencies import emergency_of
from clinic.models.audit import AuditEntry
from clinic.models.emergencies import Emergency
from clinic.models.messages import Message
from clinic.operations.safety.emergencies import (
    end_emergency,
    open_group_in_emergency,
    open_person_in_emergency,
    review_emergency,
)
from clinic.queries.people.clients import get_client, places_of
from clinic.queries.safety.emergencies import emergencies_page, unreviewed_count
from tests.cast import NOW, Cast
from tests.emergencies import REASON, opened

INSTANT = timedelta(microseconds=1)


def by(cast: Cast, name: str = "sam") -> Actor:
    account = cast.accounts[name]
    return Actor(account.id, NOW, account.role)


def reading(cast: Cast, name: str, action: Action = Action.EMERGENCY_OPEN) -> Reader:
    account = cast.accounts[name]
    return Reader(account.id, account.role, NOW, action, has_emergency=True)


def test_it_is_open_for_an_hour_and_no_longer(db: Db, cast: Cast) -> None:
    row = opened(db, by(cast), cast.enrollments["mia"])
    sam = cast.accounts["sam"].id
    assert emergency_of(db, sam, NOW + LASTS - INSTANT) is row
    assert emergency_of(db, sam, NOW + LASTS) is None


def test_it_ends_when_she_says_so_and_only_she(db: Db, cast: Cast) -> None:
    row = opened(db, by(cast), cast.enrollments["mia"])
    with pytest.raises(Refused, match="Only whoever opened it"):
        end_emergency(db, by(cast, "theresa"), row)
    later = replace(by(cast), at=NOW + LASTS / 2)
    assert end_emergency(db, later, row).ended_at == later.at
    after = replace(by(cast), at=NOW + 2 * LASTS)
    assert end_emergency(db, after, row).ended_at == later.at


def test_those_who_work_there_and_administrators_hear_at_once(db: Db, cast: Cast) -> None:
    opened(db, by(cast), cast.enrollments["mia"])
    sent = db.scalars(select(Message).where(Message.kind == MessageKind.RECORD_OPENED)).all()
    names = {row.id: name for name, row in cast.accounts.items()}
    assert {names[one.account_id or 0] for one in sent} == {"theresa", "tom", "sigrid", "ada"}
    assert {one.due_at for one in sent} == {NOW}
    words = words_of(MessageKind.RECORD_OPENED)
    assert clinical_words(f"{words.subject} {words.body}") == []


@pytest.mark.parametrize("typed", ["", "mia", "Mia %", "Somebody Else", "mia@"])
def test_there_is_no_looking_through_people_and_each_try_is_noted(
    db: Db, cast: Cast, typed: str
) -> None:
    assert open_person_in_emergency(db, by(cast), typed, REASON) is None
    assert db.scalars(select(Emergency)).all() == []
    newest = db.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert newest
    assert newest.deed.endswith("open_person_in_emergency")
    assert newest.account_id == cast.accounts["sam"].id


@pytest.mark.parametrize("reason", ["", "   ", "urgent"])
def test_it_takes_a_reason(db: Db, cast: Cast, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        opened(db, by(cast), cast.enrollments["mia"], reason)
    assert refused.value.field == "reason"


def test_whoever_works_there_needs_none_and_one_is_open_at_a_time(db: Db, cast: Cast) -> None:
    with pytest.raises(Refused, match="open to you already"):
        opened(db, by(cast, "theresa"), cast.enrollments["mia"])
    row = opened(db, by(cast), cast.enrollments["mia"])
    assert opened(db, by(cast), cast.enrollments["mia"]) is row
    with pytest.raises(Refused, match="Another record is open"):
        open_group_in_emergency(db, by(cast), cast.cohort, REASON)


def test_one_person_is_opened_alone_and_a_group_with_all_its_people(db: Db, cast: Cast) -> None:
    mia, max_ = (cast.enrollments[name].client for name in ("mia", "max"))
    row = opened(db, by(cast), cast.enrollments["mia"])
    sam = reading(cast, "sam", Action.CLIENT_READ)
    assert len(places_of(db, sam, get_client(db, sam, mia.public_id))) == 1
    assert places_of(db, sam, max_) == []
    end_emergency(db, by(cast), row)
    assert places_of(db, sam, mia) == []
    open_group_in_emergency(db, by(cast), cast.cohort, REASON)
    assert [len(places_of(db, sam, one)) for one in (mia, max_)] == [1, 1]


def test_somebody_else_looks_at_it_and_until_then_it_waits(db: Db, cast: Cast) -> None:
    row = opened(db, by(cast), cast.enrollments["mia"])
    waits = {name: unreviewed_count(db, reading(cast, name)) for name in ("sigrid", "ada", "tom")}
    assert waits == {"sigrid": 1, "ada": 1, "tom": 0}
    for name in ("sam", "tom", "mia"):
        with pytest.raises(Refused):
            review_emergency(db, by(cast, name), row, "It was needed, I called her.")
    with pytest.raises(Refused, match="at least"):
        review_emergency(db, by(cast, "sigrid"), row, "ok")
    review_emergency(db, by(cast, "sigrid"), row, "It was needed, I called her.")
    assert unreviewed_count(db, reading(cast, "ada")) == 0
    with pytest.raises(Refused, match="already"):
        review_emergency(db, by(cast, "ada"), row, "Looked at it once more.")


def test_administrators_read_who_and_when_and_neither_whose_nor_why(db: Db, cast: Cast) -> None:
    opened(db, by(cast), cast.enrollments["mia"])
    told = {name: emergencies_page(db, reading(cast, name)).lines for name in cast.accounts}
    (line,) = told["ada"]
    assert (line.by, line.whose, line.reason) == (cast.accounts["sam"].name, None, None)
    assert [line.reason for line in told["theresa"]] == [REASON]
    assert told["sam"] == told["olga"] == told["mia"] == ()


def test_the_one_who_opened_it_does_not_look_at_it(db: Db, cast: Cast) -> None:
    asker = Actor(cast.accounts["sigrid"].id, NOW, Role.SUPERVISOR)
    row = opened(db, asker, cast.enrollments["olga"])
    with pytest.raises(Refused, match="yourself"):
        review_emergency(db, asker, row, "It was needed, I called her.")
