"""Linking an account of the staff with the clinic's own sign-in server, and ending that."""

from sqlalchemy import select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor, Role
from clinic.domain.clinic.credentials import AccountEventKind
from clinic.domain.errors import Refused
from clinic.domain.text import N_
from clinic.lookups.clinic.accounts import takes_two
from clinic.lookups.clinic.passphrases import hash_of_nobody
from clinic.models.accounts import Account
from clinic.models.identities import LinkedIdentity
from clinic.operations.clinic.account_events import tell_owner
from clinic.operations.clinic.login_sessions import end_login_sessions, end_trust

_NOT_CLIENTS = N_("Clients sign in with their passphrase.")
_OWNER_DOES = N_(
    "This account is in use: its owner links it, on the page of her devices. Else whoever links it "
    "could come in as her."
)
_TAKEN = N_("This sign-in is linked with another account already. Nothing was changed.")
_LONGEST_SUBJECT = 255


@operation
def link_own_identity(
    db: Db, actor: Actor, account: Account, issuer: str, subject: str, keep_id: int
) -> LinkedIdentity:
    """Link one's own account; every sign-in but `keep_id` ends, as after every such change."""
    row = _link(db, actor, account, issuer, subject)
    end_login_sessions(db, actor, account, keep_id)
    end_trust(db, actor, account)
    return row


@operation
def link_identity(
    db: Db, actor: Actor, account: Account, issuer: str, subject: str
) -> LinkedIdentity:
    """Link an account that nobody has used yet, for its owner to come in."""
    lock(db, account)
    if takes_two(account):
        raise Refused(_OWNER_DOES)
    return _link(db, actor, account, issuer, subject)


def _link(db: Db, actor: Actor, account: Account, issuer: str, subject: str) -> LinkedIdentity:
    lock(db, account)
    if account.role is Role.CLIENT:
        raise Refused(_NOT_CLIENTS)
    open_ones = select(LinkedIdentity).where(LinkedIdentity.ended_at.is_(None))
    same = LinkedIdentity.issuer == issuer, LinkedIdentity.subject == subject
    theirs = db.scalar(open_ones.where(*same))
    if theirs is not None and theirs.account_id == account.id:
        return theirs
    if theirs is not None or not 0 < len(subject) <= _LONGEST_SUBJECT:
        raise Refused(_TAKEN, field="subject")
    for before in db.scalars(open_ones.where(LinkedIdentity.account_id == account.id)):
        before.ended_at = actor.at
    db.flush()
    row = LinkedIdentity(
        account_id=account.id,
        issuer=issuer,
        subject=subject,
        made_at=actor.at,
        made_by_id=actor.account_id,
    )
    db.add(row)
    tell_owner(db, actor, account, AccountEventKind.IDENTITY_LINKED)
    return row


@operation
def end_identity(
    db: Db, actor: Actor, row: LinkedIdentity, keep_id: int | None = None
) -> LinkedIdentity:
    """End a link; it lets nobody in any more, and every sign-in but `keep_id` ends."""
    account = db.get_one(Account, row.account_id)
    lock(db, account)
    if row.ended_at is None:
        row.ended_at = actor.at
        tell_owner(db, actor, account, AccountEventKind.IDENTITY_ENDED)
        end_login_sessions(db, actor, account, keep_id)
    return row


@operation
def end_identities(db: Db, actor: Actor, account: Account) -> None:
    """End every link of an account, whoever made it, and tell its owner."""
    found = select(LinkedIdentity).where(
        LinkedIdentity.account_id == account.id, LinkedIdentity.ended_at.is_(None)
    )
    for row in db.scalars(found).all():
        end_identity(db, actor, row)


@operation
def put_in_use(db: Db, actor: Actor, account: Account) -> Account:
    """Note that an account is somebody's who came in by the provider and chose no passphrase.

    It gets one that nobody knows: from here on all that guards an account in use holds for it.
    """
    lock(db, account)
    if account.passphrase_hash is None:
        account.passphrase_hash = hash_of_nobody()
        account.passphrase_changed_at = actor.at
    return account
