"""Nothing ends by a clock or by one person alone; what holds it holds it to the last moment."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.errors import Refused
from clinic.domain.people.endings import EndKind, RetentionClocks
from clinic.lookups.people.belonging_rows import rows_of
from clinic.lookups.people.endings import due_endings, standings_of
from clinic.models.endings import Ending
from clinic.operations.clinic.accounts import deactivate_account
from clinic.operations.clinic.login_sessions import start_login_session
from clinic.operations.people.endings import (
    ask_ending,
    ask_erasure,
    carry_out,
    change_clocks,
    grant_ending,
    hold_record,
    lift_hold,
    take_back_ending,
)
from tests.cast import NOW, Cast
from tests.ending import at_work, granted, leave_groups, night_of

LATER = NOW + timedelta(days=800)


@pytest.fixture
def over(db: Db, cast: Cast) -> Cast:
    """Mia has left her group."""
    leave_groups(db, cast, cast.clients["mia"], NOW)
    return cast


def by(cast: Cast, name: str, at: datetime = NOW) -> Actor:
    return at_work(cast, name, at)


def test_one_asks_and_an_administrator_who_is_another_one_grants(db: Db, over: Cast) -> None:
    change_clocks(db, by(over, "ada"), RetentionClocks(keep_record=12))
    late = by(over, "ada", LATER)
    own = ask_ending(db, late, over.clients["mia"], EndKind.RECORD)
    with pytest.raises(Refused, match="Somebody else"):
        grant_ending(db, late, own)
    asked = ask_erasure(db, by(over, "theresa"), over.enrollments["mia"])
    with pytest.raises(Refused, match="Only an administrator"):
        grant_ending(db, by(over, "tom"), asked)
    grant_ending(db, by(over, "ada"), asked)
    with pytest.raises(Refused, match="already"):
        grant_ending(db, by(over, "ada"), asked)


def test_asked_twice_is_one_request(db: Db, over: Cast) -> None:
    first = ask_erasure(db, by(over, "theresa"), over.enrollments["mia"])
    assert ask_erasure(db, by(over, "tom"), over.enrollments["mia"]) is first


def test_nothing_that_is_not_due_can_be_asked_for_by_the_clock(db: Db, over: Cast) -> None:
    with pytest.raises(Refused, match="not due"):
        ask_ending(db, by(over, "ada", LATER), over.clients["mia"], EndKind.RECORD)
    change_clocks(db, by(over, "ada"), RetentionClocks(keep_record=12))
    with pytest.raises(Refused, match="not due"):
        ask_ending(db, by(over, "ada"), over.clients["mia"], EndKind.RECORD)
    with pytest.raises(Refused, match="still has a place"):
        ask_ending(db, by(over, "ada", LATER), over.clients["max"], EndKind.RECORD)


def test_it_is_not_done_before_its_night_nor_after_it_was_taken_back(db: Db, over: Cast) -> None:
    ending = granted(db, over, over.enrollments["mia"], NOW)
    assert due_endings(db, NOW + timedelta(hours=23)) == []
    with pytest.raises(Refused):
        carry_out(db, by(over, "ada"), ending)
    take_back_ending(db, by(over, "theresa"), ending)
    assert due_endings(db, night_of(ending).at) == []
    with pytest.raises(Refused):
        carry_out(db, night_of(ending), ending)
    assert over.clients["mia"].preferred_name == "Mia"


def test_a_hold_that_comes_at_the_last_moment_still_holds(db: Db, over: Cast) -> None:
    ending = granted(db, over, over.enrollments["mia"], NOW)
    hold_record(db, by(over, "tom"), over.enrollments["mia"], "A complaint")
    assert due_endings(db, night_of(ending).at) == []
    with pytest.raises(Refused, match="on hold"):
        carry_out(db, night_of(ending), ending)
    lift_hold(db, by(over, "tom"), over.enrollments["mia"])
    assert [one.id for one in due_endings(db, night_of(ending).at)] == [ending.id]


def test_who_asked_and_was_closed_out_since_does_not_count(db: Db, over: Cast) -> None:
    ending = ask_erasure(db, by(over, "theresa"), over.enrollments["mia"])
    deactivate_account(db, by(over, "ada"), over.accounts["theresa"])
    with pytest.raises(Refused, match="has been closed"):
        grant_ending(db, by(over, "ada"), ending)


def test_old_sign_ins_go_by_their_age_and_younger_ones_stay(db: Db, over: Cast) -> None:
    mia = over.clients["mia"]
    for at in (NOW - timedelta(days=500), NOW - timedelta(days=5)):
        start_login_session(db, Actor(None, at), over.accounts["mia"], "a phone")
    change_clocks(db, by(over, "ada"), RetentionClocks(keep_ways_in=12))
    with pytest.raises(Refused, match="nothing of this kind"):
        ask_ending(db, by(over, "ada"), mia, EndKind.PRIVATE)
    asked = ask_ending(db, by(over, "ada"), mia, EndKind.WAYS_IN)
    other = replace(by(over, "ada"), account_id=over.accounts["sigrid"].id)
    ending = grant_ending(db, other, asked)
    carry_out(db, night_of(ending), ending)
    left = rows_of(db, mia)["login_sessions"]
    assert [row.seen_at for row in left] == [NOW - timedelta(days=5)]
    assert ending.removed == '{"login_sessions": 1}'
    assert db.scalars(select(Ending)).all() == [ending]


@pytest.mark.usefixtures("over")
def test_one_person_is_looked_up_as_among_all(db: Db) -> None:
    whole = standings_of(db)
    assert len(whole) > 2
    assert {key: standings_of(db, [key])[key] for key in whole} == whole
