"""Reading without a reader, for the console alone."""

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from clinic.db import Db
from clinic.models.accounts import Account
from clinic.models.cohorts import Cohort, Facilitator
from clinic.models.programs import Program


def account_named(db: Db, sign_in_name: str) -> Account:
    """Load an account by its sign-in name."""
    return db.scalars(select(Account).where(Account.sign_in_name == sign_in_name.lower())).one()


def has_accounts(db: Db) -> bool:
    """Say whether anybody can sign in yet."""
    return bool(db.scalar(select(func.count()).select_from(Account)))


def cohort_led_by(db: Db, account: Account, name: str) -> Cohort | None:
    """Find the newest cohort of a name among those that somebody leads, with its program."""
    found = (
        select(Cohort)
        .join(Facilitator, Facilitator.cohort_id == Cohort.id)
        .where(
            Cohort.name == name,
            Facilitator.account_id == account.id,
            Facilitator.ended_at.is_(None),
        )
        .options(joinedload(Cohort.program, innerjoin=True))
    )
    return db.scalars(found.order_by(Cohort.id.desc()).limit(1)).first()


def newest_program(db: Db, slug: str) -> Program:
    """Load the version of a program that new cohorts begin with."""
    return db.scalars(select(Program).where(Program.slug == slug, Program.is_offered)).one()
