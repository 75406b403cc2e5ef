"""By when somebody has looked at what a client said: the deadline that staff are held to."""

from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from clinic.db import Db
from clinic.models.risk import RiskCase


def look_by_of(db: Db, what: ColumnElement[bool]) -> datetime | None:
    """Give the first deadline of the cases that something opened and nobody has looked at.

    The caller has loaded what opened them for its own writer; nothing else of a case is told.
    """
    waiting = RiskCase.seen_at.is_(None), RiskCase.closed_at.is_(None)
    return db.scalar(select(func.min(RiskCase.due_at)).where(what, *waiting))
