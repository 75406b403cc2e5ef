"""A moved make-up says what moved, to whom it is for, as a moved meeting does."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.models.make_ups import MakeUp
from clinic.operations.groups.make_ups import When, cancel_make_up, move_make_up
from tests.cast import NOW, Cast
from tests.client import Person
from tests.conftest import Clock
from tests.crowd import theresa
from tests.make_ups import make_up

As = Callable[[str], Person]
LATER = NOW + timedelta(hours=1)
LINE = "Your own meeting for Week 2: from Mon, Mar 2, 12:00–13:00 to Mon, Mar 2, 14:00–15:00"


@pytest.fixture
def row(db: Db, cast: Cast) -> MakeUp:
    return make_up(db, theresa(cast), cast.sessions[2], [cast.enrollments["mia"]])


def move(db: Db, cast: Cast, row: MakeUp, hours: int, at: datetime = LATER) -> None:
    starts_at = NOW + timedelta(days=5, hours=hours)
    when = When(starts_at, starts_at + timedelta(hours=1), "Room 4")
    move_make_up(db, Actor(cast.accounts["theresa"].id, at, Role.THERAPIST), row, when)


@pytest.mark.parametrize("page", ["weeks.index", "today.show", "messages.index"])
def test_from_when_and_to_when(as_: As, db: Db, cast: Cast, row: MakeUp, page: str) -> None:
    assert "Your own meeting for Week 2" not in as_("mia").get(f"portal.{page}").text
    move(db, cast, row, 2)
    assert LINE in as_("mia").get(f"portal.{page}").text
    assert "Your own meeting" not in as_("max").get(f"portal.{page}").text


def test_moved_twice_it_is_told_from_the_time_known_last(
    as_: As, db: Db, cast: Cast, row: MakeUp
) -> None:
    move(db, cast, row, 1)
    move(db, cast, row, 2, LATER + timedelta(hours=1))
    text = as_("mia").get("portal.weeks.index").text
    assert "from Mon, Mar 2, 13:00–14:00 to Mon, Mar 2, 14:00–15:00" in text


def test_a_slip_that_nobody_heard_of_is_none_of_the_story(
    as_: As, db: Db, cast: Cast, row: MakeUp
) -> None:
    move(db, cast, row, 6)
    move(db, cast, row, 2, LATER + timedelta(minutes=3))
    assert LINE in as_("mia").get("portal.weeks.index").text


def test_moved_back_it_is_no_news(as_: As, db: Db, cast: Cast, row: MakeUp) -> None:
    move(db, cast, row, 2)
    move(db, cast, row, 0, LATER + timedelta(minutes=3))
    assert "Your own meeting for Week 2: from" not in as_("mia").get("portal.weeks.index").text


def test_cancelled_it_does_not_take_place(as_: As, db: Db, cast: Cast, row: MakeUp) -> None:
    cancel_make_up(db, theresa(cast), row)
    text = as_("mia").get("portal.weeks.index").text
    words = "Your own meeting for Week 2 is canceled. It was planned for Mon, Mar 2, 12:00"
    assert words in text


def test_what_has_passed_is_no_news(as_: As, db: Db, cast: Cast, row: MakeUp, clock: Clock) -> None:
    move(db, cast, row, 2)
    clock.at = NOW + timedelta(days=6)
    assert LINE not in as_("mia").get("portal.today.show").text
