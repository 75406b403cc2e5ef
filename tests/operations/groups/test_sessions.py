"""Moving a meeting: what depends on it follows, what is past or answered stays."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from clinic.db import Db, operation
from clinic.domain.access import Actor
from clinic.domain.anchors import Anchor
from clinic.models.assignments import Assignment
from clinic.models.measures import Administration
from clinic.models.sessions import GroupSession
from tests.cast import NOW, Cast
from tests.moving import move as move_by

DAY = timedelta(days=1)
TUESDAY = datetime(2026, 3, 3, 18, tzinfo=UTC)


def move(db: Db, session: GroupSession, by: timedelta, at: datetime = NOW) -> None:
    move_by(db, Actor(None, at), session, by)


def homework_of(db: Db, session: GroupSession) -> list[Assignment]:
    return list(db.scalars(select(Assignment).where(Assignment.group_session_id == session.id)))


def measures_of(db: Db, session: GroupSession) -> list[Administration]:
    rows = select(Administration).where(Administration.group_session_id == session.id)
    return list(db.scalars(rows.order_by(Administration.id)))


def test_home_practice_before_the_session_stays_open_until_the_new_time(db: Db, cast: Cast) -> None:
    given = [
        row for row in homework_of(db, cast.sessions[3]) if row.closes_anchor is Anchor.NEXT_START
    ]
    opened = [row.opens_at for row in given]
    move(db, cast.sessions[4], DAY)
    assert given
    assert {row.closes_at for row in given} == {TUESDAY + DAY - timedelta(hours=1)}
    assert [row.opens_at for row in given] == opened


def test_home_practice_after_the_session_opens_when_it_ends(db: Db, cast: Cast) -> None:
    move(db, cast.sessions[4], DAY)
    assert {row.opens_at for row in homework_of(db, cast.sessions[4])} == {
        TUESDAY + DAY + timedelta(hours=2)
    }


def test_a_window_that_people_already_see_does_not_close_before_their_eyes(
    db: Db, cast: Cast
) -> None:
    seen = datetime(2026, 3, 1, 12, tzinfo=UTC)
    before = [row.opens_at for row in measures_of(db, cast.sessions[4])]
    move(db, cast.sessions[4], 2 * DAY, at=seen)
    rows = measures_of(db, cast.sessions[4])
    assert [row.opens_at for row in rows] == before
    assert {row.closes_at for row in rows} == {TUESDAY + 2 * DAY + timedelta(hours=2) + 2 * DAY}


def test_what_is_answered_keeps_its_window(db: Db, cast: Cast) -> None:
    first, *others = measures_of(db, cast.sessions[4])
    window = (first.opens_at, first.closes_at)
    _answer(db, Actor(None, NOW), first)
    move(db, cast.sessions[4], DAY)
    assert (first.opens_at, first.closes_at) == window
    assert all(row.closes_at == window[1] + DAY for row in others)


def test_a_calendar_can_tell_that_a_session_was_moved(db: Db, cast: Cast) -> None:
    assert cast.sessions[4].sequence == 0
    move(db, cast.sessions[4], DAY)
    move(db, cast.sessions[4], -DAY)
    assert (cast.sessions[4].sequence, cast.sessions[5].sequence) == (2, 0)


def test_sessions_further_away_stay_where_they_are(db: Db, cast: Cast) -> None:
    windows = {row.id: row.opens_at for row in homework_of(db, cast.sessions[5])}
    move(db, cast.sessions[4], DAY)
    assert {row.id: row.opens_at for row in homework_of(db, cast.sessions[5])} == windows
    assert cast.sessions[5].starts_at == TUESDAY + timedelta(weeks=1)


@operation
def _answer(db: Db, actor: Actor, administration: Administration) -> None:
    administration.finished_at = actor.at
