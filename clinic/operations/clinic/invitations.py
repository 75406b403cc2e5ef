"""Inviting people to set a passphrase: a link that works once, for seven days."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor, Role
from clinic.domain.clinic.credentials import AccountEventKind
from clinic.domain.clinic.sign_in import (
    INVITATION_LASTS,
    hash_of_token,
    new_sign_in_name,
    plain_sign_in_name,
)
from clinic.domain.errors import Refused
from clinic.domain.post.messages import MessageKind
from clinic.domain.post.occasions import Cause, Occasion
from clinic.domain.post.recipients import Gist, Recipient
from clinic.domain.text import N_
from clinic.lookups.clinic.invitations import check_may_invite
from clinic.lookups.people.imported_people import check_comes_here
from clinic.models.accounts import Account, Invitation
from clinic.models.clients import Client, known_address_of
from clinic.models.enrollments import Enrollment
from clinic.operations.clinic.account_events import tell_owner
from clinic.operations.clinic.accounts import end_invitations, set_passphrase
from clinic.operations.clinic.identities import end_identities
from clinic.operations.clinic.recoveries import close_private
from clinic.operations.post.calendars import revoke_feed
from clinic.operations.post.outbox import queue, withdraw

_TOKEN_BYTES = 32
_INVITATIONS = frozenset({MessageKind.INVITATION, MessageKind.RESET_LINK})
_NEWER = N_("A newer invitation took its place.")
_NOT_SHOWN = N_(
    "Somebody who has a passphrase gets a new link only by e-mail, or in a letter that opens "
    "nothing private. It is not shown here."
)
_NOT_OPEN = N_("This invitation no longer works.")


@dataclass(frozen=True, slots=True)
class IssuedInvitation:
    """A new invitation with its token, which is shown once and kept nowhere."""

    token: str
    expires_at: datetime
    account: Account


@operation
def issue_invitation(db: Db, actor: Actor, account: Account) -> IssuedInvitation:
    """Invite somebody who has no passphrase yet; older invitations end."""
    check_may_invite(db, actor.role, account)
    if account.passphrase_hash is not None and actor.role is not None:
        raise Refused(_NOT_SHOWN)
    if account.role is Role.ADMINISTRATOR and actor.role is not None:
        raise Refused(N_("It takes two administrators to make a third. Ask for the link below."))
    return make_link(db, actor, account)


@operation
def issue_at_terminal(db: Db, actor: Actor, account: Account) -> IssuedInvitation:
    """Make a link on the server itself, for whoever has neither mail, words nor a colleague."""
    issued = issue_invitation(db, actor, account)
    if account.passphrase_hash is not None:
        tell_owner(db, actor, account, AccountEventKind.LINK_AT_TERMINAL)
    return issued


@operation
def mail_invitation(
    db: Db, actor: Actor, account: Account, enrollment: Enrollment | None = None
) -> Invitation:
    """Invite somebody who has no passphrase yet by mail: the link is shown to nobody."""
    issued = issue_invitation(db, actor, account)
    address = known_address_of(db, account).address
    if not address:
        raise Refused(N_("There is no e-mail address. Show the link or print a letter."))
    return mail_link(db, actor, issued, address, MessageKind.INVITATION, enrollment)


@operation
def accept_invitation(db: Db, actor: Actor, token: str, passphrase: str) -> Account:
    """Use an invitation up and set the passphrase of its account.

    Where there was a passphrase before and the link passed through other hands than the owner's,
    what was private until now is closed. Whatever way back the one before had made ends with every
    link: words on somebody's paper, the secret address of the calendar, whom the clinic's own
    sign-in server knows her as, and after other hands the address too.
    """
    invitation = db.scalar(select(Invitation).where(Invitation.token_hash == hash_of_token(token)))
    if invitation is None:
        raise Refused(_NOT_OPEN)
    lock(db, invitation)
    account = db.get_one(Account, invitation.account_id)
    lock(db, account)
    is_open = invitation.used_at is None and invitation.replaced_at is None
    if not is_open or invitation.expires_at <= actor.at or not account.is_active:
        raise Refused(_NOT_OPEN)
    revoke_feed(db, actor, account)
    had_passphrase = account.passphrase_hash is not None
    if invitation.mailed_to is not None:
        account.confirmed_address = invitation.mailed_to
        account.address_confirmed_at = actor.at
    elif had_passphrase:
        close_private(db, actor, account)
        account.address_confirmed_at = None
    account.recovery_hash = None
    if had_passphrase:
        end_identities(db, actor, account)
    invitation.used_at = actor.at
    set_passphrase(db, actor, account, passphrase)
    is_unseen = account.role is not Role.CLIENT and invitation.mailed_to is None
    if had_passphrase or is_unseen:
        # A colleague whose first link somebody else used hears of it.
        tell_owner(db, actor, account, AccountEventKind.BY_LINK)
    return account


@operation
def make_link(
    db: Db, actor: Actor, account: Account, mailed_to: str | None = None
) -> IssuedInvitation:
    """Make a link for an account; older ones end, and those still in the outbox are not sent."""
    end_invitations(db, actor, account)
    withdraw(db, actor, to=Recipient(account_id=account.id), kinds=_INVITATIONS, reason=_NEWER)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    invitation = Invitation(
        account_id=account.id,
        token_hash=hash_of_token(token),
        made_at=actor.at,
        expires_at=actor.at + INVITATION_LASTS,
        mailed_to=mailed_to,
    )
    db.add(invitation)
    db.flush()
    return IssuedInvitation(token, invitation.expires_at, account)


@operation
def mail_link(
    db: Db,
    actor: Actor,
    issued: IssuedInvitation,
    address: str,
    kind: MessageKind,
    enrollment: Enrollment | None = None,
) -> Invitation:
    """Put a link into a mail that goes to one address, whatever is entered before it leaves."""
    token_hash = hash_of_token(issued.token)
    invitation = db.scalars(select(Invitation).where(Invitation.token_hash == token_hash)).one()
    invitation.mailed_to = address
    to = Recipient(
        account_id=issued.account.id,
        enrollment_id=enrollment.id if enrollment else None,
        address=address,
    )
    gist = Gist(kind, f"/invitation/{issued.token}")
    queue(db, actor, Occasion(Cause.INVITATION, str(invitation.id)), to, gist, actor.at)
    return invitation


@operation
def make_client_account(db: Db, actor: Actor, client: Client) -> Account:
    """Give a client an account, or the one there is.

    The sign-in name is the e-mail address, or two words and four digits where there is no address
    or somebody signs in with it already, so that nobody learns that somebody does.
    """
    lock(db, client)
    check_comes_here(client)
    if client.account_id is not None:
        return db.get_one(Account, client.account_id)
    account = Account(
        sign_in_name=_free_sign_in_name(db, client.email),
        name=client.preferred_name,
        role=Role.CLIENT,
        is_active=True,
        created_at=actor.at,
    )
    db.add(account)
    db.flush()
    client.account_id = account.id
    return account


def _free_sign_in_name(db: Db, email: str | None) -> str:
    name = plain_sign_in_name(email) if email else new_sign_in_name(secrets.choice)
    while db.scalar(select(Account.id).where(Account.sign_in_name == name)) is not None:
        name = new_sign_in_name(secrets.choice)
    return name
