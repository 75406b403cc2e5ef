"""Secret addresses of calendars, and which meetings stand in whose calendar."""

from datetime import datetime

from sqlalchemy import ColumnElement, Index, Select, String, and_, column, func, or_, select
from sqlalchemy.orm import Mapped, contains_eager, mapped_column

from clinic.domain.enrollments import HOLDING, OVER, CohortStatus, SessionStatus
from clinic.domain.post.calendar_events import Entry, neutral, place_of
from clinic.models.base import Base, Public, belongs_to, table_args
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.make_ups import MakeUp, MakeUpSeat
from clinic.models.sessions import GroupSession


class CalendarFeed(Public, Base):
    """One account's calendar under a secret address; this row holds the hash of its token."""

    __tablename__ = "calendar_feeds"
    __table_args__ = table_args(
        Index(
            "uq_calendar_feeds_account_id_open",
            "account_id",
            unique=True,
            sqlite_where=column("revoked_at").is_(None),
            postgresql_where=column("revoked_at").is_(None),
        )
    )

    account_id: Mapped[int] = belongs_to("accounts.id")
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


def meetings_of_groups(now: datetime) -> Select[GroupSession]:
    """Select the meetings of cohorts; those that a closed cohort will not hold are no meetings."""
    return (
        select(GroupSession)
        .join(GroupSession.cohort)
        .options(contains_eager(GroupSession.cohort))
        .where(_will_be(now))
        .order_by(GroupSession.starts_at, GroupSession.id)
    )


def meetings_of_places(now: datetime) -> Select[GroupSession]:
    """Select the meetings of clients' places: from coming in until leaving.

    A break takes none away: the group meets, and whoever comes back early finds the dates.
    """
    left_at = func.coalesce(Enrollment.ended_at, now)
    stayed = or_(
        Enrollment.status.in_(HOLDING),
        and_(Enrollment.status.in_(OVER), GroupSession.starts_at < left_at),
    )
    return (
        meetings_of_groups(now)
        .join(Enrollment, Enrollment.cohort_id == Cohort.id)
        .where(GroupSession.ends_at > Enrollment.enrolled_at, stayed)
    )


def entry_of(session: GroupSession, clinic_name: str) -> Entry:
    """Give a meeting, read with its cohort, as a calendar shows it."""
    cohort = session.cohort
    place, notes = place_of(cohort.place, has_video=bool(cohort.video_url))
    return Entry(
        uid=session.public_id,
        sequence=session.sequence,
        changed_at=session.changed_at or cohort.created_at,
        title=neutral(cohort.discreet_name, clinic_name),
        place=place,
        notes=notes,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        zone=cohort.time_zone,
        is_cancelled=session.status is SessionStatus.CANCELLED,
    )


def make_ups_of_groups() -> Select[MakeUp]:
    """Select the make-up sessions of cohorts; each is of a few people, and no other of theirs."""
    return (
        select(MakeUp)
        .join(MakeUp.group_session)
        .join(GroupSession.cohort)
        .options(contains_eager(MakeUp.group_session).contains_eager(GroupSession.cohort))
        .order_by(MakeUp.starts_at, MakeUp.id)
    )


def make_ups_of_places() -> Select[MakeUp]:
    """Select the make-up sessions in which clients' places have a seat."""
    return (
        make_ups_of_groups()
        .join(MakeUpSeat, MakeUpSeat.make_up_id == MakeUp.id)
        .join(Enrollment, MakeUpSeat.enrollment_id == Enrollment.id)
        .where(stayed_for_make_up())
    )


def stayed_for_make_up() -> ColumnElement[bool]:
    """Select the seats that people had not left before their make-up began."""
    left_at = func.coalesce(Enrollment.ended_at, MakeUp.starts_at)
    return or_(Enrollment.status.in_(HOLDING), MakeUp.starts_at < left_at)


def entry_of_make_up(row: MakeUp, clinic_name: str) -> Entry:
    """Give a make-up session as a calendar shows it: a meeting like any other."""
    cohort = row.group_session.cohort
    where = row.place or cohort.place
    place, notes = place_of(where, has_video=bool(cohort.video_url) and not row.place)
    return Entry(
        uid=row.public_id,
        sequence=row.sequence,
        changed_at=row.changed_at,
        title=neutral(cohort.discreet_name, clinic_name),
        place=place,
        notes=notes,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        zone=cohort.time_zone,
        is_cancelled=row.is_cancelled,
    )


def _will_be(now: datetime) -> ColumnElement[bool]:
    return or_(
        Cohort.status != CohortStatus.CLOSED,
        GroupSession.status != SessionStatus.PLANNED,
        GroupSession.starts_at <= now,
    )
