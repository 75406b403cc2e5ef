"""Beginning a safety plan of one's own, where the program hands one out."""

from datetime import timedelta

from sqlalchemy import select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.anchors import Anchor
from clinic.domain.errors import Refused
from clinic.domain.text import N_
from clinic.lookups.programs.sheets import find_plan_of
from clinic.models.assignments import Assignment
from clinic.models.enrollments import Enrollment
from clinic.models.sessions import GroupSession

_WINDOW = timedelta(days=7)
_MINUTES = 20
# Both for lists alone: such a sheet stays open to its writer whatever its window says.


@operation
def begin_plan(db: Db, actor: Actor, enrollment: Enrollment) -> Assignment:
    """Give somebody the plan of her program because she asks for it, or the one she has.

    It follows the first session like what is handed out there, and is open from this moment.
    """
    lock(db, enrollment)
    sheet = find_plan_of(db, enrollment.cohort_id)
    if sheet is None:
        raise Refused(N_("Your group has no such sheet. Please ask the people who lead it."))
    standing = _standing(db, enrollment, sheet.id)
    if standing is not None:
        standing.is_active = True
        standing.opens_at = min(standing.opens_at, actor.at)
        return standing
    first = _first_session(db, enrollment)
    opens = int((actor.at - first.starts_at) // timedelta(minutes=1))
    row = Assignment(
        enrollment_id=enrollment.id,
        group_session_id=first.id,
        worksheet=sheet,
        opens_anchor=Anchor.START,
        opens_minutes=opens,
        closes_anchor=Anchor.START,
        closes_minutes=opens + int(_WINDOW // timedelta(minutes=1)),
        opens_at=actor.at,
        closes_at=actor.at + _WINDOW,
        times_per_week=1,
        minutes=_MINUTES,
    )
    db.add(row)
    return row


def _standing(db: Db, enrollment: Enrollment, sheet: int) -> Assignment | None:
    return db.scalar(
        select(Assignment)
        .where(Assignment.enrollment_id == enrollment.id, Assignment.worksheet_id == sheet)
        .order_by(Assignment.id)
        .limit(1)
    )


def _first_session(db: Db, enrollment: Enrollment) -> GroupSession:
    return db.scalars(
        select(GroupSession)
        .where(GroupSession.cohort_id == enrollment.cohort_id)
        .order_by(GroupSession.starts_at, GroupSession.id)
        .limit(1)
    ).one()
