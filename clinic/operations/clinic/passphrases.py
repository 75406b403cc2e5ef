"""Hashing passphrases with argon2id and comparing them, in the same time for every name."""

from clinic.db import Db, housekeeping
from clinic.domain.access import Actor
from clinic.lookups.clinic.passphrases import hash_passphrase, is_hash_old
from clinic.models.accounts import Account


@housekeeping
def _write_hash(db: Db, actor: Actor, account: Account, passphrase_hash: str) -> None:
    account.passphrase_hash = passphrase_hash


def renew_hash(db: Db, actor: Actor, account: Account, passphrase: str) -> None:
    """Hash a passphrase anew that was hashed with other figures than are used now."""
    if is_hash_old(account):
        _write_hash(db, actor, account, hash_passphrase(passphrase))
