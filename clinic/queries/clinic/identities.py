"""Whom the clinic's own sign-in server knows somebody as: for herself, and for an administrator."""

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.lookups.clinic.identities import find_identity_of
from clinic.models.accounts import Account
from clinic.models.identities import LinkedIdentity
from clinic.queries.clinic.accounts import get_staff_account


def own_identity(db: Db, reader: Reader, issuer: str) -> LinkedIdentity | None:
    """Give the reader's own link."""
    return find_identity_of(db, reader.account_id, issuer)


def staff_identity(
    db: Db, reader: Reader, public_id: str, issuer: str
) -> tuple[Account, LinkedIdentity | None]:
    """Give an account of the staff and its link, to an administrator."""
    account = get_staff_account(db, reader, public_id)
    return account, find_identity_of(db, account.id, issuer)
