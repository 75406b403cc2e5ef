"""Reading what people ask to have corrected: for themselves, and for those who answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.people.amendments import AmendmentState
from clinic.lookups.people.names import names_in
from clinic.models.enrollments import Enrollment
from clinic.models.reports import Amendment
from clinic.models.sealed import read_sealed
from clinic.queries.people.enrollments import get_enrollment
from clinic.queries.scope import own_enrollment_ids, place_ids


@dataclass(frozen=True, slots=True)
class AmendmentLine:
    """A wish for a correction with its words, and its answer."""

    row: Amendment
    about: str
    wanted: str
    answer: str
    by: str
    """Who answered."""

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.row.state is AmendmentState.OPEN


@dataclass(frozen=True, slots=True)
class AmendmentWaiting:
    """That somebody waits for an answer."""

    public_id: str
    name: str
    asked_at: datetime
    time_zone: str


def own_amendments(db: Db, reader: Reader) -> Sequence[AmendmentLine]:
    """Give what the reader asked for, the newest first; staff have none."""
    return _lines(db, _found().where(Amendment.enrollment_id.in_(own_enrollment_ids(reader))))


def amendments_of(
    db: Db, reader: Reader, enrollment_id: str
) -> tuple[Enrollment, Sequence[AmendmentLine]]:
    """Give one of the reader's people with what she asked for, the newest first."""
    place = get_enrollment(db, reader, enrollment_id)
    mine = Amendment.enrollment_id == place.id, Amendment.enrollment_id.in_(place_ids(reader))
    return place, _lines(db, _found().where(*mine))


def get_amendment(db: Db, reader: Reader, public_id: str) -> AmendmentLine:
    """Give one wish of one of the reader's people."""
    mine = Amendment.enrollment_id.in_(place_ids(reader))
    row = db.scalars(_found().where(Amendment.public_id == public_id, mine)).one()
    return _line(db, row)


def waiting_amendments(db: Db, reader: Reader) -> tuple[AmendmentWaiting, ...]:
    """Give who waits for an answer, the longest first; also in a group that is over."""
    rows = db.scalars(
        _found()
        .where(
            Amendment.state == AmendmentState.OPEN, Amendment.enrollment_id.in_(place_ids(reader))
        )
        .order_by(None)
        .order_by(Amendment.asked_at, Amendment.id)
    ).all()
    names = names_in(db, {row.enrollment.cohort_id for row in rows})
    return tuple(
        AmendmentWaiting(
            row.public_id,
            names[row.enrollment_id],
            row.asked_at,
            row.enrollment.cohort.time_zone,
        )
        for row in rows
    )


def _found() -> Select[Amendment]:
    return (
        select(Amendment)
        .options(
            joinedload(Amendment.answered_by),
            joinedload(Amendment.enrollment).options(
                joinedload(Enrollment.client), joinedload(Enrollment.cohort)
            ),
        )
        .order_by(Amendment.asked_at.desc(), Amendment.id.desc())
    )


def _lines(db: Db, chosen: Select[Amendment]) -> Sequence[AmendmentLine]:
    return [_line(db, row) for row in db.scalars(chosen)]


def _line(db: Db, row: Amendment) -> AmendmentLine:
    about, wanted, answer = (
        read_sealed(db.keys, row, name) or "" for name in ("about", "wanted", "answer")
    )
    by = row.answered_by.name if row.answered_by else ""
    return AmendmentLine(row, about, wanted, answer, by)
