"""A copy of a record is open to whoever made it, for a day, and is noted once as handed out."""

from dataclasses import replace
from datetime import timedelta

import pytest

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.errors import Refused
from clinic.domain.people.record_copies import OPEN_FOR, HandingWay
from clinic.models.reports import RecordCopy
from clinic.operations.people.record_copies import hand_over, make_copy, take_file
from tests.cast import NOW, Cast

TODAY = NOW.date()


@pytest.fixture
def theresa(cast: Cast) -> Actor:
    return Actor(cast.accounts["theresa"].id, NOW, Role.THERAPIST)


@pytest.fixture
def copy(db: Db, cast: Cast, theresa: Actor) -> RecordCopy:
    return make_copy(db, theresa, cast.enrollments["mia"], TODAY, ["a", "b"], today=TODAY)


def test_it_is_taken_while_it_is_open(db: Db, theresa: Actor, copy: RecordCopy) -> None:
    last = replace(theresa, at=NOW + OPEN_FOR - timedelta(seconds=1))
    assert take_file(db, last, copy).taken_at == last.at
    with pytest.raises(Refused, match="no longer open"):
        take_file(db, replace(theresa, at=NOW + OPEN_FOR), copy)


def test_a_colleague_makes_one_of_his_own(db: Db, cast: Cast, copy: RecordCopy) -> None:
    tom = Actor(cast.accounts["tom"].id, NOW, Role.THERAPIST)
    with pytest.raises(Refused, match="Only whoever made"):
        take_file(db, tom, copy)
    take_file(db, Actor(cast.accounts["theresa"].id, NOW, Role.THERAPIST), copy)
    assert hand_over(db, tom, copy, HandingWay.POST).handed_by_id == tom.account_id


def test_a_copy_that_nobody_took_was_not_handed_out(
    db: Db, theresa: Actor, copy: RecordCopy
) -> None:
    with pytest.raises(Refused, match="No file"):
        hand_over(db, theresa, copy, HandingWay.IN_PERSON)


def test_nobody_asked_for_it_tomorrow(db: Db, cast: Cast, theresa: Actor) -> None:
    tomorrow = TODAY + timedelta(days=1)
    with pytest.raises(Refused, match="not come yet"):
        make_copy(db, theresa, cast.enrollments["mia"], tomorrow, (), today=TODAY)


def test_what_was_looked_at_is_sealed(copy: RecordCopy) -> None:
    assert copy.looked_at
    assert '"a"' not in copy.looked_at
