"""A client's own wishes for a call: where they go, and which of them are still open."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.risk import RiskKind
from clinic.lookups.groups.cohorts import leaders_of
from clinic.lookups.groups.places import Place, place_of
from clinic.models.clients import Client
from clinic.models.enrollments import Enrollment
from clinic.models.risk import RiskCase
from clinic.queries.scope import own_enrollment_ids


@dataclass(frozen=True, slots=True)
class CallPage:
    """Where a wish for a call goes, and what the clinic knows already."""

    enrollment: Enrollment
    place: Place
    readers: list[str]
    phone: str | None
    """The number that the clinic has."""
    waiting: tuple[datetime, ...]
    """When the reader asked and nobody has ended it yet."""
    look_by: datetime | None
    """By when somebody looks at the first that nobody has looked at."""


def call_page(db: Db, reader: Reader, now: datetime) -> CallPage | None:
    """Give where the reader's wish goes: the group she is in, else the one she was in last."""
    rows = db.execute(
        select(Enrollment, Client.phone)
        .join(Enrollment.cohort)
        .join(Enrollment.client)
        .where(Enrollment.id.in_(own_enrollment_ids(reader)))
        .options(contains_eager(Enrollment.client), contains_eager(Enrollment.cohort))
        .order_by(Enrollment.enrolled_at.desc(), Enrollment.id.desc())
    ).all()
    if not rows:
        return None
    enrollment, phone = min(rows, key=lambda row: not row[0].status.holds_a_place)
    place = place_of(enrollment, now)
    waiting = db.execute(
        select(RiskCase.opened_at, RiskCase.due_at, RiskCase.seen_at)
        .where(
            RiskCase.enrollment_id == enrollment.id,
            RiskCase.kind == RiskKind.CALL_ME,
            RiskCase.closed_at.is_(None),
        )
        .order_by(RiskCase.opened_at)
    ).all()
    return CallPage(
        enrollment,
        place,
        leaders_of(db, place, now),
        phone,
        waiting=tuple(call.opened_at for call in waiting),
        look_by=min((call.due_at for call in waiting if call.seen_at is None), default=None),
    )
