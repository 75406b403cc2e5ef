"""A device that somebody is known on, and a link that one administrator asked for."""

import secrets
from datetime import datetime

from sqlalchemy import func, select

from clinic.db import Db, operation
from clinic.domain.access import Actor, Role
from clinic.domain.clinic.factors import SECRET_BYTES, step_of
from clinic.lookups.clinic.factors import app_code, as_secret
from clinic.lookups.clinic.passphrases import hash_passphrase
from clinic.models.accounts import Account, InvitationRequest, KnownDevice
from clinic.models.factors import SecondFactor
from clinic.operations.clinic.accounts import add_account, set_passphrase
from clinic.operations.clinic.factors import add_app, make_codes
from clinic.operations.clinic.identities import link_own_identity
from clinic.operations.clinic.invitations import accept_invitation, issue_invitation
from clinic.operations.clinic.login_sessions import Here, know_device, start_login_session
from clinic.operations.clinic.recoveries import open_private
from clinic.operations.clinic.resets import ask_for_factor_reset, ask_for_staff_link
from tests.cast import NOW, PASSPHRASE

SECOND = "five green kites flying"
WORDS = "river ferry heron canal candle kettle window orchard"


@operation
def know_words(db: Db, actor: Actor, account: Account) -> Account:
    """Let the recovery words of somebody be those that tests know."""
    account.recovery_hash = hash_passphrase(WORDS)
    return account


def link(db: Db, account: Account, at: datetime = NOW) -> None:
    """Let an account be linked with a sign-in server of the clinic's own."""
    doer = Actor(account.id, at, account.role)
    link_own_identity(db, doer, account, "https://id.example.org", "a subject", 0)


def known_device_of(db: Db, account: Account, at: datetime = NOW) -> KnownDevice:
    """Let an account be known on one device more, and give it."""
    know_device(db, Actor(account.id, at, account.role), account, "a tablet")
    found = select(KnownDevice).where(KnownDevice.account_id == account.id)
    return db.scalars(found.order_by(KnownDevice.id.desc()).limit(1)).one()


def second_administrator(db: Db) -> Account:
    """Give the clinic one administrator more, who can sign in."""
    system = Actor(None, NOW)
    number = db.scalar(select(func.count(Account.id)))
    bea = add_account(db, system, "Bea Okafor", f"bea-{number}@example.org", Role.ADMINISTRATOR)
    return set_passphrase(db, system, bea, SECOND)


def request_of(db: Db, account: Account, at: datetime = NOW) -> InvitationRequest:
    """Let a second administrator ask for a link for somebody."""
    bea = second_administrator(db)
    return ask_for_staff_link(db, Actor(bea.id, at, bea.role), account)


def factor_request_of(db: Db, account: Account, at: datetime = NOW) -> InvitationRequest:
    """Let a second administrator ask that the second factor of somebody end."""
    app_of_a(db, account, at)
    bea = second_administrator(db)
    return ask_for_factor_reset(db, Actor(bea.id, at, bea.role), account)


def ways_in_of(
    db: Db, account: Account, at: datetime
) -> dict[str, KnownDevice | InvitationRequest | SecondFactor]:
    """Give a device and a second factor of somebody, and a link that was asked for a colleague."""
    return {
        "factor_id": app_of_a(db, account, at)[0],
        "known_device_id": known_device_of(db, account, at),
        "factor_request_id": factor_request_of(db, second_administrator(db), at),
        # A newer one takes the place of an older one for the same colleague.
        "request_id": request_of(db, second_administrator(db), at),
    }


def app_of_a(db: Db, account: Account, at: datetime = NOW) -> tuple[SecondFactor, str]:
    """Let somebody have an app with codes and codes on paper; every sign-in of hers ends."""
    doer, secret = Actor(account.id, at, account.role), as_secret(secrets.token_bytes(SECRET_BYTES))
    factor = add_app(db, doer, account, secret, app_code(secret, step_of(at)), "a phone")
    make_codes(db, doer, account)
    return factor, secret


def closed_and_opened(db: Db, account: Account) -> None:
    """Let somebody come in by a link through other hands, and open with what she knew before."""
    system = Actor(None, NOW)
    accept_invitation(db, system, issue_invitation(db, system, account).token, PASSPHRASE)
    doer = Actor(account.id, NOW, account.role)
    here = Here(start_login_session(db, doer, account, "a tablet").row.id)
    open_private(db, doer, account, PASSPHRASE, here)
