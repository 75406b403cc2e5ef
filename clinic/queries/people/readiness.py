"""Reading who is ready for a group to begin, and what is missing with whom."""

from datetime import datetime

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.lookups.people.readiness import Board, board_of
from clinic.queries.groups.cohorts import get_cohort


def readiness_board(db: Db, reader: Reader, cohort_id: str, now: datetime) -> Board:
    """Give one group's board, at a number of questions that does not grow with its people."""
    return board_of(db, get_cohort(db, reader, cohort_id), now)
