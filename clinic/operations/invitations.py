"""Inviting people to set a passphrase: a link that works once, for seven days."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor, Role
from clinic.domain.errors import Refused
from clinic.domain.messages import MessageKind
from clinic.domain.sign_in import (
    INVITATION_LASTS,
    hash_of_token,
    new_sign_in_name,
    plain_sign_in_name,
)
from clinic.domain.text import N_
from clinic.models.accounts import Account, Invitation
from clinic.models.clients import Client
from clinic.models.enrollments import Enrollment
from clinic.models.settings import Setting
from clinic.operations.accounts import set_passphrase
from clinic.operations.imported_people import check_comes_here
from clinic.operations.outbox import queue, withdraw

_TOKEN_BYTES = 32
_INVITATIONS = frozenset({MessageKind.INVITATION})
_NEWER = N_("A newer invitation took its place.")
_NOT_OPEN = N_("This invitation does not open anything any more.")


@dataclass(frozen=True, slots=True)
class IssuedInvitation:
    """A new invitation with its token, which is shown once and kept nowhere."""

    token: str
    expires_at: datetime
    account: Account


@operation
def issue_invitation(db: Db, actor: Actor, account: Account) -> IssuedInvitation:
    """Invite an account; older invitations of it end."""
    _check_may_invite(db, actor, account)
    for earlier in _open_invitations(db, account):
        earlier.replaced_at = actor.at
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    invitation = Invitation(
        account_id=account.id,
        token_hash=hash_of_token(token),
        made_at=actor.at,
        expires_at=actor.at + INVITATION_LASTS,
    )
    db.add(invitation)
    return IssuedInvitation(token, invitation.expires_at, account)


@operation
def mail_invitation(
    db: Db, actor: Actor, account: Account, enrollment: Enrollment | None = None
) -> Invitation:
    """Invite an account by mail: the link goes into the outbox and is shown to nobody."""
    issued = issue_invitation(db, actor, account)
    token_hash = hash_of_token(issued.token)
    invitation = db.scalars(select(Invitation).where(Invitation.token_hash == token_hash)).one()
    # An older link opens nothing any more: it need not be sent.
    if account.role is Role.CLIENT:
        client = db.scalars(select(Client).where(Client.account_id == account.id)).one()
        if not client.email:
            raise Refused(N_("There is no e-mail address. Show the link or print a letter."))
        withdraw(db, actor, client=client, kinds=_INVITATIONS, reason=_NEWER)
    queue(
        db,
        actor,
        kind=MessageKind.INVITATION,
        occasion=f"invitation:{invitation.id}",
        account=account,
        enrollment=enrollment,
        due_at=actor.at,
        path=f"/invitation/{issued.token}",
    )
    return invitation


@operation
def accept_invitation(db: Db, actor: Actor, token: str, passphrase: str) -> Account:
    """Use an invitation up and set the passphrase of its account."""
    invitation = db.scalar(select(Invitation).where(Invitation.token_hash == hash_of_token(token)))
    if invitation is None:
        raise Refused(_NOT_OPEN)
    lock(db, invitation)
    account = db.get_one(Account, invitation.account_id)
    is_open = invitation.used_at is None and invitation.replaced_at is None
    if not is_open or invitation.expires_at <= actor.at or not account.is_active:
        raise Refused(_NOT_OPEN)
    invitation.used_at = actor.at
    return set_passphrase(db, actor, account, passphrase)


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


def _check_may_invite(db: Db, actor: Actor, account: Account) -> None:
    if not account.is_active:
        raise Refused(N_("This account is closed. Open it again first."))
    is_client = account.role is Role.CLIENT
    if actor.role is not None and is_client == (actor.role is Role.ADMINISTRATOR):
        raise Refused(N_("Therapists invite clients; administrators invite staff."))
    if is_client and not _has_crisis_help(db):
        raise Refused(
            N_(
                "Clients cannot be invited yet: the help page does not say where to find help. "
                "An administrator can write it under Clinic."
            )
        )


def _has_crisis_help(db: Db) -> bool:
    told = select(func.count()).where(
        Setting.name.in_(("crisis_text", "crisis_line")), func.trim(Setting.value) != ""
    )
    return db.scalar(told) == 2


def _open_invitations(db: Db, account: Account) -> list[Invitation]:
    return list(
        db.scalars(
            select(Invitation).where(
                Invitation.account_id == account.id,
                Invitation.used_at.is_(None),
                Invitation.replaced_at.is_(None),
            )
        )
    )


def _free_sign_in_name(db: Db, email: str | None) -> str:
    name = plain_sign_in_name(email) if email else new_sign_in_name(secrets.choice)
    while db.scalar(select(Account.id).where(Account.sign_in_name == name)) is not None:
        name = new_sign_in_name(secrets.choice)
    return name
