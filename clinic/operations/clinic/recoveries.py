"""Recovery words, and what stays closed until an earlier secret opens it."""

import secrets

from sqlalchemy import select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.clinic.credentials import AccountEventKind
from clinic.domain.clinic.recoveries import new_recovery_words, plain_recovery_words
from clinic.domain.clinic.sign_in import plain_passphrase
from clinic.domain.errors import Refused
from clinic.domain.text import N_
from clinic.lookups.clinic.passphrases import (
    are_words_of,
    hash_passphrase,
    is_hash_of,
    is_passphrase_of,
)
from clinic.models.accounts import Account, PrivateClosure
from clinic.models.clients import known_address_of
from clinic.operations.clinic.account_events import tell_owner
from clinic.operations.clinic.accounts import set_passphrase
from clinic.operations.clinic.identities import end_identities
from clinic.operations.clinic.login_sessions import (
    Here,
    StartedLoginSession,
    end_trust,
    renew_login_session,
)
from clinic.operations.post.calendars import revoke_feed


@operation
def give_recovery_words(db: Db, actor: Actor, account: Account) -> str:
    """Make the first words of an account, to be shown this once."""
    lock(db, account)
    if account.recovery_hash is not None:
        raise Refused(
            N_("There are words already. You can make new ones on the page of your devices.")
        )
    return _make_words(account)


@operation
def remake_recovery_words(
    db: Db, actor: Actor, account: Account, passphrase: str, here: Here
) -> tuple[str, StartedLoginSession]:
    """Make new words, which takes the passphrase; older ones open nothing new any more."""
    if not is_passphrase_of(account, passphrase):
        raise Refused(N_("This is not your current passphrase."), field="passphrase")
    words = _make_words(account)
    tell_owner(db, actor, account, AccountEventKind.WORDS_MADE)
    end_trust(db, actor, account)
    return words, renew_login_session(db, actor, here.login_session_id, is_proved=True)


@operation
def recover(db: Db, actor: Actor, account: Account | None, words: str, passphrase: str) -> Account:
    """Set a new passphrase with the recovery words; they are used up, and nothing private closes.

    Whoever held a secret address of the calendar reads no dates there any more, and whom the
    clinic's own sign-in server knew her as lets nobody in.
    """
    if not are_words_of(account, words) or account is None:
        raise Refused(N_("This name and these words do not match."))
    lock(db, account)
    revoke_feed(db, actor, account)
    end_identities(db, actor, account)
    set_passphrase(db, actor, account, passphrase)
    account.recovery_hash = None
    tell_owner(db, actor, account, AccountEventKind.BY_WORDS)
    return account


@operation
def open_private(
    db: Db, actor: Actor, account: Account, secret: str, here: Here
) -> StartedLoginSession:
    """Open what earlier resets closed with the passphrase or the words that held before.

    The sign-in opens more than it did, so a copy of its cookie from before opens nothing.
    """
    closed = select(PrivateClosure).where(
        PrivateClosure.account_id == account.id, PrivateClosure.opened_at.is_(None)
    )
    opened = [row for row in db.scalars(closed) if _opens(row, secret)]
    if not opened:
        raise Refused(
            N_("This is neither your earlier passphrase nor your words from before."),
            field="secret",
        )
    for row in opened:
        row.opened_at = actor.at
    tell_owner(db, actor, account, AccountEventKind.PRIVATE_OPENED)
    return renew_login_session(db, actor, here.login_session_id)


@operation
def confirm_address(db: Db, actor: Actor, account: Account, here: Here) -> StartedLoginSession:
    """Note that the owner calls the address hers to which she is written."""
    known = known_address_of(db, account)
    if not known.address:
        raise Refused(N_("There is no e-mail address here. Your clinic can enter one."))
    before = account.confirmed_address or account.sign_in_name
    account.confirmed_address = known.address
    account.address_confirmed_at = actor.at
    tell_owner(db, actor, account, AccountEventKind.ADDRESS_CONFIRMED, old_address=before)
    return renew_login_session(db, actor, here.login_session_id)


@operation
def close_private(db: Db, actor: Actor, account: Account) -> None:
    """Close what is private, and keep the secrets that open it again."""
    if account.passphrase_hash is None:
        return
    db.add(
        PrivateClosure(
            account_id=account.id,
            closed_at=actor.at,
            passphrase_hash=account.passphrase_hash,
            recovery_hash=account.recovery_hash,
        )
    )


def _make_words(account: Account) -> str:
    words = new_recovery_words(secrets.choice)
    account.recovery_hash = hash_passphrase(plain_recovery_words(words))
    return words


def _opens(row: PrivateClosure, secret: str) -> bool:
    return is_hash_of(row.passphrase_hash, plain_passphrase(secret)) or is_hash_of(
        row.recovery_hash, plain_recovery_words(secret)
    )
