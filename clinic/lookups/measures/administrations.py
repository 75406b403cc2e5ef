"""Where the asking of a questionnaire stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from clinic.db import Db
from clinic.domain.enrollments import CohortStatus, Medium
from clinic.domain.measures.administrations import AdministrationState, state_of
from clinic.domain.measures.instruments import Instrument
from clinic.domain.people.departures import may_still_answer
from clinic.domain.people.pauses import Break
from clinic.lookups.programs.content import instrument_of
from clinic.models.measures import Administration
from clinic.models.programs import InstrumentRow


@dataclass(frozen=True, slots=True)
class Asking:
    """One questionnaire of one person on one occasion."""

    administration_id: str
    state: AdministrationState
    on: datetime
    """When it was finished, refused, or when it closes; where it is still to come, when it
    opens."""
    medium: Medium | None
    """On which it came in, or None."""

    @property
    def is_open(self) -> bool:
        """Whether it may still be asked for."""
        return self.state.is_open


def state_of_row(row: Administration, now: datetime, pauses: Sequence[Break] = ()) -> Asking:
    """Say where one questionnaire, read with its place, stands, and since when or until when."""
    place = row.enrollment
    state = state_of(
        row.opens_at,
        row.closes_at,
        now,
        is_finished=row.finished_at is not None,
        is_refused=row.refused_at is not None,
        is_over=(not place.status.holds_a_place or place.cohort.status is CohortStatus.CLOSED)
        and not may_still_answer(place.exit_until, row.occasion, now),
        pauses=pauses,
    )
    on = row.opens_at if state is AdministrationState.NOT_YET else row.closes_at
    return Asking(row.public_id, state, row.finished_at or row.refused_at or on, row.medium)


def instrument_asked(db: Db, administration: Administration) -> Instrument:
    """Give what a questionnaire asks, in the version that was handed out."""
    return instrument_of(db.get_one(InstrumentRow, administration.instrument_id))
