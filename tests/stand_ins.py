"""Colleagues who stand in for an evening, and the rest of what becomes of single meetings."""

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.models.accounts import Account
from clinic.models.cohorts import Cohort
from clinic.models.sessions import GroupSession, StandIn
from clinic.operations.groups.stand_ins import let_stand_in, take_back_stand_in
from tests.make_ups import make_up_in
from tests.moving import last_moved


def meet_otherwise(db: Db, actor: Actor, cohort: Cohort, colleague: Account) -> None:
    """Move a meeting, plan a make-up, and ask a colleague to stand in, which is taken back."""
    last_moved(db, actor, cohort)
    make_up_in(db, actor, cohort)
    meetings = select(GroupSession).where(GroupSession.cohort_id == cohort.id)
    last = db.scalars(meetings.order_by(GroupSession.starts_at.desc()).limit(1)).one()
    take_back_stand_in(db, actor, let_stand_in(db, actor, last, colleague))


def stand_in_of(db: Db, cohort: Cohort) -> StandIn:
    """Give who was asked to stand in in a cohort."""
    found = select(StandIn).join(StandIn.group_session)
    return db.scalars(found.where(GroupSession.cohort_id == cohort.id)).one()
