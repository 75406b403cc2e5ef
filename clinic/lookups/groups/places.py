"""What a place in a cohort is to the person who has it, and when her group meets next."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select

from clinic.db import Db
from clinic.domain.enrollments import CohortStatus, EnrollmentStatus, SessionStatus
from clinic.domain.people.clocks import Clock
from clinic.domain.people.departures import may_still_answer
from clinic.lookups.statements import kept, rows_of
from clinic.models.enrollments import Enrollment, clock_of
from clinic.models.sessions import GroupSession


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the reader's own; the group goes by its discreet name."""

    enrollment_id: int
    cohort_id: int
    group: str
    clock: Clock
    """Hours on her pages are read by it."""
    status: EnrollmentStatus
    cohort_status: CohortStatus
    room: str
    video_url: str | None
    paused_until: datetime | None
    exit_until: datetime | None
    """Who left may answer the closing questionnaires until then."""
    public_id: str
    zone_declined: str | None
    """The clock of a device that she does not want to be asked about again."""
    has_other_make_up: bool = False
    """One of hers was moved or cancelled."""
    has_other_weeks: bool = True
    """The meetings of her group were changed since she has her place."""

    @property
    def is_over(self) -> bool:
        """Whether everything may be read and nothing changed."""
        return self.cohort_status is CohortStatus.CLOSED or not self.status.holds_a_place

    @property
    def is_paused(self) -> bool:
        """Whether nothing is due for now."""
        return not self.is_over and self.status is EnrollmentStatus.PAUSED

    @property
    def is_live(self) -> bool:
        """Whether things may be due."""
        return not self.is_over and not self.is_paused

    def may_answer(self, occasion: str, now: datetime) -> bool:
        """Say whether a questionnaire of an occasion may be answered, its own window apart."""
        return self.is_live or may_still_answer(self.exit_until, occasion, now)

    def day_of(self, at: datetime) -> date:
        """Give the reader's own day of an instant: what she calls today."""
        return self.clock.day_of(at)


@dataclass(frozen=True, slots=True)
class NextMeeting:
    """When and where a group meets next, or meets now."""

    place: Place
    starts_at: datetime
    ends_at: datetime
    is_under_way: bool


def place_of(enrollment: Enrollment, now: datetime) -> Place:
    """Make a place of an enrollment, read with cohort and client, as it stands at an instant."""
    cohort = enrollment.cohort
    return Place(
        enrollment.id,
        cohort.id,
        cohort.discreet_name,
        clock_of(cohort, enrollment.client),
        enrollment.status_at(now),
        cohort.status,
        cohort.place,
        cohort.video_url,
        enrollment.paused_until if enrollment.is_paused_at(now) else None,
        enrollment.exit_until,
        enrollment.public_id,
        enrollment.client.zone_declined,
    )


def next_meetings(db: Db, places: Sequence[Place], now: datetime) -> list[NextMeeting]:
    """Give the next meeting of each group that is not over."""
    standing = {place.cohort_id: place for place in places if not place.is_over}
    rows = rows_of(db, _to_come(standing, now))
    first = {cohort_id: (starts_at, ends_at) for cohort_id, starts_at, ends_at in rows}
    return [
        NextMeeting(standing[cohort_id], starts_at, ends_at, starts_at <= now)
        for cohort_id, (starts_at, ends_at) in reversed(first.items())
    ]


@kept
def _to_come(cohort_ids: Collection[int], now: datetime) -> Select[int, datetime, datetime]:
    return (
        select(GroupSession.cohort_id, GroupSession.starts_at, GroupSession.ends_at)
        .where(
            GroupSession.cohort_id.in_(cohort_ids),
            GroupSession.status == SessionStatus.PLANNED,
            GroupSession.ends_at > now,
        )
        .order_by(GroupSession.starts_at.desc())
    )
