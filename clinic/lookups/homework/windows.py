"""Until when what was begun in a window may be finished."""

from collections.abc import Collection
from datetime import datetime
from functools import cached_property

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.enrollments import SessionStatus
from clinic.domain.homework.homework import LONGEST_FINISH, Meets, finish_by, is_in_time
from clinic.models.sessions import GroupSession


class Ends:
    """To which meetings windows lead that close about an instant; asked once, if any do."""

    def __init__(self, db: Db, cohort_ids: Collection[int], at: datetime) -> None:
        self._db = db
        self._cohort_ids = cohort_ids
        self._at = at

    def of(self, cohort_id: int, closes_at: datetime, begun_at: datetime | None) -> datetime:
        """Give when a window ends for its writer: later, where something was begun in time."""
        if closes_at > self._at or not is_in_time(begun_at, closes_at):
            return closes_at
        return self.begun(cohort_id, closes_at)

    def begun(self, cohort_id: int, closes_at: datetime) -> datetime:
        """Give until when what was begun in the window may be finished."""
        return finish_by(closes_at, self._meetings.get(cohort_id, ()))

    @cached_property
    def _meetings(self) -> dict[int, list[Meets]]:
        rows = self._db.execute(
            select(GroupSession.cohort_id, GroupSession.starts_at, GroupSession.ends_at).where(
                GroupSession.cohort_id.in_(self._cohort_ids),
                GroupSession.status != SessionStatus.CANCELLED,
                GroupSession.ends_at > self._at - LONGEST_FINISH,
                GroupSession.starts_at <= self._at + LONGEST_FINISH,
            )
        )
        found: dict[int, list[Meets]] = {}
        for cohort_id, starts_at, ends_at in rows:
            found.setdefault(cohort_id, []).append(Meets(starts_at, ends_at))
        return found


def may_be_finished_until(db: Db, cohort_id: int, closes_at: datetime) -> datetime:
    """Give until when what was begun in one window may be finished."""
    return Ends(db, [cohort_id], closes_at).begun(cohort_id, closes_at)
