"""Whether a person can come in by a passphrase of her own."""

from sqlalchemy import select

from clinic.db import Db
from clinic.models.accounts import Account
from clinic.models.clients import Client


def has_passphrase(db: Db, client: Client) -> bool:
    """Say whether a person, already loaded for her reader, has chosen a passphrase."""
    found = select(Account.id).where(
        Account.id == client.account_id, Account.passphrase_hash.is_not(None)
    )
    return db.scalar(found) is not None
