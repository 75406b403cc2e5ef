"""Setting up, using and ending second factors, and the codes on paper for whoever lost hers."""

import secrets

from sqlalchemy import select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor, Role
from clinic.domain.clinic.credentials import AccountEventKind
from clinic.domain.clinic.factors import (
    HOW_MANY_CODES,
    MOST_PASSKEYS,
    FactorKind,
    new_recovery_code,
    plain_app_code,
)
from clinic.domain.errors import Refused, SignInEnded
from clinic.domain.text import N_
from clinic.lookups.clinic.factors import (
    app_of,
    factors_of,
    find_code,
    first_factor_from,
    hash_recovery_code,
    open_codes,
    step_of_code,
)
from clinic.lookups.clinic.passkeys import MadePasskey
from clinic.lookups.clinic.settings import clinic_settings
from clinic.models.accounts import Account, LoginSession
from clinic.models.factors import RecoveryCode, SecondFactor
from clinic.models.sealed import read_sealed, write_sealed
from clinic.operations.clinic.account_events import tell_owner
from clinic.operations.clinic.login_sessions import end_login_sessions, end_trust

_SALT_BYTES = 16
_TOO_SOON = N_(
    "Somebody came in by a link or by recovery words in the last seven days. So that nobody else "
    "can shut you out, a second proof can be set up when they are over."
)
_WRONG = N_(
    "This is not the code that counts now. Please look at the app again: it shows a new one every "
    "half minute, and each counts once. If none counts, a clock may be wrong: here it is %(time)s "
    "(UTC)."
)


@operation
def add_app(
    db: Db,
    actor: Actor,
    account: Account,
    secret: str,
    typed: str,
    device: str,
    keep_id: int | None = None,
) -> SecondFactor:
    """Take an app whose first code is right; it takes the place of the one before.

    Every sign-in but `keep_id` ends, and no device is trusted any more.
    """
    lock(db, account)
    _check_may_add(db, actor, account, keep_id)
    code = plain_app_code(typed)
    step = step_of_code(secret, code, None, actor.at) if code else None
    if step is None:
        raise Refused(_WRONG, {"time": f"{actor.at:%H:%M:%S}"}, field="code")
    before = app_of(db, account.id)
    if before is not None:
        before.ended_at = actor.at
    factor = SecondFactor(
        account_id=account.id,
        kind=FactorKind.APP,
        label=device[:120],
        used_step=step,
        made_at=actor.at,
    )
    write_sealed(db.keys, factor, "secret", secret)
    return _add(db, actor, factor, keep_id)


@operation
def add_passkey(
    db: Db,
    actor: Actor,
    account: Account,
    passkey: MadePasskey,
    device: str,
    keep_id: int | None = None,
) -> SecondFactor:
    """Take a passkey beside those that somebody has."""
    lock(db, account)
    _check_may_add(db, actor, account, keep_id)
    own = [row for row in factors_of(db, account.id) if row.kind is FactorKind.PASSKEY]
    if len(own) >= MOST_PASSKEYS:
        raise Refused(N_("Ten passkeys are enough. Take one away first."))
    taken = select(SecondFactor.id).where(SecondFactor.credential_id == passkey.credential_id)
    if db.scalar(taken) is not None:
        raise Refused(N_("This passkey is in use already. Choose another one."))
    factor = SecondFactor(
        account_id=account.id,
        kind=FactorKind.PASSKEY,
        label=device[:120],
        credential_id=passkey.credential_id,
        public_key=passkey.public_key,
        sign_count=passkey.sign_count,
        made_at=actor.at,
    )
    return _add(db, actor, factor, keep_id)


@operation
def end_factor(
    db: Db, actor: Actor, factor: SecondFactor, keep_id: int | None = None
) -> SecondFactor:
    """Take a second factor away; the codes on paper end with the last one."""
    account = _locked_owner(db, factor)
    left = [row for row in factors_of(db, account.id) if row.id != factor.id]
    is_required = account.role is not Role.CLIENT and clinic_settings(db).asks_second_factor
    if not left and is_required:
        raise Refused(
            N_("The clinic asks for a second proof. Set up another one first, then end this one.")
        )
    factor.ended_at = factor.ended_at or actor.at
    if not left:
        _end_codes(db, actor, account)
    _end_elsewhere(db, actor, account, keep_id)
    tell_owner(db, actor, account, AccountEventKind.FACTOR_ENDED, device=factor.label)
    return factor


