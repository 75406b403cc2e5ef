"""Letting people in by a link: shown, mailed or printed, and by two where a place is over or new.

Whoever left a group may be in another one by now, and her link opens what she has there. Where a
place is over nobody holds one alone, whether there is another group or not: nothing tells. Nor from
a place that was given, or given back, a moment ago to somebody who has a passphrase.
"""

from typing import assert_never

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.clinic.credentials import AccountEventKind, WhyTwo
from clinic.domain.errors import Refused
from clinic.domain.text import N_
from clinic.lookups.clinic.factors import factors_of
from clinic.lookups.clinic.invitations import check_may_invite
from clinic.lookups.people.links import account_of, leads, why_two
from clinic.models.accounts import Account, Invitation, InvitationRequest
from clinic.models.clients import Client
from clinic.models.enrollments import Enrollment
from clinic.operations.clinic.factors import end_all_factors
from clinic.operations.clinic.invitations import (
    IssuedInvitation,
    issue_invitation,
    mail_invitation,
    make_client_account,
)
from clinic.operations.clinic.resets import (
    NO_PROOF,
    NOT_THIS,
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
    account = account_of(db, enrollment)
    if account is None or account.passphrase_hash is None:
        return mail_client_invitation(db, actor, enrollment)
    return mail_reset_link(db, actor, account, enrollment)


def print_client_link(db: Db, actor: Actor, enrollment: Enrollment) -> IssuedInvitation:
    """Make the link for a letter: the first one, or one that leaves closed what is private."""
    _check_takes_one(db, actor, enrollment)
    account = account_of(db, enrollment)
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
    _check_another_leads(db, actor, enrollment)
    account = make_client_account(db, actor, db.get_one(Client, enrollment.client_id))
    check_may_invite(db, actor.role, account)
    return add_request(db, actor, account, enrollment)


@operation
def grant_client_letter(db: Db, actor: Actor, request: InvitationRequest) -> IssuedInvitation:
    """Make the link for the letter that a colleague asked for, who still leads the group."""
    if request.is_for_factor:
        raise Refused(NOT_THIS)
    account = _settle_for_place(db, actor, request)
    if account.passphrase_hash is None:
        return issue_invitation(db, actor, account)
    return issue_reset_letter(db, actor, account)


@operation
def ask_to_end_proof(db: Db, actor: Actor, enrollment: Enrollment) -> InvitationRequest:
    """Ask that the second proof of a person end who lost it; a colleague of the group grants it."""
    account = account_of(db, enrollment)
    if account is None or not factors_of(db, account.id):
        raise Refused(NO_PROOF)
    _check_another_leads(db, actor, enrollment)
    check_may_invite(db, actor.role, account)
    return add_request(db, actor, account, enrollment, is_for_factor=True)


@operation
def grant_end_of_proof(db: Db, actor: Actor, request: InvitationRequest) -> Account:
    """End the second proof of a person, as a colleague asked for who still leads the group."""
    if not request.is_for_factor:
        raise Refused(NOT_THIS)
    account = _settle_for_place(db, actor, request)
    return end_all_factors(db, actor, account, AccountEventKind.FACTOR_RESET)


def _settle_for_place(db: Db, actor: Actor, request: InvitationRequest) -> Account:
    account = settle_request(db, actor, request)
    enrollment = db.get_one(Enrollment, request.enrollment_id)
    if not leads(db, enrollment, actor.at, only=request.asked_by_id):
        raise Refused(N_("The person who asked for this no longer leads the group. Ask again."))
    return account


def _check_another_leads(db: Db, actor: Actor, enrollment: Enrollment) -> None:
    if not leads(db, enrollment, actor.at, but=actor.account_id):
        raise Refused(
            N_(
                "Nobody else leads this group who could grant it. Add a colleague to those who "
                "lead it first."
            )
        )


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
