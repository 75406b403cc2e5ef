"""A client's own questionnaires: those that are open, and one with what was answered so far."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from math import ceil

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.homework.homework import LONGEST_FINISH, is_in_time
from clinic.domain.measures.administrations import QuestionLayout
from clinic.domain.measures.instruments import Instrument, Item
from clinic.domain.measures.rights import WordingMedium
from clinic.domain.measures.scoring import RiskState, flags
from clinic.lookups.groups.places import Place, place_of
from clinic.lookups.homework.windows import may_be_finished_until
from clinic.lookups.programs.content import instrument_of
from clinic.lookups.safety.look_bys import look_by_of
from clinic.models import programs as rows
from clinic.models.accounts import Account
from clinic.models.clients import Client
from clinic.models.cohorts import Facilitator
from clinic.models.enrollments import Enrollment
from clinic.models.measures import Administration
from clinic.models.risk import RiskCase
from clinic.queries.scope import own_enrollment_ids

_SECONDS_A_QUESTION = 12


@dataclass(frozen=True)
class MeasurePage:
    """One questionnaire of the reader's own."""

    row: Administration
    instrument: Instrument
    place: Place
    readers: list[str]
    """The names of those who lead the group and read the answers."""
    answers: dict[int, int]
    """Raw codes by item number."""
    is_open: bool
    is_late: bool
    """Its window has closed, and what was begun in it may still be finished."""
    finish_by: datetime
    is_upcoming: bool
    layout: QuestionLayout
    """How the reader likes to be asked."""
    look_by: datetime | None
    """By when somebody looks at an answer that opened a case and that nobody has looked at."""

    @property
    def minutes(self) -> int:
        """Say about how long it takes."""
        return minutes_to_answer(self.instrument)

    @property
    def unanswered(self) -> list[Item]:
        """List what was left open, in the order of the form."""
        return [item for item in self.instrument.asked if item.number not in self.answers]

    @property
    def risk_items(self) -> frozenset[int]:
        """Number the questions before which somebody reads who will see the answer."""
        return frozenset(risk.item for risk in self.instrument.risk_items)

    @cached_property
    def heavy(self) -> frozenset[int]:
        """Number the questions whose answers open a case and ask for help to be shown."""
        return frozenset(
            risk.item
            for risk in flags(self.instrument, self.answers)
            if risk.state is RiskState.FLAGGED
        )

    @property
    def is_refused(self) -> bool:
        """Whether the person would rather not."""
        return self.row.refused_at is not None

    @property
    def is_finished(self) -> bool:
        """Whether the answers were sent."""
        return self.row.finished_at is not None


def measure_on_screen(row: rows.InstrumentRow, now: datetime) -> Instrument | None:
    """Give the instrument, if its wording is here and its rights let a screen show it today."""
    if not row.source:
        return None
    instrument = instrument_of(row)
    return instrument if instrument.why_not(WordingMedium.SCREEN, now.date()) is None else None


def minutes_to_answer(instrument: Instrument) -> int:
    """Estimate how long the questions take."""
    return ceil(len(instrument.asked) * _SECONDS_A_QUESTION / 60)


def open_measures(
    db: Db, enrollment_ids: Collection[int], now: datetime
) -> list[tuple[Administration, Instrument]]:
    """List what is open and not sent, for enrollments that the caller has already joined.

    What was begun in time is still among it for as long as it might be finished.
    """
    found = db.scalars(
        select(Administration)
        .where(
            Administration.enrollment_id.in_(enrollment_ids),
            Administration.opens_at <= now,
            or_(
                Administration.closes_at > now,
                and_(
                    Administration.closes_at > now - LONGEST_FINISH,
                    Administration.started_at < Administration.closes_at,
                ),
            ),
            Administration.finished_at.is_(None),
            Administration.refused_at.is_(None),
        )
        .options(joinedload(Administration.instrument))
        .order_by(Administration.closes_at, Administration.id)
    )
    shown = ((row, measure_on_screen(row.instrument, now)) for row in found)
    return [(row, instrument) for row, instrument in shown if instrument is not None]


def measure_page(
    db: Db, reader: Reader, public_id: str, now: datetime, *, is_sent: bool = False
) -> MeasurePage | None:
    """Give the reader's own questionnaire, if a screen may show it or its page `is_sent`."""
    row = db.scalars(
        select(Administration)
        .join(Administration.enrollment)
        .join(Enrollment.cohort)
        .where(
            Administration.public_id == public_id,
            Administration.enrollment_id.in_(own_enrollment_ids(reader)),
        )
        .options(
            contains_eager(Administration.enrollment).contains_eager(Enrollment.cohort),
            contains_eager(Administration.enrollment).joinedload(Enrollment.client),
            joinedload(Administration.instrument),
        )
    ).one()
    shown = measure_on_screen(row.instrument, now)
    instrument = instrument_of(row.instrument) if is_sent and row.instrument.source else shown
    if instrument is None:
        return None
    place = place_of(row.enrollment, row.enrollment.cohort, now)
    until = may_be_finished_until(db, place.cohort_id, row.closes_at)
    closes_at = until if is_in_time(row.started_at, row.closes_at) else row.closes_at
    return MeasurePage(
        row=row,
        instrument=instrument,
        place=place,
        readers=readers_of(db, place),
        answers={int(item): code for item, code in (row.answers or {}).items()},
        is_open=place.may_answer(row.occasion, now) and row.opens_at <= now < closes_at,
        is_late=now >= row.closes_at,
        finish_by=until,
        is_upcoming=place.is_live and now < row.opens_at,
        layout=_layout_of(db, row.enrollment),
        look_by=look_by_of(db, RiskCase.administration_id == row.id),
    )


def _layout_of(db: Db, enrollment: Enrollment) -> QuestionLayout:
    chosen = select(Client.question_layout).where(Client.id == enrollment.client_id)
    return db.scalars(chosen).one()


def readers_of(db: Db, place: Place) -> list[str]:
    """Name those who lead the group."""
    names = (
        select(Account.name)
        .join(Facilitator, Facilitator.account_id == Account.id)
        .where(Facilitator.cohort_id == place.cohort_id, Facilitator.ended_at.is_(None))
        .order_by(Facilitator.id)
    )
    return list(db.scalars(names))
