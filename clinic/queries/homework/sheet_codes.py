"""Where a sheet's code leads, for whoever asks, and which codes live on whose sheets."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.clinic.sign_in import TRIES_WINDOW, hash_of_miss
from clinic.domain.homework.sheet_codes import MISSES_PER_ACCOUNT, printed_code
from clinic.models.accounts import SignInAttempt
from clinic.models.assignments import Assignment
from clinic.models.clients import Client
from clinic.models.enrollments import Enrollment
from clinic.models.measures import Administration
from clinic.models.sessions import GroupSession
from clinic.models.sheet_codes import SheetCode, is_live
from clinic.models.worksheets import WorksheetResponse, readable_by_staff
from clinic.queries.scope import is_open_place, own_enrollment_ids, place_ids


@dataclass(frozen=True, slots=True)
class FoundSheet:
    """The public ids of one assigned sheet, and of what was written into it so far."""

    assignment_id: str
    enrollment_id: str
    client_id: str
    is_practice: bool
    """The code stands on the sheet of a week of home practice, and this is the first of it."""
    response_id: str | None
    """What staff may read; its writer finds it by the assignment."""


@dataclass(frozen=True, slots=True)
class FoundMeasure:
    """The public id of one questionnaire of one person, and whether it is in already."""

    administration_id: str
    is_finished: bool


@dataclass(frozen=True, slots=True)
class LiveCode:
    """A code as it is printed, and when it ends."""

    code: str
    expires_at: datetime


def find_sheet(db: Db, reader: Reader, code: str, now: datetime) -> FoundSheet | None:
    """Find the sheet of a code among those that the reader may open.

    One question for everybody, so that a code of somebody else's costs what an unknown one costs.
    """
    row = db.execute(
        select(
            Assignment.public_id,
            Enrollment.public_id,
            Client.public_id,
            Assignment.exercise_id.is_not(None),
            WorksheetResponse.public_id,
        )
        .join(SheetCode, SheetCode.assignment_id == Assignment.id)
        .join(Assignment.enrollment)
        .join(Enrollment.client)
        .outerjoin(
            WorksheetResponse,
            and_(WorksheetResponse.assignment_id == Assignment.id, readable_by_staff()),
        )
        .where(
            SheetCode.code == code,
            is_live(now),
            or_(
                is_open_place(reader),
                and_(Enrollment.id.in_(own_enrollment_ids(reader)), Assignment.is_active),
            ),
        )
    ).one_or_none()
    return FoundSheet(*row) if row else None


def find_measure(db: Db, reader: Reader, code: str, now: datetime) -> FoundMeasure | None:
    """Find the questionnaire of a code among those that the reader may open.

    It is asked beside `find_sheet` for every code, whatever the other one found.
    """
    row = db.execute(
        select(Administration.public_id, Administration.finished_at.is_not(None))
        .join(SheetCode, SheetCode.administration_id == Administration.id)
        .where(
            SheetCode.code == code,
            is_live(now),
            or_(
                Administration.enrollment_id.in_(place_ids(reader)),
                Administration.enrollment_id.in_(own_enrollment_ids(reader)),
            ),
        )
    ).one_or_none()
    return FoundMeasure(*row) if row else None


def has_missed_too_often(db: Db, reader: Reader, now: datetime) -> bool:
    """Say whether somebody tried more codes that opened nothing than slips of a hand explain."""
    misses = select(func.count()).where(
        SignInAttempt.name_hash == hash_of_miss(db.keys.derive("throttle"), reader.account_id),
        SignInAttempt.at > now - TRIES_WINDOW,
    )
    return (db.scalar(misses) or 0) >= MISSES_PER_ACCOUNT


def get_assigned_sheet(db: Db, reader: Reader, public_id: str) -> Assignment:
    """Give one sheet of one of the reader's people, with all that is printed around it."""
    return db.scalars(
        select(Assignment)
        .join(Assignment.enrollment)
        .where(
            Assignment.public_id == public_id,
            Assignment.worksheet_id.is_not(None),
            is_open_place(reader),
        )
        .options(
            joinedload(Assignment.worksheet),
            joinedload(Assignment.group_session).joinedload(GroupSession.cohort),
            contains_eager(Assignment.enrollment).joinedload(Enrollment.client),
        )
    ).one()


def live_codes_of(
    db: Db, reader: Reader, enrollment: Enrollment, now: datetime
) -> dict[str, LiveCode]:
    """Give the codes of one person's sheets, by the public id of the assignment."""
    rows = db.execute(
        select(Assignment.public_id, SheetCode.code, SheetCode.expires_at)
        .join(SheetCode.assignment)
        .join(Assignment.enrollment)
        .where(
            Enrollment.id == enrollment.id,
            is_open_place(reader),
            is_live(now),
        )
    )
    return {key: LiveCode(printed_code(code), expires_at) for key, code, expires_at in rows}
