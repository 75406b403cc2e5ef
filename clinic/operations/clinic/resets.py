"""New links for people who have a passphrase: to the owner alone, or such that open no secret."""

from sqlalchemy import func, select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor, Role
from clinic.domain.clinic.credentials import LINK_RESTS, AccountEventKind
from clinic.domain.clinic.sign_in import INVITATION_LASTS, plain_sign_in_name
from clinic.domain.errors import Refused
from clinic.domain.post.messages import MessageKind
from clinic.domain.text import N_
from clinic.lookups.clinic.accounts import takes_two
from clinic.lookups.clinic.factors import factors_of
from clinic.lookups.clinic.invitations import check_may_invite
from clinic.models.accounts import Account, Invitation, InvitationRequest
from clinic.models.clients import known_address_of
from clinic.models.enrollments import Enrollment
from clinic.operations.clinic.account_events import tell_owner
from clinic.operations.clinic.factors import end_all_factors
from clinic.operations.clinic.invitations import IssuedInvitation, mail_link, make_link

_NOT_HERS_YET = N_(
    "No link can be sent there: the person has not used this address here, or it was changed in "
    "the last seven days."
)

_NO_SECOND_ONE = N_(
    "There is no second administrator who could grant it. Somebody with access to the server can "
    "do it at the terminal, or make an administrator there: clinic user."
)
NO_PROOF = N_("There is no second proof to end.")
NOT_THIS = N_("Something else was asked for here. Open the page again to see what.")


@operation
def mail_reset_link(
    db: Db, actor: Actor, account: Account, enrollment: Enrollment | None = None
) -> Invitation:
    """Send a link for a new passphrase to the owner, and to nobody else."""
    check_may_invite(db, actor.role, account)
    return _mail(db, actor, account, enrollment)


@operation
def ask_for_own_link(db: Db, actor: Actor, typed_name: str) -> None:
    """Send a link to whoever forgot her passphrase, where there is such a name and an address.

    What was sent a moment ago holds, so that nobody can fill a mailbox or spoil the link in it.
    """
    account = db.scalar(
        select(Account).where(
            Account.sign_in_name == plain_sign_in_name(typed_name),
            Account.is_active,
            Account.passphrase_hash.is_not(None),
        )
    )
    if account is None or not known_address_of(db, account).is_owners(actor.at):
        return
    lock(db, account)
    sent = select(func.max(Invitation.made_at)).where(
        Invitation.account_id == account.id,
        Invitation.mailed_to.is_not(None),
        Invitation.used_at.is_(None),
        Invitation.replaced_at.is_(None),
    )
    last = db.scalar(sent)
    if last is None or actor.at - last >= LINK_RESTS:
        _mail(db, actor, account, None)


@operation
def issue_reset_letter(db: Db, actor: Actor, account: Account) -> IssuedInvitation:
    """Make a link for a letter, which closes what is private when it is used."""
    if account.role is not Role.CLIENT:
        raise Refused(N_("Letters are for clients."))
    check_may_invite(db, actor.role, account)
    issued = make_link(db, actor, account)
    tell_owner(db, actor, account, AccountEventKind.LINK_PRINTED)
    return issued


@operation
def ask_for_staff_link(db: Db, actor: Actor, account: Account) -> InvitationRequest:
    """Ask for a link for a colleague that another administrator has to grant."""
    check_may_invite(db, actor.role, account)
    lock(db, account)
    if account.id == actor.account_id:
        raise Refused(N_("For yourself, change your passphrase on the page of your devices."))
    if not takes_two(account):
        raise Refused(N_("Nobody else is needed for this. Invite the person."))
    if not _others(db, actor):
        raise Refused(_NO_SECOND_ONE)
    return add_request(db, actor, account)


@operation
def ask_for_factor_reset(db: Db, actor: Actor, account: Account) -> InvitationRequest:
    """Ask that a colleague's second factor end, which another administrator has to grant."""
    if account.role is Role.CLIENT:
        raise Refused(N_("For a client, two of those who lead the group end it, on her page."))
    lock(db, account)
    if not account.is_active:
        raise Refused(N_("This account is closed. Open it again first."))
    if account.id == actor.account_id:
        raise Refused(N_("For yourself, use a code on your paper, or ask another administrator."))
    if not factors_of(db, account.id):
        raise Refused(NO_PROOF)
    if not _others(db, actor):
        raise Refused(_NO_SECOND_ONE)
    return add_request(db, actor, account, is_for_factor=True)


