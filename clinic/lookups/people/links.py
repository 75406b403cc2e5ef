"""Whether one of those who lead a group may hold a link of somebody alone."""

from datetime import datetime

from sqlalchemy import exists, select

from clinic.db import Db
from clinic.domain.clinic.credentials import PLACE_SETTLES, WhyTwo
from clinic.domain.enrollments import CohortStatus
from clinic.models.accounts import Account
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort, Facilitator
from clinic.models.enrollments import Enrollment


def why_two(db: Db, enrollment: Enrollment, now: datetime) -> WhyTwo | None:
    """Say why a link from a place takes two people; `None` where one is enough.

    A place is made with one press, and given back with one: for somebody who has a passphrase it
    lets nobody in alone before it has settled.
    """
    cohort = db.get_one(Cohort, enrollment.cohort_id)
    if enrollment.status.is_over or cohort.status is CohortStatus.CLOSED:
        return WhyTwo.OVER
    account = account_of(db, enrollment)
    if account is None or account.passphrase_hash is None:
        return None
    return WhyTwo.NEW if now < settled_at(enrollment) else None


def settled_at(enrollment: Enrollment) -> datetime:
    """Say from when on a place is as good as any that has lasted."""
    return max(enrollment.enrolled_at, enrollment.back_at or enrollment.enrolled_at) + PLACE_SETTLES


def account_of(db: Db, enrollment: Enrollment) -> Account | None:
    """Give the account of the person who has a place, if there is one."""
    client = db.get_one(Client, enrollment.client_id)
    return db.get(Account, client.account_id) if client.account_id else None


def leads(
    db: Db, enrollment: Enrollment, at: datetime, *, only: int | None = None, but: int | None = None
) -> bool:
    """Say whether somebody who can sign in leads the group: this one, or another than that one."""
    found = (
        select(Facilitator.id)
        .join(Facilitator.account)
        .where(
            Facilitator.cohort_id == enrollment.cohort_id,
            Facilitator.stands_at(at),
            Account.is_active,
            Account.passphrase_hash.is_not(None),
        )
    )
    who = Facilitator.account_id == only if only is not None else Facilitator.account_id != but
    return bool(db.scalar(select(exists(found.where(who)))))
