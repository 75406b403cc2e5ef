"""Reading who is expected in a room, and who came."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import contains_eager

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.enrollments import HOLDING, NOT_YET, AttendanceMark, Medium
from clinic.lookups.people.names import Names, names_in
from clinic.models.enrollments import Attendance, Enrollment
from clinic.models.names import by_name
from clinic.models.pauses import away_at
from clinic.models.sessions import GroupSession
from clinic.queries.groups.sessions import get_session


@dataclass(frozen=True, slots=True)
class RoomPerson:
    """One person of the room with the mark so far."""

    enrollment_id: str
    client_id: str
    name: str
    is_on_paper: bool
    is_paused: bool
    mark: AttendanceMark | None
    minutes_missed: int | None


@dataclass(frozen=True, slots=True)
class Room:
    """One meeting and everybody who belongs in it."""

    session: GroupSession
    people: tuple[RoomPerson, ...]
    now: datetime

    @property
    def has_begun(self) -> bool:
        """Whether people can have come."""
        return self.session.starts_at <= self.now

    @property
    def begins_in(self) -> int:
        """Count the seconds until people can have come, so that an open page comes alive then."""
        return max(0, ceil((self.session.starts_at - self.now).total_seconds()))


def get_room(db: Db, reader: Reader, public_id: str, now: datetime) -> Room:
    """Give the people who hold a place, and whoever has left since but has a mark here."""
    session = get_session(db, reader, public_id)
    rows = db.execute(
        select(Enrollment, Attendance, away_at(session.starts_at))
        .join(Enrollment.client)
        .outerjoin(
            Attendance,
            and_(
                Attendance.enrollment_id == Enrollment.id,
                Attendance.group_session_id == session.id,
            ),
        )
        .where(
            Enrollment.cohort_id == session.cohort_id,
            or_(
                Enrollment.status.in_(HOLDING),
                and_(Attendance.id.is_not(None), Enrollment.status.not_in(NOT_YET)),
            ),
        )
        .options(contains_eager(Enrollment.client))
        .order_by(*by_name())
    )
    names = names_in(db, [session.cohort_id])
    return Room(session, tuple(_person(names, *row) for row in rows), now)


def _person(
    names: Names, enrollment: Enrollment, mark: Attendance | None, is_away: bool
) -> RoomPerson:
    return RoomPerson(
        enrollment_id=enrollment.public_id,
        client_id=enrollment.client.public_id,
        name=names[enrollment.id],
        is_on_paper=enrollment.client.medium is Medium.PAPER,
        is_paused=is_away,
        mark=mark.mark if mark else None,
        minutes_missed=mark.minutes_missed if mark else None,
    )
