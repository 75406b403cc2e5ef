"""Letting people in by a link: shown, mailed or printed, and by two where a place is over or new.

Whoever left a group may be in another one by now, and her link opens what she has there. Where a
place is over nobody holds one alone, whether there is another group or not: nothing tells. Nor from
a place that was given, or given back, a moment ago to somebody who has a passphrase.
"""

from typing import assert_never

from sqlalchemy import exists, select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.clinic.credentials import WhyTwo
from clinic.domain.errors import Refused
from clinic.domain.text import N_
from clinic.lookups.clinic.invitations import check_may_invite
from clinic.lookups.people.links import why_two
from clinic.models.accounts import Account, Invitation, InvitationRequest
from clinic.models.clients import Client
from clinic.models.cohorts import Facilitator
from clinic.models.enrollments import Enrollment
from clinic.operations.clinic.invitations import (
    IssuedInvitation,
    issue_invitation,
    mail_invitation,
    make_client_account,
)
from clinic.operations.clinic.resets import (
    add_request,
    issue_reset_letter,
    mail_reset_link,
    settle_request,
)

DEED_NOUN = "clients"


@operation
def invite_client(db: Db, actor: Actor, enrollment: Enrollment) -> IssuedInvitation:
    """Give a person an account where there is none, and a fresh link that opens it."""
    account = make_client_account(db, actor, db.get_one(Client, enrollment.client_id))
    _check_takes_one(db, actor, enrollment)
    return issue_invitation(db, actor, account)


def mail_client_link(db: Db, actor: Actor, enrollment: Enrollment) -> Invitation:
    """Send a person the link that she needs: the first one, or one for a new passphrase."""
    account = _account_of(db, enrollment)
    if account is None or account.passphrase_hash is None:
        return mail_client_invitation(db, actor, enrollment)
    return mail_reset_link(db, actor, account, enrollment)


def print_client_link(db: Db, actor: Actor, enrollment: Enrollment) -> IssuedInvitation:
    """Make the link for a letter: the first one, or one that leaves closed what is private."""
    _check_takes_one(db, actor, enrollment)
    account = _account_of(db, enrollment)
    if account is None or account.passphrase_hash is None:
        return invite_client(db, actor, enrollment)
    return issue_reset_letter(db, actor, account)


@operation
def mail_client_invitation(db: Db, actor: Actor, enrollment: Enrollment) -> Invitation:
    """Invite a person by mail, making an account where there is none."""
    account = make_client_account(db, actor, db.get_one(Client, enrollment.client_id))
    # To an address that nobody has used here yet: whoever entered it may read it.
    _check_takes_one(db, actor, enrollment)
    db.flush()
    return mail_invitation(db, actor, account, enrollment)


@operation
def ask_for_client_letter(db: Db, actor: Actor, enrollment: Enrollment) -> InvitationRequest:
    """Ask for a letter from a place that is over or new, which a colleague of that group grants."""
    lock(db, enrollment)
    if why_two(db, enrollment, actor.at) is None:
        raise Refused(N_("Nobody else is needed for this. Print the letter."))
    if not _leads(db, enrollment, but=actor.account_id):
        raise Refused(
            N_(
                "Nobody else leads this group who could grant it. Add a colleague to those who "
                "lead it first."
            )
        )
    account = make_client_account(db, actor, db.get_one(Client, enrollment.client_id))
    check_may_invite(db, actor.role, account)
    return add_request(db, actor, account, enrollment)


@operation
def grant_client_letter(db: Db, actor: Actor, request: InvitationRequest) -> IssuedInvitation:
    """Make the link for the letter that a colleague asked for, who still leads the group."""
    settle_request(db, actor, request)
    enrollment = db.get_one(Enrollment, request.enrollment_id)
    if not _leads(db, enrollment, only=request.asked_by_id):
        raise Refused(N_("The person who asked for this no longer leads the group. Ask again."))
    account = db.get_one(Account, request.account_id)
    if account.passphrase_hash is None:
        return issue_invitation(db, actor, account)
    return issue_reset_letter(db, actor, account)


def _account_of(db: Db, enrollment: Enrollment) -> Account | None:
    client = db.get_one(Client, enrollment.client_id)
    return db.get(Account, client.account_id) if client.account_id else None


def _check_takes_one(db: Db, actor: Actor, enrollment: Enrollment) -> None:
    match why_two(db, enrollment, actor.at):
        case None:
            return
        case WhyTwo.OVER:
            raise Refused(
                N_(
                    "This place is over, so a link takes two of those who lead the group. Ask for "
                    "a letter on the page of the person; a colleague grants it there."
                )
            )
        case WhyTwo.NEW:
            raise Refused(
                N_(
                    "This place is newer than seven days and the person has a passphrase, so a "
                    "letter takes two of those who lead the group. Ask for it on the page of the "
                    "person; a colleague grants it there."
                )
            )
        case why:
            assert_never(why)


def _leads(
    db: Db, enrollment: Enrollment, *, only: int | None = None, but: int | None = None
) -> bool:
    """Say whether somebody who can sign in leads the group: this one, or another than that one."""
    found = (
        select(Facilitator.id)
        .join(Facilitator.account)
        .where(
            Facilitator.cohort_id == enrollment.cohort_id,
            Facilitator.ended_at.is_(None),
            Account.is_active,
            Account.passphrase_hash.is_not(None),
        )
    )
    who = Facilitator.account_id == only if only is not None else Facilitator.account_id != but
    return bool(db.scalar(select(exists(found.where(who)))))