@operation
def grant_factor_reset(db: Db, actor: Actor, request: InvitationRequest) -> Account:
    """End the second factor of a colleague, as another administrator asked for.

    Whoever holds her passphrase gets no further by it alone than to set up a new one, and she is
    told at once; so the one who asks and the one who grants are two.
    """
    if not request.is_for_factor:
        raise Refused(NOT_THIS)
    account = settle_request(db, actor, request)
    if account.id == actor.account_id:
        raise Refused(N_("For yourself, use a code on your paper, or ask another administrator."))
    return end_all_factors(db, actor, account, AccountEventKind.FACTOR_RESET)


@operation
def grant_staff_link(db: Db, actor: Actor, request: InvitationRequest) -> IssuedInvitation:
    """Make the link that another administrator asked for."""
    if request.is_for_factor:
        raise Refused(NOT_THIS)
    account = settle_request(db, actor, request)
    if account.id == actor.account_id:
        raise Refused(N_("For yourself, change your passphrase on the page of your devices."))
    check_may_invite(db, actor.role, account)
    issued = make_link(db, actor, account)
    if account.passphrase_hash is not None:
        tell_owner(db, actor, account, AccountEventKind.LINK_GRANTED)
    return issued


@operation
def settle_request(db: Db, actor: Actor, request: InvitationRequest) -> Account:
    """Let a second person grant what the first one asked for, who has to be here still.

    Gives whose account it is about: locked before the request, as by everybody else.
    """
    account = db.get_one(Account, request.account_id)
    lock(db, account)
    lock(db, request)
    if request.settled_at is not None or actor.at - request.asked_at > INVITATION_LASTS:
        raise Refused(
            N_("This was already granted or taken back, or it was asked for too long ago.")
        )
    if request.asked_by_id == actor.account_id:
        raise Refused(N_("Somebody else has to grant what you asked for."))
    if not db.get_one(Account, request.asked_by_id).is_active:
        raise Refused(
            N_("The account of the person who asked for this has been closed. Ask for it again.")
        )
    request.settled_at = actor.at
    request.granted_by_id = actor.account_id
    return account


@operation
def add_request(
    db: Db,
    actor: Actor,
    account: Account,
    enrollment: Enrollment | None = None,
    *,
    is_for_factor: bool = False,
) -> InvitationRequest:
    """Ask for what a second person grants; what was asked for before of the kind is settled."""
    lock(db, account)
    place_id = enrollment.id if enrollment else None
    open_now = select(InvitationRequest).where(
        InvitationRequest.account_id == account.id,
        InvitationRequest.enrollment_id == place_id,
        InvitationRequest.is_for_factor.is_(is_for_factor),
        InvitationRequest.settled_at.is_(None),
    )
    for row in db.scalars(open_now):
        row.settled_at = actor.at
    request = InvitationRequest(
        account_id=account.id,
        asked_by_id=actor.account_id,
        asked_at=actor.at,
        enrollment_id=place_id,
        is_for_factor=is_for_factor,
    )
    db.add(request)
    kind = AccountEventKind.FACTOR_RESET_ASKED if is_for_factor else AccountEventKind.LINK_ASKED
    if account.passphrase_hash is not None:
        tell_owner(db, actor, account, kind)
    return request


def _mail(db: Db, actor: Actor, account: Account, enrollment: Enrollment | None) -> Invitation:
    known = known_address_of(db, account)
    if account.passphrase_hash is None or not known.is_owners(actor.at) or not known.address:
        raise Refused(_NOT_HERS_YET)
    issued = make_link(db, actor, account)
    invitation = mail_link(db, actor, issued, known.address, MessageKind.RESET_LINK, enrollment)
    tell_owner(db, actor, account, AccountEventKind.LINK_MAILED)
    return invitation


def _others(db: Db, actor: Actor) -> int:
    others = select(func.count(Account.id)).where(
        Account.role == Role.ADMINISTRATOR,
        Account.is_active,
        Account.passphrase_hash.is_not(None),
        Account.id != actor.account_id,
    )
    return db.scalar(others) or 0