@operation
def make_codes(db: Db, actor: Actor, account: Account) -> list[str]:
    """Make ten codes for paper, to be shown this once; older ones do not count any more."""
    lock(db, account)
    had_some = bool(open_codes(db, account.id))
    _end_codes(db, actor, account)
    codes = [new_recovery_code(secrets.choice) for _ in range(HOW_MANY_CODES)]
    salt = secrets.token_hex(_SALT_BYTES)
    for code in codes:
        hashed = hash_recovery_code(code, salt)
        db.add(RecoveryCode(account_id=account.id, salt=salt, code_hash=hashed, made_at=actor.at))
    if had_some:
        end_trust(db, actor, account)
        tell_owner(db, actor, account, AccountEventKind.CODES_MADE)
    return codes


@operation
def take_code(db: Db, actor: Actor, account: Account, typed: str) -> bool:
    """Use up the code that somebody typed, of the app or from paper, and say whether it was one.

    A code counts once, also where it is sent twice at the same moment.
    """
    lock(db, account)
    app, digits = app_of(db, account.id), plain_app_code(typed)
    if digits is not None:
        return app is not None and _takes_app_code(db, actor, app, digits)
    code = find_code(db, account.id, typed)
    if code is None:
        return False
    code.used_at = actor.at
    tell_owner(db, actor, account, AccountEventKind.CODE_USED)
    return True


@operation
def note_passkey_used(db: Db, actor: Actor, factor: SecondFactor, sign_count: int) -> SecondFactor:
    """Note that a passkey answered, and how often; a count that does not grow is a copy's."""
    _locked_owner(db, factor)
    lock(db, factor)
    known = factor.sign_count or 0
    if factor.ended_at is not None or (sign_count or known) and sign_count <= known:
        raise Refused(N_("This passkey did not answer as it should. Use another way in."))
    factor.sign_count = sign_count
    factor.used_at = actor.at
    return factor


@operation
def end_all_factors(db: Db, actor: Actor, account: Account, kind: AccountEventKind) -> Account:
    """Let somebody start over: every factor, code, sign-in and trusted device ends."""
    lock(db, account)
    for factor in factors_of(db, account.id):
        factor.ended_at = actor.at
    _end_codes(db, actor, account)
    _end_elsewhere(db, actor, account, None)
    tell_owner(db, actor, account, kind)
    return account


def _check_may_add(db: Db, actor: Actor, account: Account, login_session_id: int | None) -> None:
    """Refuse a factor from a sign-in that has ended, or from the door where there is one by now.

    And a first one from whoever came in by a link a moment ago.

    Whoever stands at the door has shown the passphrase alone: she sets up the first one, and does
    not get past one that was set up a moment ago.
    """
    begins = first_factor_from(db, account)
    if begins is not None and actor.at < begins:
        raise Refused(_TOO_SOON)
    if login_session_id is None:
        return
    row = db.get_one(LoginSession, login_session_id)
    lock(db, row)
    if row.ended_at is not None or row.is_waiting and factors_of(db, account.id):
        raise SignInEnded


def _takes_app_code(db: Db, actor: Actor, app: SecondFactor, code: str) -> bool:
    secret = read_sealed(db.keys, app, "secret") or ""
    step = step_of_code(secret, code, app.used_step, actor.at)
    if step is None:
        return False
    app.used_step, app.used_at = step, actor.at
    return True


def _locked_owner(db: Db, factor: SecondFactor) -> Account:
    account = db.get_one(Account, factor.account_id)
    lock(db, account)
    return account


def _add(db: Db, actor: Actor, factor: SecondFactor, keep_id: int | None) -> SecondFactor:
    db.add(factor)
    db.flush()
    account = db.get_one(Account, factor.account_id)
    _end_elsewhere(db, actor, account, keep_id)
    tell_owner(db, actor, account, AccountEventKind.FACTOR_ADDED, device=factor.label)
    return factor


def _end_codes(db: Db, actor: Actor, account: Account) -> None:
    for row in open_codes(db, account.id):
        row.ended_at = actor.at


def _end_elsewhere(db: Db, actor: Actor, account: Account, keep_id: int | None) -> None:
    end_login_sessions(db, actor, account, keep_id)
    end_trust(db, actor, account)
