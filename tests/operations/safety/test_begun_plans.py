"""A safety plan that somebody begins by herself: one, open at once, and open for good."""

from datetime import timedelta

from sqlalchemy import func, select

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import EnrollmentStatus, Medium
from clinic.models.assignments import Assignment
from clinic.operations.homework.assignments import switch
from clinic.operations.people.enrollments import change_status
from clinic.operations.safety.safety_plans import begin_plan
from tests.cast import NOW, Cast
from tests.sheets import save


def mia(cast: Cast, later: timedelta = timedelta(0)) -> Actor:
    return Actor(cast.accounts["mia"].id, NOW + later, Role.CLIENT)


def test_it_is_open_at_once_and_stays_so(db: Db, cast: Cast) -> None:
    plan = begin_plan(db, mia(cast), cast.enrollments["mia"])
    save(db, mia(cast), plan, {"step_1": "I lie awake."}, 0, Medium.PORTAL)
    late = mia(cast, timedelta(days=400))
    theresa = Actor(cast.accounts["theresa"].id, late.at, Role.THERAPIST)
    change_status(db, theresa, cast.enrollments["mia"], EnrollmentStatus.WITHDRAWN, "moved")
    row = save(db, late, plan, {"step_1": "I go quiet."}, None, Medium.PORTAL)
    assert row.saved_at == late.at


def test_to_begin_it_twice_gives_the_one_there_is(db: Db, cast: Cast) -> None:
    first = begin_plan(db, mia(cast), cast.enrollments["mia"])
    second = begin_plan(db, mia(cast, timedelta(hours=1)), cast.enrollments["mia"])
    assert second.id == first.id
    mine = Assignment.enrollment_id == cast.enrollments["mia"].id
    same = Assignment.worksheet_id == first.worksheet_id
    assert db.scalar(select(func.count()).where(mine, same)) == 1


def test_one_that_was_taken_out_comes_back(db: Db, cast: Cast) -> None:
    plan = begin_plan(db, mia(cast), cast.enrollments["mia"])
    theresa = Actor(cast.accounts["theresa"].id, NOW, Role.THERAPIST)
    switch(db, theresa, plan, is_active=False)
    assert begin_plan(db, mia(cast), cast.enrollments["mia"]).is_active
