"""Giving printed sheets and questionnaires codes, ending one, and counting those without a door."""

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, or_, select, true

from clinic.db import Db, at_leisure, lock, operation
from clinic.domain.access import Actor
from clinic.domain.clinic.sign_in import TRIES_KEPT, hash_of_miss
from clinic.domain.errors import Refused
from clinic.domain.homework.sheet_codes import lasts_until, new_code
from clinic.domain.text import N_
from clinic.models.accounts import SignInAttempt
from clinic.models.assignments import Assignment
from clinic.models.enrollments import Enrollment, taking_part
from clinic.models.measures import Administration
from clinic.models.sessions import GroupSession
from clinic.models.sheet_codes import SheetCode, is_live


@operation
def issue_sheet_codes(
    db: Db, actor: Actor, group_session: GroupSession, only: Collection[str] | None = None
) -> list[SheetCode]:
    """Give every sheet that a session gives to people a code, the one that lives or a new one.

    The sheet of a week of home practice goes by the first practice on it.
    `only` names the enrollments for which they are printed, where it is not the whole group.
    """
    who = Enrollment.public_id.in_(only) if only is not None else true()
    weeks = (
        select(func.min(Assignment.id))
        .where(
            Assignment.group_session_id == group_session.id,
            Assignment.exercise_id.is_not(None),
            Assignment.is_active,
        )
        .group_by(Assignment.enrollment_id)
    )
    return _issue(
        db,
        actor.at,
        or_(Assignment.worksheet_id.is_not(None), Assignment.id.in_(weeks)),
        Assignment.group_session_id == group_session.id,
        taking_part(max(actor.at, group_session.starts_at)),
        who,
    )


@operation
def issue_sheet_code(db: Db, actor: Actor, assignment: Assignment) -> SheetCode:
    """Give one assigned sheet a code, the one that lives or a new one."""
    is_sheet = Assignment.worksheet_id.is_not(None)
    issued = _issue(db, actor.at, Assignment.id == assignment.id, is_sheet)
    if not issued:
        raise Refused(N_("This sheet was taken out, so it is not printed."))
    return issued[0]


@operation
def issue_measure_codes(db: Db, actor: Actor, rows: Sequence[Administration]) -> list[SheetCode]:
    """Give each questionnaire that is to be printed a code, the one that lives or a new one."""
    # Locked, so that two who print at once put the same code on the same questionnaire.
    asked = db.scalars(
        select(Administration)
        .where(
            Administration.id.in_([row.id for row in rows]), Administration.finished_at.is_(None)
        )
        .order_by(Administration.id)
        .with_for_update(of=Administration)
        .execution_options(populate_existing=True)
    ).all()
    found = select(SheetCode).where(
        SheetCode.administration_id.in_([row.id for row in asked]), is_live(actor.at)
    )
    standing = {row.administration_id: row for row in db.scalars(found)}
    fresh = _unused_codes(db, len(asked) - len(standing))
    for row in asked:
        ends_at = lasts_until(row.closes_at, actor.at)
        if row.id not in standing:
            standing[row.id] = SheetCode(
                administration_id=row.id, code=fresh.pop(), made_at=actor.at, expires_at=ends_at
            )
            db.add(standing[row.id])
        standing[row.id].expires_at = max(standing[row.id].expires_at, ends_at)
    return [standing[row.id] for row in asked]


@operation
def revoke_sheet_code(db: Db, actor: Actor, assignment: Assignment) -> None:
    """End the code of a sheet whose paper is lost; the next print carries a new one."""
    lock(db, assignment)
    living = select(SheetCode).where(SheetCode.assignment_id == assignment.id, is_live(actor.at))
    for row in db.scalars(living):
        row.revoked_at = actor.at


@operation
def follow_windows(db: Db, actor: Actor, group_session: GroupSession) -> None:
    """Let the codes of a session that was moved end with their new windows."""
    rows = db.execute(
        select(SheetCode, Assignment.closes_at)
        .join(SheetCode.assignment)
        .where(
            Assignment.group_session_id == group_session.id,
            Assignment.closes_at > actor.at,
            is_live(actor.at),
        )
    )
    asked = db.execute(
        select(SheetCode, Administration.closes_at)
        .join(SheetCode.administration)
        .where(
            Administration.group_session_id == group_session.id,
            Administration.closes_at > actor.at,
            is_live(actor.at),
        )
    )
    for row, closes_at in (*rows, *asked):
        row.expires_at = lasts_until(closes_at, actor.at)


@at_leisure
def note_miss(db: Db, actor: Actor) -> None:
    """Count a code that opened nothing, beside the tries to sign in and apart from them."""
    db.execute(delete(SignInAttempt).where(SignInAttempt.at < actor.at - TRIES_KEPT))
    hashed = hash_of_miss(db.keys.derive("throttle"), actor.account_id)
    db.add(SignInAttempt(name_hash=hashed, address_hash=hashed, at=actor.at, is_good=False))


def _issue(db: Db, now: datetime, *wanted: ColumnElement[bool]) -> list[SheetCode]:
    # Locked, so that two who print at once put the same code on the same sheet.
    assignments = db.scalars(
        select(Assignment)
        .join(Assignment.enrollment)
        .where(Assignment.is_active, *wanted)
        .order_by(Assignment.id)
        .with_for_update(of=Assignment)
        .execution_options(populate_existing=True)
    ).all()
    standing = _living(db, assignments, now)
    fresh = _unused_codes(db, len(assignments) - len(standing))
    for row in assignments:
        ends_at = lasts_until(row.closes_at, now)
        if row.id not in standing:
            standing[row.id] = SheetCode(
                assignment_id=row.id, code=fresh.pop(), made_at=now, expires_at=ends_at
            )
            db.add(standing[row.id])
        elif standing[row.id].expires_at < ends_at:
            standing[row.id].expires_at = ends_at
    return [standing[row.id] for row in assignments]


def _living(db: Db, assignments: Sequence[Assignment], now: datetime) -> dict[int, SheetCode]:
    found = select(SheetCode).where(
        SheetCode.assignment_id.in_([row.id for row in assignments]), is_live(now)
    )
    return {row.assignment_id: row for row in db.scalars(found) if row.assignment_id}


def _unused_codes(db: Db, count: int) -> list[str]:
    codes: set[str] = set()
    while len(codes) < count:
        codes |= {new_code(secrets.choice) for _ in range(count - len(codes))}
        codes -= set(db.scalars(select(SheetCode.code).where(SheetCode.code.in_(codes))))
    return list(codes)
