"""A client's own questionnaires: those that are open, and one with what was answered so far."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.homework.homework import is_in_time
from clinic.domain.measures.administrations import QuestionLayout, minutes_to_answer
from clinic.domain.measures.instruments import Instrument, Item
from clinic.domain.measures.scoring import RiskState, flags
from clinic.domain.measures.stored_answers import codes_of
from clinic.lookups.groups.cohorts import leaders_of
from clinic.lookups.groups.places import Place, place_of
from clinic.lookups.homework.windows import may_be_finished_until
from clinic.lookups.measures.portal_measures import measure_on_screen
from clinic.lookups.programs.content import instrument_of
from clinic.lookups.safety.look_bys import look_by_of
from clinic.models.clients import Client
from clinic.models.enrollments import Enrollment
from clinic.models.measures import Administration
from clinic.models.risk import RiskCase
from clinic.queries.scope import own_enrollment_ids


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
    place = place_of(row.enrollment, now)
    until = may_be_finished_until(db, place.cohort_id, row.closes_at)
    closes_at = until if is_in_time(row.started_at, row.closes_at) else row.closes_at
    return MeasurePage(
        row=row,
        instrument=instrument,
        place=place,
        readers=leaders_of(db, place, now),
        answers=codes_of(instrument, row.answers),
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
