"""Ending the record of somebody of the cast, as two people and a night do."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from clinic.db import Db, operation
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import EnrollmentStatus
from clinic.domain.people.endings import EndKind
from clinic.models import Base
from clinic.models.clients import Client
from clinic.models.cohorts import Facilitator
from clinic.models.endings import Ending
from clinic.models.enrollments import Enrollment
from clinic.models.risk import RiskCase
from clinic.models.sealed import read_sealed
from clinic.operations.people.endings import ask_erasure, grant_ending
from clinic.operations.people.enrollments import change_status
from clinic.operations.safety.risk import close_risk_case
from tests.cast import Cast


def at_work(cast: Cast, name: str, at: datetime) -> Actor:
    return Actor(cast.accounts[name].id, at, cast.accounts[name].role)


def leave_groups(db: Db, cast: Cast, client: Client, at: datetime) -> None:
    """End every place of somebody, and close what waits for somebody."""
    places = db.scalars(select(Enrollment).where(Enrollment.client_id == client.id)).all()
    for place in places:
        lead = at_work(cast, "sam" if place.cohort_id == cast.other_cohort.id else "theresa", at)
        if place.status in (EnrollmentStatus.ENROLLED, EnrollmentStatus.PAUSED):
            change_status(db, lead, place, EnrollmentStatus.WITHDRAWN, place.reason)
        waiting = RiskCase.enrollment_id == place.id, RiskCase.closed_at.is_(None)
        for case in db.scalars(select(RiskCase).where(*waiting)).all():
            close_risk_case(db, lead, case, "Talked it over", "telephone")


def granted(db: Db, cast: Cast, place: Enrollment, at: datetime) -> Ending:
    """Let Theresa ask that a record end and Ada grant it."""
    asked = ask_erasure(db, at_work(cast, "theresa", at), place)
    return grant_ending(db, at_work(cast, "ada", at), asked)


def night_of(ending: Ending) -> Actor:
    assert ending.due_at
    return Actor(None, ending.due_at + timedelta(minutes=1), Role.ADMINISTRATOR)


def told(db: Db) -> dict[str, list[str]]:
    """Give every row of the database as one text, sealed words opened."""
    db.commit()
    with db.beside() as other:
        return {
            mapper.class_.__tablename__: [
                _text(other, row) for row in other.scalars(select(mapper.class_))
            ]
            for mapper in Base.registry.mappers
        }


def _text(db: Db, row: Any) -> str:
    words = []
    for column in row.__table__.c:
        value = getattr(row, column.name)
        if value is not None and column.info.get("is_sealed"):
            value = f"{value} {read_sealed(db.keys, row, column.name)}"
        words.append(str(value))
    return " ".join(words)


def ending_of(db: Db, place: Enrollment, at: datetime) -> Ending:
    """Give a request for somebody's erasure that is open, whoever may grant it."""
    leader = db.scalars(
        select(Facilitator.account_id)
        .where(Facilitator.cohort_id == place.cohort_id)
        .order_by(Facilitator.id)
    ).first()
    return _asked(db, Actor(leader, at, Role.THERAPIST), place)


@operation
def _asked(db: Db, actor: Actor, place: Enrollment) -> Ending:
    row = Ending(
        client_id=place.client_id,
        enrollment_id=place.id,
        kind=EndKind.ERASURE,
        since=actor.at,
        asked_by_id=actor.account_id,
        asked_at=actor.at,
    )
    db.add(row)
    return row
