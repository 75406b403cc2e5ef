"""Who was asked what, occasion by occasion, and where each asking stands."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.enrollments import NOT_YET, Medium
from clinic.domain.measures.administrations import AdministrationState
from clinic.domain.measures.instruments import Instrument
from clinic.domain.name_order import folded
from clinic.domain.people.pauses import Break
from clinic.lookups.measures.administrations import Asking, state_of_row
from clinic.lookups.people.names import full_name
from clinic.lookups.people.pauses import breaks_of
from clinic.lookups.programs.content import instrument_of
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.measures import Administration
from clinic.models.names import by_name
from clinic.queries.groups.cohorts import get_cohort


@dataclass(frozen=True, slots=True)
class PersonAsked:
    """One row of an occasion: a person, and one cell for each questionnaire."""

    client_id: str
    name: str
    is_on_paper: bool
    askings: tuple[Asking | None, ...]


@dataclass(frozen=True, slots=True)
class OccasionAsked:
    """One occasion of a cohort."""

    occasion: str
    opens_at: datetime
    closes_at: datetime
    instruments: tuple[Instrument, ...]
    people: tuple[PersonAsked, ...]
    counts: Mapping[AdministrationState, int]

    @property
    def waits(self) -> int:
        """Count what is due or overdue."""
        return sum(count for state, count in self.counts.items() if state.is_open)


@dataclass(frozen=True, slots=True)
class MeasuresAsked:
    """All occasions of a cohort: those that have begun, the newest first, and those to come."""

    cohort: Cohort
    begun: tuple[OccasionAsked, ...]
    to_come: tuple[OccasionAsked, ...]


def measures_asked(db: Db, reader: Reader, cohort_id: str, now: datetime) -> MeasuresAsked:
    """Give where every questionnaire of a cohort stands."""
    cohort = get_cohort(db, reader, cohort_id)
    found = db.scalars(
        select(Administration)
        .join(Administration.enrollment)
        .join(Enrollment.client)
        .join(Administration.instrument)
        .where(Enrollment.cohort_id == cohort.id, Enrollment.status.not_in(NOT_YET))
        .options(
            contains_eager(Administration.enrollment).contains_eager(Enrollment.client),
            contains_eager(Administration.instrument),
        )
        .order_by(*by_name(), Administration.id)
    ).all()
    breaks = breaks_of(db, {row.enrollment_id for row in found})
    by_occasion: dict[str, list[Administration]] = defaultdict(list)
    for row in found:
        by_occasion[row.occasion].append(row)
    occasions = sorted(
        (_occasion(name, rows, breaks, now) for name, rows in by_occasion.items()),
        key=lambda each: each.opens_at,
    )
    return MeasuresAsked(
        cohort,
        tuple(each for each in reversed(occasions) if each.opens_at <= now),
        tuple(each for each in occasions if each.opens_at > now),
    )


def _occasion(
    name: str,
    rows: Sequence[Administration],
    breaks: Mapping[int, tuple[Break, ...]],
    now: datetime,
) -> OccasionAsked:
    instruments: dict[int, Instrument] = {}
    people: dict[int, dict[int, Asking]] = defaultdict(dict)
    places: dict[int, Enrollment] = {}
    for row in rows:
        instruments[row.instrument_id] = instrument_of(row.instrument)
        places[row.enrollment_id] = row.enrollment
        people[row.enrollment_id][row.instrument_id] = state_of_row(
            row, now, breaks.get(row.enrollment_id, ())
        )
    order = sorted(instruments, key=lambda each: folded(instruments[each].short_name))
    return OccasionAsked(
        occasion=name,
        opens_at=min(row.opens_at for row in rows),
        closes_at=max(row.closes_at for row in rows),
        instruments=tuple(instruments[each] for each in order),
        people=tuple(
            _person(places[key].client, [cells.get(each) for each in order])
            for key, cells in people.items()
        ),
        counts=Counter(cell.state for cells in people.values() for cell in cells.values()),
    )


def _person(client: Client, askings: Sequence[Asking | None]) -> PersonAsked:
    return PersonAsked(
        client.public_id, full_name(client), client.medium is Medium.PAPER, tuple(askings)
    )
