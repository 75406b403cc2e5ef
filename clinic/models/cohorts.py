"""Cohorts, the facilitators who lead them and the supervisors who read along."""

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ColumnElement, String, Time, UniqueConstraint, and_, or_
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column, relationship

from clinic.domain.enrollments import CohortStatus, PaperNames
from clinic.domain.groups.cohorts import CohortDetails
from clinic.domain.people.waiting import WaitingRule
from clinic.models.accounts import Account
from clinic.models.base import Base, Public, belongs_to, stored, table_args
from clinic.models.programs import ProgramRow


class Cohort(Public, Base):
    """One run of a program with a group of people."""

    __tablename__ = "cohorts"
    __table_args__ = table_args(
        CheckConstraint("capacity BETWEEN 1 AND 200", name="capacity_in_range"),
        CheckConstraint("duration_minutes BETWEEN 15 AND 480", name="duration_in_range"),
    )

    name: Mapped[str] = mapped_column(String(120))
    discreet_name: Mapped[str] = mapped_column(String(60))
    """What a client sees: no clinical word, for instance "Tuesdays"."""
    program_id: Mapped[int] = belongs_to("programs.id")
    first_on: Mapped[date]
    """The day of session 1."""
    begins_at: Mapped[time] = mapped_column(Time)
    """On the clock of `time_zone`."""
    duration_minutes: Mapped[int]
    time_zone: Mapped[str] = mapped_column(String(60))
    """A name of the IANA database."""
    place: Mapped[str] = mapped_column(String(200), default="")
    video_url: Mapped[str | None] = mapped_column(String(500))
    capacity: Mapped[int]
    waiting_rule: Mapped[WaitingRule] = mapped_column(
        stored(WaitingRule, "waiting_rule"), default=WaitingRule.FIRST_COME
    )
    """In which order places are offered to those who wait."""
    paper_names: Mapped[PaperNames] = mapped_column(stored(PaperNames, "paper_names"))
    status: Mapped[CohortStatus] = mapped_column(stored(CohortStatus, "status"))
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    program: Mapped[ProgramRow] = relationship(lazy="raise_on_sql")
    facilitators: Mapped[list["Facilitator"]] = relationship(
        lazy="raise_on_sql", order_by="Facilitator.id"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def details(self) -> CohortDetails:
        """What may change while it runs."""
        return CohortDetails(
            name=self.name,
            discreet_name=self.discreet_name,
            capacity=self.capacity,
            place=self.place,
            video_url=self.video_url,
        )

    @property
    def is_online(self) -> bool:
        """Whether people may take part from where another clock runs."""
        return bool(self.video_url)


class Spell:
    """From when to when somebody has a part in a cohort. Whoever comes back has another spell."""

    since: Mapped[datetime]
    """May lie ahead."""
    ended_at: Mapped[datetime | None]
    """May lie ahead; NULL while no end is set; `since` where it was called off before it began."""

    @classmethod
    def stands_at(cls, at: datetime | InstrumentedAttribute[datetime]) -> ColumnElement[bool]:
        """Say in a query whether a part stands at an instant."""
        return and_(cls.since <= at, cls.is_not_over_at(at))

    @classmethod
    def is_not_over_at(cls, at: datetime | InstrumentedAttribute[datetime]) -> ColumnElement[bool]:
        """Say in a query whether a part stands at an instant or is to begin later."""
        return or_(cls.ended_at.is_(None), cls.ended_at > at)

    def stands(self, at: datetime) -> bool:
        """Say whether this part stands at an instant."""
        return self.since <= at and (self.ended_at is None or self.ended_at > at)


class Facilitator(Spell, Base):
    """A therapist's place at the head of a cohort, from one day to another."""

    __tablename__ = "facilitators"
    __table_args__ = table_args(
        UniqueConstraint("cohort_id", "account_id", "since"),
        CheckConstraint("ended_at >= since", name="ends_after_it_begins"),
    )

    cohort_id: Mapped[int] = belongs_to("cohorts.id", index=False)
    account_id: Mapped[int] = belongs_to("accounts.id")

    account: Mapped[Account] = relationship(lazy="raise_on_sql")


class Supervision(Spell, Base):
    """A supervisor's right to read a cohort."""

    __tablename__ = "supervisions"
    __table_args__ = table_args(
        UniqueConstraint("cohort_id", "account_id", "since"),
        CheckConstraint("ended_at >= since", name="ends_after_it_begins"),
    )

    cohort_id: Mapped[int] = belongs_to("cohorts.id", index=False)
    account_id: Mapped[int] = belongs_to("accounts.id")
