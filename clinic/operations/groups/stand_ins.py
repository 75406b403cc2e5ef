"""Asking a colleague to stand in at one meeting, and taking it back."""

from sqlalchemy import select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import CohortStatus, SessionStatus
from clinic.domain.errors import Refused
from clinic.domain.groups.parts import STAYS_AFTER
from clinic.domain.text import N_
from clinic.models.accounts import Account
from clinic.models.cohorts import Cohort, Facilitator
from clinic.models.sessions import GroupSession, StandIn


@operation
def let_stand_in(db: Db, actor: Actor, session: GroupSession, person: Account) -> StandIn:
    """Open a cohort to a therapist for one of its meetings; see `StandIn.stands_at` for when."""
    cohort = db.get_one(Cohort, session.cohort_id)
    lock(db, cohort)
    if cohort.status is CohortStatus.CLOSED or session.status is SessionStatus.CANCELLED:
        raise Refused(N_("This meeting will not be held."), field="session")
    if session.ends_at <= actor.at - STAYS_AFTER:
        raise Refused(N_("This meeting is over."), field="session")
    if person.role is not Role.THERAPIST or not person.is_active:
        raise Refused(N_("Choose a therapist of the clinic."), field="person")
    leads = select(Facilitator.id).where(
        Facilitator.cohort_id == cohort.id,
        Facilitator.account_id == person.id,
        Facilitator.stands_at(session.starts_at),
    )
    if db.scalar(leads.limit(1)) is not None:
        raise Refused(N_("This person leads the group on that day."), field="person")
    standing = select(StandIn).where(
        StandIn.group_session_id == session.id,
        StandIn.account_id == person.id,
        StandIn.ended_at.is_(None),
    )
    if (row := db.scalar(standing)) is not None:
        return row
    row = StandIn(
        group_session_id=session.id,
        account_id=person.id,
        made_at=actor.at,
        made_by_id=actor.account_id,
    )
    db.add(row)
    return row


@operation
def take_back_stand_in(db: Db, actor: Actor, row: StandIn) -> StandIn:
    """Close the cohort again to whoever was to stand in; the row stays."""
    lock(db, row)
    row.ended_at = row.ended_at or actor.at
    return row
