"""Waiting lists: who waits for a place, which place was offered, and the log of it all."""

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    Index,
    Select,
    and_,
    column,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column, relationship

from clinic.domain.enrollments import EnrollmentStatus
from clinic.domain.people.waiting import (
    OfferState,
    Waiter,
    WaitingEnd,
    WaitingEventKind,
    WaitingRule,
    standing_of,
)
from clinic.models.base import Base, Public, belongs_to, stored, table_args
from clinic.models.enrollments import Enrollment
from clinic.models.sealed import sealed_column


class Waiting(Public, Base):
    """One stay on the waiting list of a cohort."""

    __tablename__ = "waitings"
    __table_args__ = table_args(
        Index(
            "uq_waitings_enrollment_id_open",
            "enrollment_id",
            unique=True,
            sqlite_where=column("left_at").is_(None),
            postgresql_where=column("left_at").is_(None),
        ),
        CheckConstraint("(left_at IS NULL) = (ending IS NULL)", name="left_with_ending"),
        CheckConstraint("left_at >= listed_at", name="left_after_listed"),
    )

    enrollment_id: Mapped[int] = belongs_to("enrollments.id")
    listed_at: Mapped[datetime]
    referred_on: Mapped[date]
    """The day of the referral; that of listing where nobody referred her."""
    note: Mapped[str | None] = sealed_column()
    """Sealed; what should be known when a place is offered, in plain words."""
    came_from: Mapped[EnrollmentStatus | None] = mapped_column(
        stored(EnrollmentStatus, "came_from")
    )
    """What the place was before, and is again when she leaves the list without one."""
    left_at: Mapped[datetime | None]
    ending: Mapped[WaitingEnd | None] = mapped_column(stored(WaitingEnd, "ending"))

    enrollment: Mapped[Enrollment] = relationship(lazy="raise_on_sql")


class PlaceOffer(Public, Base):
    """A place that is held for somebody until a day."""

    __tablename__ = "place_offers"
    __table_args__ = table_args(
        Index(
            "uq_place_offers_waiting_id_open",
            "waiting_id",
            unique=True,
            sqlite_where=column("state") == "open",
            postgresql_where=column("state") == "open",
        ),
        CheckConstraint("until > made_at", name="until_after_made"),
        CheckConstraint("(state = 'open') = (settled_at IS NULL)", name="settled_unless_open"),
    )

    waiting_id: Mapped[int] = belongs_to("waitings.id")
    made_at: Mapped[datetime]
    until: Mapped[datetime]
    """The end of its last day, on the clock of the cohort."""
    state: Mapped[OfferState] = mapped_column(stored(OfferState, "state"))
    """As it was noted last: ask `state_at`, for an offer ends by its date."""
    settled_at: Mapped[datetime | None]

    waiting: Mapped[Waiting] = relationship(lazy="raise_on_sql")

    def state_at(self, now: datetime) -> OfferState:
        """Give what the offer is at an instant."""
        return standing_of(self.state, self.until, now)


class WaitingEvent(Public, Base):
    """One line of the log of a cohort's waiting list; it is only ever added to."""

    __tablename__ = "waiting_events"
    __table_args__ = table_args()

    cohort_id: Mapped[int] = belongs_to("cohorts.id")
    waiting_id: Mapped[int | None] = belongs_to("waitings.id")
    """NULL where it is about the list itself."""
    kind: Mapped[WaitingEventKind] = mapped_column(stored(WaitingEventKind, "kind"))
    rule: Mapped[WaitingRule | None] = mapped_column(stored(WaitingRule, "rule"))
    """By which the list was led when a place was offered, or is from then on."""
    is_out_of_turn: Mapped[bool] = mapped_column(default=False)
    until: Mapped[datetime | None]
    at: Mapped[datetime]
    account_id: Mapped[int | None] = belongs_to("accounts.id", index=False)
    """NULL where the time of an offer went by."""
    words: Mapped[str | None] = sealed_column()
    """Sealed; the reason, where one was given."""

    waiting: Mapped[Waiting | None] = relationship(lazy="raise_on_sql")


def on_list(cohort_id: int, now: datetime) -> Select[Waiting, datetime, bool]:
    """Select who waits for a cohort, with when she let an offer pass and whether she holds one."""
    offers = aliased(PlaceOffer)
    is_open = and_(offers.state == OfferState.OPEN, offers.until > now)
    is_passed = or_(
        offers.state.in_((OfferState.DECLINED, OfferState.EXPIRED)),
        and_(offers.state == OfferState.OPEN, offers.until <= now),
    )
    passed_at = (
        select(func.max(func.coalesce(offers.settled_at, offers.until)))
        .where(offers.waiting_id == Waiting.id, is_passed)
        .scalar_subquery()
    )
    has_offer = exists().where(offers.waiting_id == Waiting.id, is_open)
    return (
        select(Waiting, passed_at, has_offer)
        .join(Waiting.enrollment)
        .where(Enrollment.cohort_id == cohort_id, Waiting.left_at.is_(None))
        .order_by(Waiting.listed_at, Waiting.id)
    )


def waiter_of(row: Waiting, passed_at: datetime | None, has_offer: bool) -> Waiter:
    """Give somebody on a list as the rules look at her."""
    return Waiter(row.id, row.listed_at, row.referred_on, passed_at, bool(has_offer))


def held_offers(cohort_id: int, now: datetime) -> Select[PlaceOffer]:
    """Select the offers that hold a place of a cohort at an instant."""
    return (
        select(PlaceOffer)
        .join(PlaceOffer.waiting)
        .join(Waiting.enrollment)
        .where(
            Enrollment.cohort_id == cohort_id,
            PlaceOffer.state == OfferState.OPEN,
            PlaceOffer.until > now,
        )
    )
