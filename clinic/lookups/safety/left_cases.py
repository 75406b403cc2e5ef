"""Open risk cases whose owner, or whoever stands in, has no part in the cohort any more."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, contains_eager

from clinic.db import Db
from clinic.models.accounts import Account
from clinic.models.cohorts import Facilitator, Supervision
from clinic.models.enrollments import Enrollment
from clinic.models.risk import RiskCase


def left_cases(db: Db, at: datetime) -> Sequence[RiskCase]:
    """List the cases that somebody else of their cohort has to take, with their places."""
    return db.scalars(_left(at).order_by(RiskCase.id)).all()


def has_left_cases(db: Db, at: datetime) -> bool:
    """Say whether there is any, without beginning a deed."""
    return db.scalar(_left(at).limit(1)) is not None


def _left(at: datetime) -> Select[RiskCase]:
    return (
        select(RiskCase)
        .join(RiskCase.enrollment)
        .options(contains_eager(RiskCase.enrollment))
        .where(
            RiskCase.closed_at.is_(None),
            or_(_is_gone(RiskCase.owner_id, at), _is_gone(RiskCase.cover_id, at)),
            # Without anybody who works there, there is nobody to give it to.
            or_(_works_there(Facilitator, at), _works_there(Supervision, at)),
        )
    )


def _is_gone(who: InstrumentedAttribute[int | None], at: datetime) -> ColumnElement[bool]:
    here = (_works_there(kind, at, who) for kind in (Facilitator, Supervision))
    leads, supervises = here
    return who.is_not(None) & ~leads & ~supervises


def _works_there(
    kind: type[Facilitator | Supervision],
    at: datetime,
    who: InstrumentedAttribute[int | None] | None = None,
) -> ColumnElement[bool]:
    part = (
        select(kind.id)
        .join(Account, kind.account_id == Account.id)
        .where(kind.cohort_id == Enrollment.cohort_id, kind.stands_at(at), Account.is_active)
    )
    return exists(part if who is None else part.where(kind.account_id == who))
