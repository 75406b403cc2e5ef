"""How often a line of the log was corrected."""

from sqlalchemy import func, select

from clinic.db import Db
from clinic.models.practice import PracticeCorrection, PracticeEntry


def corrections_of(db: Db, entry: PracticeEntry) -> int:
    """Count how often a line was corrected."""
    counted = select(func.count()).where(PracticeCorrection.practice_entry_id == entry.id)
    return db.scalar(counted) or 0
