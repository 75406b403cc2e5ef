"""Saying who stands in while somebody is away."""

from datetime import date, datetime

from sqlalchemy import select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor, Role
from clinic.domain.errors import Refused
from clinic.domain.groups.days_off import check_period
from clinic.domain.text import N_
from clinic.models.accounts import Account
from clinic.models.cohorts import Facilitator, Supervision
from clinic.models.risk import CoverPeriod

DEED_NOUN = "cover"


@operation
def arrange_cover(
    db: Db, actor: Actor, cover: Account, first_on: date, last_on: date
) -> CoverPeriod:
    """Let a colleague stand in for the actor's risk cases on the days she is away."""
    if actor.account_id is None:
        raise Refused(N_("Only a person can be away."))
    if cover.id == actor.account_id:
        raise Refused(N_("Choose somebody else to stand in for you."), field="cover")
    check_period(first_on, last_on, actor.at.date())
    if cover.role is Role.CLIENT or not _share_a_cohort(db, actor.account_id, cover.id, actor.at):
        raise Refused(N_("Choose somebody who works in one of your groups."), field="cover")
    period = CoverPeriod(
        account_id=actor.account_id,
        cover_id=cover.id,
        first_on=first_on,
        last_on=last_on,
        made_at=actor.at,
    )
    db.add(period)
    return period


@operation
def end_cover(db: Db, actor: Actor, period: CoverPeriod) -> CoverPeriod:
    """Take an arrangement back; cases that opened meanwhile keep who stood in."""
    lock(db, period)
    if period.account_id != actor.account_id:
        raise Refused(N_("Only the person who is away can take this back."))
    period.ended_at = period.ended_at or actor.at
    return period


def _share_a_cohort(db: Db, one: int, other: int, at: datetime) -> bool:
    led = select(Facilitator.cohort_id).where(
        Facilitator.account_id == one, Facilitator.stands_at(at)
    )
    places = [
        select(place.id).where(
            place.account_id == other, place.stands_at(at), place.cohort_id.in_(led)
        )
        for place in (Facilitator, Supervision)
    ]
    return any(db.scalar(place.limit(1)) is not None for place in places)
