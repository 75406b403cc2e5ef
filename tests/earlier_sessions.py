"""Sessions that are moved to an earlier hour, by the hand of their therapist."""

from datetime import timedelta

from clinic.db import Db
from clinic.domain.groups.schedules import ChangeKind, WantedChange
from clinic.lookups.groups.schedule_plans import plan_for
from clinic.models.schedules import ScheduleChange
from clinic.models.sessions import GroupSession
from clinic.operations.groups.schedules import change_schedule
from tests.cast import NOW, Cast
from tests.crowd import theresa

EARLIER = timedelta(minutes=-90)


def move(db: Db, cast: Cast, session: GroupSession, by: timedelta = EARLIER) -> ScheduleChange:
    change = WantedChange(ChangeKind.MOVE, session.id, session.starts_at + by, session.ends_at + by)
    return do(db, cast, change)


def do(db: Db, cast: Cast, change: WantedChange) -> ScheduleChange:
    fingerprint = plan_for(db, cast.cohort, change, NOW).outcome.fingerprint
    db.rollback()
    return change_schedule(db, theresa(cast), cast.cohort, change, fingerprint)
