"""Two therapists at one schedule at the same moment: one of them is told to look again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from flask import Flask
from sqlalchemy import func, select

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.errors import Stale
from clinic.domain.groups.schedules import ChangeKind, WantedChange
from clinic.lookups.groups.schedule_plans import plan_for
from clinic.models.cohorts import Cohort
from clinic.models.schedules import ScheduleChange
from clinic.models.sessions import GroupSession
from clinic.operations.groups.schedules import change_schedule
from tests.cast import NOW, Cast


def test_of_two_who_move_at_once_one_moves_and_the_other_looks_again(
    app: Flask, db: Db, cast: Cast
) -> None:
    session, seen = cast.sessions[5], {}
    session_id, cohort_id = session.id, cast.cohort.id
    ids = {name: cast.accounts[name].id for name in ("theresa", "tom")}
    for name, hours in (("theresa", 1), ("tom", 2)):
        by = timedelta(hours=hours)
        change = WantedChange(
            ChangeKind.SHIFT, session.id, session.starts_at + by, session.ends_at + by
        )
        seen[name] = change, plan_for(db, cast.cohort, change, NOW).outcome.fingerprint
    db.rollback()
    start = Barrier(2)

    def decide(name: str) -> str:
        doer = Actor(ids[name], NOW, Role.THERAPIST)
        with app.extensions["hearth"].databases() as own:
            cohort = own.get_one(Cohort, cohort_id)
            own.rollback()
            start.wait(timeout=10)
            try:
                change_schedule(own, doer, cohort, *seen[name])
            except Stale as stale:
                return str(stale)
            return name

    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(decide, seen))
    (winner,) = set(answers) & set(seen)
    (sentence,) = set(answers) - set(seen)
    assert "Something changed since you looked" in sentence
    db.expire_all()
    assert db.scalar(select(func.count()).select_from(ScheduleChange)) == 1
    moved = db.get_one(GroupSession, session_id)
    assert moved.starts_at == seen[winner][0].starts_at
