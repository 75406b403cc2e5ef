"""Whose account it is that the clinic's own sign-in server speaks of."""

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Role
from clinic.models.accounts import Account
from clinic.models.identities import LinkedIdentity


def find_linked_account(db: Db, issuer: str, subject: str) -> Account | None:
    """Find the account that may come in as this subject; takes no reader: it makes one."""
    return db.scalar(
        select(Account)
        .join(LinkedIdentity, LinkedIdentity.account_id == Account.id)
        .where(
            LinkedIdentity.issuer == issuer,
            LinkedIdentity.subject == subject,
            LinkedIdentity.ended_at.is_(None),
            Account.is_active,
            Account.role != Role.CLIENT,
        )
    )


def find_identity_of(db: Db, account_id: int, issuer: str) -> LinkedIdentity | None:
    """Find whom a provider knows an account as."""
    return db.scalar(
        select(LinkedIdentity).where(
            LinkedIdentity.account_id == account_id,
            LinkedIdentity.issuer == issuer,
            LinkedIdentity.ended_at.is_(None),
        )
    )
