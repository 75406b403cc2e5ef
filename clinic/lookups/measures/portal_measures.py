"""Which questionnaires a screen may show, and which of them are open."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import joinedload

from clinic.db import Db
from clinic.domain.homework.homework import LONGEST_FINISH
from clinic.domain.measures.instruments import Instrument
from clinic.domain.measures.rights import WordingMedium
from clinic.lookups.programs.content import instrument_of
from clinic.lookups.statements import kept, ones_of
from clinic.models import programs as rows
from clinic.models.measures import Administration


def measure_on_screen(row: rows.InstrumentRow, now: datetime) -> Instrument | None:
    """Give the instrument, if its wording is here and its rights let a screen show it today."""
    if not row.source:
        return None
    instrument = instrument_of(row)
    return instrument if instrument.why_not(WordingMedium.SCREEN, now.date()) is None else None


def open_measures(
    db: Db, enrollment_ids: Collection[int], now: datetime
) -> list[tuple[Administration, Instrument]]:
    """List what is open and not sent, for enrollments that the caller has already joined.

    What was begun in time is still among it for as long as it might be finished.
    """
    found = ones_of(db, _open(enrollment_ids, now, now - LONGEST_FINISH))
    shown = ((row, measure_on_screen(row.instrument, now)) for row in found)
    return [(row, instrument) for row, instrument in shown if instrument is not None]


@kept
def _open(
    enrollment_ids: Collection[int], now: datetime, begun_until: datetime
) -> Select[Administration]:
    return (
        select(Administration)
        .where(
            Administration.enrollment_id.in_(enrollment_ids),
            Administration.opens_at <= now,
            or_(
                Administration.closes_at > now,
                and_(
                    Administration.closes_at > begun_until,
                    Administration.started_at < Administration.closes_at,
                ),
            ),
            Administration.finished_at.is_(None),
            Administration.refused_at.is_(None),
        )
        .options(joinedload(Administration.instrument))
        .order_by(Administration.closes_at, Administration.id)
    )
