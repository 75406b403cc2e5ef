"""Making, closing and reopening accounts, and setting their passphrases."""

from sqlalchemy import select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor, Role
from clinic.domain.clinic.credentials import AccountEventKind
from clinic.domain.clinic.sign_in import plain_sign_in_name
from clinic.domain.errors import Refused
from clinic.domain.text import N_
from clinic.lookups.clinic.passphrases import (
    check_new_passphrase,
    hash_passphrase,
    is_passphrase_of,
)
from clinic.models.accounts import Account, Invitation
from clinic.operations.clinic.account_events import tell_owner
from clinic.operations.clinic.login_sessions import (
    Here,
    StartedLoginSession,
    end_login_sessions,
    end_trust,
    forget_known_devices,
    renew_login_session,
)


@operation
def add_account(db: Db, actor: Actor, name: str, email: str, role: Role) -> Account:
    """Make an account; nobody can sign in with it until a passphrase is set."""
    sign_in_name = plain_sign_in_name(email)
    if db.scalar(select(Account.id).where(Account.sign_in_name == sign_in_name)) is not None:
        raise Refused(N_("There is already an account with this e-mail address."), field="email")
    account = Account(
        sign_in_name=sign_in_name,
        name=name,
        role=role,
        is_active=True,
        created_at=actor.at,
    )
    db.add(account)
    return account


@operation
def set_passphrase(db: Db, actor: Actor, account: Account, passphrase: str) -> Account:
    """Set a passphrase; every sign-in of the account ends, and no device is known any more."""
    _keep_passphrase(db, actor, account, passphrase)
    end_login_sessions(db, actor, account)
    forget_known_devices(db, actor, account)
    return account


@operation
def change_passphrase(
    db: Db,
    actor: Actor,
    account: Account,
    current: str,
    passphrase: str,
    here: Here,
    *,
    ends_others: bool = True,
) -> StartedLoginSession:
    """Change one's own passphrase, which takes the one that stands.

    The sign-in in which it is changed gets a new token, so that a copy of its cookie opens nothing.
    """
    if not is_passphrase_of(account, current):
        raise Refused(N_("This is not your current passphrase."), field="current")
    _keep_passphrase(db, actor, account, passphrase)
    tell_owner(db, actor, account, AccountEventKind.CHANGED)
    if ends_others:
        end_login_sessions(db, actor, account, here.login_session_id)
        forget_known_devices(db, actor, account, keep=here.device_token)
    end_trust(db, actor, account)
    return renew_login_session(db, actor, here.login_session_id, is_proved=True)


def _keep_passphrase(db: Db, actor: Actor, account: Account, passphrase: str) -> None:
    check_new_passphrase(db, account, passphrase)
    account.passphrase_hash = hash_passphrase(passphrase)
    account.passphrase_changed_at = actor.at
    # A link that was on its way was for the passphrase before.
    end_invitations(db, actor, account)


@operation
def end_invitations(db: Db, actor: Actor, account: Account) -> None:
    """Let every open invitation of an account open nothing any more."""
    open_invitations = select(Invitation).where(
        Invitation.account_id == account.id,
        Invitation.used_at.is_(None),
        Invitation.replaced_at.is_(None),
    )
    for invitation in db.scalars(open_invitations):
        invitation.replaced_at = actor.at


@operation
def deactivate_account(db: Db, actor: Actor, account: Account) -> Account:
    """Close an account: its sign-ins end, no device is known, and open invitations open nothing."""
    if account.id == actor.account_id:
        raise Refused(N_("You cannot close your own account. Ask another administrator."))
    lock(db, account)
    if account.role is Role.ADMINISTRATOR and _is_last_administrator(db, account):
        raise Refused(N_("This is the last administrator. Add another one first."))
    account.is_active = False
    end_login_sessions(db, actor, account)
    forget_known_devices(db, actor, account)
    end_invitations(db, actor, account)
    return account


@operation
def reactivate_account(db: Db, actor: Actor, account: Account) -> Account:
    """Open a closed account again; its passphrase is the one it had."""
    account.is_active = True
    return account


def _is_last_administrator(db: Db, account: Account) -> bool:
    # All of them are held, so that two administrators cannot close each other at the same moment.
    administrators = db.scalars(
        select(Account)
        .where(Account.role == Role.ADMINISTRATOR, Account.is_active)
        .with_for_update()
    )
    return all(one.id == account.id for one in administrators)
