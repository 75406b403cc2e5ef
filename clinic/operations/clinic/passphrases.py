"""Keeping a passphrase that was hashed again."""

from clinic.db import Db, housekeeping
from clinic.domain.access import Actor
from clinic.models.accounts import Account


@housekeeping
def renew_hash(db: Db, actor: Actor, account: Account, passphrase_hash: str) -> None:
    """Keep the hash of the same passphrase, made with the figures that are used now."""
    account.passphrase_hash = passphrase_hash
