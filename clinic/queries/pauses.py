"""Reading breaks: those of some places, the one under way, and what to take up after one."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.pauses import Break
from clinic.models.pauses import Pause


def breaks_of(db: Db, enrollment_ids: Collection[int]) -> dict[int, tuple[Break, ...]]:
    """Give the breaks of places that the caller has already joined, in the order of time."""
    found = db.scalars(
        select(Pause).where(Pause.enrollment_id.in_(enrollment_ids)).order_by(Pause.begins_at)
    )
    breaks: dict[int, list[Break]] = defaultdict(list)
    for row in found:
        breaks[row.enrollment_id].append(row.span)
    return {enrollment_id: tuple(spans) for enrollment_id, spans in breaks.items()}
