"""The record that somebody has open in an emergency, whose it could be, and who hears of it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, func, or_, select

from clinic.db import Db
from clinic.domain.access import Role
from clinic.domain.name_order import folded
from clinic.lookups.safety.risk_people import staff_of
from clinic.models.accounts import Account
from clinic.models.clients import Client, comes_here
from clinic.models.emergencies import Emergency
from clinic.models.enrollments import Enrollment
from clinic.models.names import by_letters


def emergency_of(db: Db, account_id: int, at: datetime) -> Emergency | None:
    """Give what somebody has open at an instant."""
    standing = select(Emergency).where(Emergency.account_id == account_id, Emergency.stands_at(at))
    return db.scalar(standing.order_by(Emergency.id.desc()).limit(1))


def people_known_by(db: Db, typed: str) -> Sequence[Client]:
    """Find the people whose full name, e-mail address or code is exactly what was typed."""
    plain = folded(" ".join(typed.split()))
    full_name = Client.preferred_name.concat(" ").concat(Client.family_name)
    return db.scalars(
        select(Client)
        .where(
            comes_here(),
            # Without a place there is no record yet.
            exists().where(Enrollment.client_id == Client.id),
            or_(
                by_letters(func.trim(full_name)) == plain,
                func.lower(Client.email) == typed.strip().lower(),
                by_letters(Client.code) == plain,
            ),
        )
        .limit(2)
    ).all()


def groups_of(db: Db, emergency: Emergency) -> list[int]:
    """List the cohorts that the record belongs to."""
    if emergency.cohort_id is not None:
        return [emergency.cohort_id]
    places = select(Enrollment.cohort_id).where(Enrollment.client_id == emergency.client_id)
    return list(db.scalars(places.distinct().order_by(Enrollment.cohort_id)))


def told_of(db: Db, emergency: Emergency, at: datetime) -> list[int]:
    """List who hears of it: who leads or supervises its groups, and the administrators."""
    staff = [one for group in groups_of(db, emergency) for one in staff_of(db, group, at)]
    administrators = select(Account.id).where(Account.role == Role.ADMINISTRATOR, Account.is_active)
    everybody = dict.fromkeys([*staff, *db.scalars(administrators.order_by(Account.id))])
    return [one for one in everybody if one != emergency.account_id]
