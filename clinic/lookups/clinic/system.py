"""Reading for the console alone."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from clinic.db import Db
from clinic.domain.name_order import folded
from clinic.models.accounts import Account
from clinic.models.audit import AuditEntry
from clinic.models.cohorts import Cohort, Facilitator
from clinic.models.measures import Administration, ScoreImport
from clinic.models.programs import ProgramRow
from clinic.models.sessions import GroupSession


def account_named(db: Db, sign_in_name: str) -> Account:
    """Load an account by its sign-in name."""
    return db.scalars(select(Account).where(Account.sign_in_name == sign_in_name.lower())).one()


def has_accounts(db: Db) -> bool:
    """Say whether anybody can sign in yet."""
    return bool(db.scalar(select(func.count()).select_from(Account)))


def newest_record_at(db: Db) -> datetime | None:
    """Say when the last deed was done."""
    return db.scalar(select(func.max(AuditEntry.at)))


def cohort_led_by(db: Db, account: Account, name: str, now: datetime) -> Cohort | None:
    """Find the newest cohort of a name among those that somebody leads, with its program."""
    found = (
        select(Cohort)
        .join(Facilitator, Facilitator.cohort_id == Cohort.id)
        .where(
            Cohort.name == name,
            Facilitator.account_id == account.id,
            Facilitator.stands_at(now),
        )
        .options(joinedload(Cohort.program, innerjoin=True))
    )
    return db.scalars(found.order_by(Cohort.id.desc()).limit(1)).first()


def session_numbered(db: Db, cohort_name: str, number: int) -> GroupSession | None:
    """Find a meeting of the newest cohort of a name, with the cohort and its program."""
    newest = select(func.max(Cohort.id)).where(Cohort.name == cohort_name).scalar_subquery()
    return db.scalars(
        select(GroupSession)
        .join(GroupSession.cohort)
        .where(Cohort.id == newest, GroupSession.number == number)
        .options(
            contains_eager(GroupSession.cohort).joinedload(Cohort.program),
            joinedload(GroupSession.held_under),
        )
    ).first()


def occasions_standing(db: Db, cohort: Cohort) -> dict[str, int]:
    """Map the occasions that a cohort has scores on to the numbers of their sessions."""
    found = db.execute(
        select(Administration.occasion, GroupSession.number)
        .join(GroupSession, Administration.group_session_id == GroupSession.id)
        .where(GroupSession.cohort_id == cohort.id)
        .distinct()
    )
    in_order = sorted(found, key=lambda row: (row.number, folded(row.occasion)))
    return {row.occasion: row.number for row in in_order}


def score_import_named(db: Db, public_id: str) -> ScoreImport:
    """Load a file of scores that was read in, by its id."""
    return db.scalars(select(ScoreImport).where(ScoreImport.public_id == public_id)).one()


def newest_program(db: Db, slug: str) -> ProgramRow:
    """Load the version of a program from files that new cohorts begin with."""
    found = (ProgramRow.slug == slug, ProgramRow.is_offered, ProgramRow.is_own.is_(False))
    return db.scalars(select(ProgramRow).where(*found)).one()
