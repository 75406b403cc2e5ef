"""Which meetings of somebody's groups were moved, from when and to when."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from clinic.db import Db
from clinic.domain.enrollments import SessionStatus
from clinic.domain.groups.moves import Deed, KnownTime, known_before, time_of
from clinic.domain.groups.row_changes import MeetingTimes, read_changes
from clinic.domain.post.occasions import Cause, Occasion
from clinic.domain.programs.programs import SessionKind
from clinic.lookups.groups.places import Place
from clinic.models.enrollments import Enrollment
from clinic.models.make_ups import MakeUp, MakeUpSeat
from clinic.models.schedules import ScheduleChange
from clinic.models.sessions import GroupSession


@dataclass(frozen=True, slots=True)
class Moved:
    """One meeting to come that has another time than the reader knew, or does not take place."""

    place: Place
    session_id: int
    number: int
    kind: SessionKind
    before: KnownTime
    starts_at: datetime
    ends_at: datetime
    is_cancelled: bool
    is_made_up: bool = False


def moved_meetings(db: Db, places: Sequence[Place], now: datetime) -> list[Moved]:
    """Give the moved meetings of places that are not over, until both times have passed."""
    standing = {
        place.cohort_id: place for place in places if place.has_other_weeks and not place.is_over
    }
    known = _known(db, standing.values()) if standing else {}
    if not known:
        return []
    rows = db.scalars(
        select(GroupSession).where(GroupSession.id.in_(known)).order_by(GroupSession.starts_at)
    )
    moved = (
        Moved(
            place=standing[row.cohort_id],
            session_id=row.id,
            number=row.number,
            kind=row.kind,
            before=known[row.id],
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            is_cancelled=row.status is SessionStatus.CANCELLED,
        )
        for row in rows
    )
    return [one for one in moved if _is_news(one, now)]


def moved_make_ups(db: Db, places: Sequence[Place], now: datetime) -> dict[Occasion, Moved]:
    """Give the reader's make-ups that were moved or cancelled, by the occasion she is told on."""
    others = [place for place in places if place.has_other_make_up and not place.is_over]
    if not others:
        return {}
    standing = {place.enrollment_id: place for place in others}
    rows = db.execute(
        select(MakeUp, GroupSession, MakeUpSeat.enrollment_id)
        .join(MakeUp.group_session)
        .join(MakeUpSeat, MakeUpSeat.make_up_id == MakeUp.id)
        .where(
            MakeUpSeat.enrollment_id.in_(standing),
            or_(MakeUp.known_starts_at.is_not(None), MakeUp.is_cancelled),
        )
        .order_by(MakeUp.starts_at, MakeUp.id)
    )
    found = {
        Occasion(Cause.MAKE_UP, row.public_id, str(row.sequence)): Moved(
            place=standing[enrollment_id],
            session_id=missed.id,
            number=missed.number,
            kind=missed.kind,
            before=KnownTime(
                row.known_starts_at or row.starts_at, row.known_ends_at or row.ends_at
            ),
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            is_cancelled=row.is_cancelled,
            is_made_up=True,
        )
        for row, missed, enrollment_id in rows
    }
    return {key: one for key, one in found.items() if _is_news(one, now)}


def moved_by(
    db: Db, places: Sequence[Place], change_ids: Collection[str]
) -> dict[str, tuple[Moved, ...]]:
    """Say of changes of the reader's own groups what each of them moved, by its public id."""
    own = {place.cohort_id: place for place in places}
    changes = db.scalars(
        select(ScheduleChange).where(
            ScheduleChange.public_id.in_(change_ids), ScheduleChange.cohort_id.in_(own)
        )
    ).all()
    cohorts = {change.cohort_id for change in changes}
    found = db.scalars(select(GroupSession).where(GroupSession.cohort_id.in_(cohorts)))
    sessions = {row.id: row for row in found}
    return {
        change.public_id: tuple(_moved_by(change, own[change.cohort_id], sessions))
        for change in changes
    }


def _moved_by(
    change: ScheduleChange, place: Place, sessions: Mapping[int, GroupSession]
) -> Iterator[Moved]:
    for each in change.changes:
        row, before, after = sessions.get(each.row_id), each.before, each.after
        if not (row and isinstance(before, MeetingTimes) and isinstance(after, MeetingTimes)):
            continue
        yield Moved(
            place=place,
            session_id=row.id,
            number=row.number,
            kind=row.kind,
            before=time_of(before),
            starts_at=after.starts_at,
            ends_at=after.ends_at,
            is_cancelled=after.is_cancelled,
        )


def _is_news(one: Moved, now: datetime) -> bool:
    """Say whether somebody may still come at the wrong time."""
    before = one.before
    is_moved = (one.starts_at, one.ends_at) != (before.starts_at, before.ends_at)
    return (is_moved or one.is_cancelled) and max(one.ends_at, before.ends_at) > now


def _known(db: Db, places: Iterable[Place]) -> Mapping[int, KnownTime]:
    """Read the changes since each place was given: what was before is nothing she knew."""
    rows = db.execute(
        select(ScheduleChange.cohort_id, ScheduleChange.made_at, ScheduleChange.touched)
        .join(Enrollment, Enrollment.cohort_id == ScheduleChange.cohort_id)
        .where(
            Enrollment.id.in_([place.enrollment_id for place in places]),
            ScheduleChange.undone_at.is_(None),
            ScheduleChange.made_at >= Enrollment.enrolled_at,
        )
        .order_by(ScheduleChange.id)
    )
    deeds: defaultdict[int, list[Deed]] = defaultdict(list)
    for cohort_id, made_at, touched in rows:
        deeds[cohort_id].append(Deed(made_at, read_changes(touched)))
    return {key: known for each in deeds.values() for key, known in known_before(each).items()}
