"""Hashing passphrases with argon2id and comparing them, in the same time for every name."""

import secrets
from functools import cache
from threading import Semaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from clinic.db import Db
from clinic.domain.clinic.passphrases import length_fault, weakness_fault
from clinic.domain.clinic.recoveries import plain_recovery_words
from clinic.domain.clinic.sign_in import plain_passphrase
from clinic.domain.errors import Refused
from clinic.lookups.clinic.guesses import weakness_of
from clinic.lookups.clinic.settings import clinic_settings
from clinic.models.accounts import Account

# OWASP's figures for argon2id: 20 ms and 19 MiB, so that a whole group can sign in at one moment.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# The pages that hash have threads of their own (clinic/web/lanes.py); this holds for whoever else.
HASHING = Semaphore(2)


def hash_passphrase(passphrase: str) -> str:
    """Hash a passphrase for the table."""
    with HASHING:
        return _hasher.hash(plain_passphrase(passphrase))


def is_passphrase_of(account: Account | None, passphrase: str) -> bool:
    """Say whether this is the account's passphrase."""
    return is_hash_of(account.passphrase_hash if account else None, plain_passphrase(passphrase))


def are_words_of(account: Account | None, words: str) -> bool:
    """Say whether these are the recovery words of an account."""
    return is_hash_of(account.recovery_hash if account else None, plain_recovery_words(words))


def is_hash_of(kept: str | None, plain: str) -> bool:
    """Say whether a kept hash is that of a secret.

    Without one it compares with the hash of nobody, so that time does not tell which names there
    are.
    """
    nobody = hash_of_nobody()
    with HASHING:
        try:
            return _hasher.verify(kept or nobody, plain) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def is_hash_old(account: Account) -> bool:
    """Say whether a passphrase was hashed with other figures than are used now."""
    kept = account.passphrase_hash
    return kept is not None and _hasher.check_needs_rehash(kept)


def check_new_passphrase(db: Db, account: Account, passphrase: str) -> None:
    """Refuse a passphrase that is too short or that others would try first.

    Those that are in use are never looked at: they stay until somebody changes her own.
    """
    if fault := length_fault(passphrase):
        raise Refused(fault, field="passphrase")
    settings = clinic_settings(db)
    mailbox = account.sign_in_name.partition("@")[0]
    names = (settings.clinic_name, settings.discreet_name, account.name, mailbox)
    if weakness := weakness_of(passphrase, (*names, account.sign_in_name)):
        raise Refused(weakness_fault(weakness), field="passphrase")


@cache
def hash_of_nobody() -> str:
    """Give a hash of what nobody knows; the same as long as the program runs, and made once."""
    return _hasher.hash(secrets.token_urlsafe())
