"""What speaks against the time of a make-up within its own group: breaks, and other make-ups."""

from collections.abc import Collection, Iterator

from sqlalchemy import exists, func, or_, select

from clinic.db import Db
from clinic.domain.groups.schedule_clashes import Caution
from clinic.domain.groups.schedule_rows import Meeting
from clinic.domain.text import N_
from clinic.lookups.people.names import names_in
from clinic.models.clients import Client
from clinic.models.enrollments import Enrollment
from clinic.models.make_ups import MakeUp
from clinic.models.names import by_name
from clinic.models.pauses import Pause
from clinic.models.sessions import GroupSession


def away_then(db: Db, meeting: Meeting, people: Collection[int]) -> Iterator[Caution]:
    """Say who of some people, by the row ids of their places, is on a break at that time."""
    ends_at = func.coalesce(Pause.ended_at, Pause.ends_at)
    is_away = exists().where(
        Pause.enrollment_id == Enrollment.id,
        Pause.begins_at < meeting.ends_at,
        or_(ends_at.is_(None), ends_at > meeting.starts_at),
    )
    rows = db.execute(
        select(Enrollment.cohort_id, Enrollment.id)
        .join(Client, Enrollment.client_id == Client.id)
        .where(Enrollment.id.in_(people), is_away)
        .order_by(*by_name())
    ).all()
    names = names_in(db, (cohort_id for cohort_id, _ in rows))
    for _, place in rows:
        message = N_("%(name)s is on a break at that time.")
        yield Caution(meeting, message, {"name": names[place]})


def own_make_ups_at(db: Db, missed: GroupSession, meeting: Meeting) -> bool:
    """Say whether the group makes up another session at that time; two of one are one evening."""
    found = (
        select(MakeUp.id)
        .join(MakeUp.group_session)
        .where(
            GroupSession.cohort_id == missed.cohort_id,
            GroupSession.id != missed.id,
            MakeUp.is_cancelled.is_(False),
            MakeUp.starts_at < meeting.ends_at,
            MakeUp.ends_at > meeting.starts_at,
        )
    )
    return db.scalar(found.limit(1)) is not None
