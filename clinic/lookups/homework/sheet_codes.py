"""Which codes live on printed sheets and questionnaires that the caller has already been given."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from clinic.db import Db
from clinic.models.assignments import Assignment
from clinic.models.sessions import GroupSession
from clinic.models.sheet_codes import SheetCode, is_live


def find_live_code(db: Db, assignment: Assignment, now: datetime) -> str | None:
    """Give the code that a print of a sheet carries, if it has one."""
    return db.scalar(
        select(SheetCode.code).where(SheetCode.assignment_id == assignment.id, is_live(now))
    )


def codes_of_session(
    db: Db, session: GroupSession, now: datetime
) -> dict[tuple[int, int | None], str]:
    """Give the codes of the sheets that a session gives, by the ids of enrollment and worksheet."""
    rows = db.execute(
        select(Assignment.enrollment_id, Assignment.worksheet_id, SheetCode.code)
        .join(SheetCode.assignment)
        .where(Assignment.group_session_id == session.id, Assignment.is_active, is_live(now))
    )
    return {(enrollment_id, worksheet_id): code for enrollment_id, worksheet_id, code in rows}


def codes_of_measures(db: Db, ids: Collection[int], now: datetime) -> dict[int, str]:
    """Give the codes that printed questionnaires carry, by the id of the administration.

    Whoever asks has already been given the administrations.
    """
    rows = db.execute(
        select(SheetCode.administration_id, SheetCode.code).where(
            SheetCode.administration_id.in_(ids), is_live(now)
        )
    )
    return {row_id: code for row_id, code in rows if row_id is not None}
