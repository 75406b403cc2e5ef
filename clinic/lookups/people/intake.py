"""What has to be settled before a group begins, for one place or for many at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select

from clinic.db import Db
from clinic.domain.people.consents import ConsentState
from clinic.domain.people.screenings import ScreeningOutcome
from clinic.lookups.people.consents import consent_states
from clinic.lookups.statements import kept, ones_of
from clinic.models.screenings import Screening


@dataclass(frozen=True, slots=True)
class Intake:
    """How far a place has come on the way to the first meeting."""

    outcome: ScreeningOutcome | None = None
    """Of the newest first talk."""
    is_talk_begun: bool = False
    talked_at: datetime | None = None
    consent: ConsentState = ConsentState.NONE


def intakes_of(db: Db, enrollment_ids: Collection[int]) -> dict[int, Intake]:
    """Give how far each of these places has come.

    The caller has authorized the ids.
    """
    talks = {row.enrollment_id: row for row in ones_of(db, _newest_talks(enrollment_ids))}
    consents = consent_states(db, enrollment_ids)
    return {
        place: Intake(
            outcome=talks[place].outcome if place in talks else None,
            is_talk_begun=place in talks,
            talked_at=talks[place].decided_at if place in talks else None,
            consent=consents.get(place, ConsentState.NONE),
        )
        for place in enrollment_ids
    }


@kept
def _newest_talks(enrollment_ids: Collection[int]) -> Select[Screening]:
    newest = (
        select(func.max(Screening.id))
        .where(Screening.enrollment_id.in_(enrollment_ids))
        .group_by(Screening.enrollment_id)
    )
    return select(Screening).where(Screening.id.in_(newest))
