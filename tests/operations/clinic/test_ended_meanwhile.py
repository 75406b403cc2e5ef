"""What somebody came in with is ended while she is asked for more: then it opens nothing.

To compare a passphrase takes a moment, and comes before the transaction. Each test reads with one
session, lets another one write, and goes on with the first.
"""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.clinic.factors import FactorKind, step_of
from clinic.domain.errors import Refused, SignInEnded
from clinic.lookups.clinic.factors import app_code, as_secret, factors_of
from clinic.lookups.clinic.passkeys import MadePasskey
from clinic.models.accounts import Account, KnownDevice, LoginSession
from clinic.models.factors import SecondFactor
from clinic.operations.clinic.accounts import (
    deactivate_account,
    set_passphrase,
)
from clinic.operations.clinic.factors import add_app, add_passkey, end_factor, note_passkey_used
from clinic.operations.clinic.login_sessions import (
    Browser,
    enter,
    leave_everywhere,
    renew_login_session,
    start_login_session,
    wait_at_door,
)
from clinic.operations.clinic.sign_in_attempts import admit_try
from tests.cast import NOW, Cast
from tests.devices import app_of_a

NEW = "another kettle on a shelf"
SECRET = as_secret(b"s" * 20)


@pytest.fixture
def elsewhere(app: Flask) -> Iterator[Db]:
    """A session of another request."""
    with app.extensions["hearth"].databases() as other:
        yield other


@pytest.fixture
def tom(db: Db, cast: Cast) -> Account:
    return cast.accounts["tom"]


def doer(account: Account) -> Actor:
    return Actor(account.id, NOW, account.role)


def same(elsewhere: Db, account: Account) -> Account:
    return elsewhere.get_one(Account, account.id)


def live(db: Db, account: Account) -> int:
    db.commit()
    open_ones = LoginSession.account_id == account.id, LoginSession.ended_at.is_(None)
    return db.scalar(select(func.count()).where(*open_ones)) or 0


Change = Callable[[Db, Account], object]
CHANGES: dict[str, Change] = {
    "a new passphrase": lambda db, account: set_passphrase(db, doer(account), account, NEW),
    "closed": lambda db, account: deactivate_account(db, Actor(None, NOW), account),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("way", ["enter", "door", "second proof"])
def test_an_old_passphrase_lets_nobody_in(
    db: Db, elsewhere: Db, tom: Account, change: str, way: str
) -> None:
    waiting = wait_at_door(db, doer(tom), tom, "a thief's").row
    attempt = None
    if way != "second proof":
        attempt = admit_try(db, Actor(None, NOW), tom.sign_in_name, "10.0.0.1")
        assert attempt is not None
    CHANGES[change](elsewhere, same(elsewhere, tom))

    ways: dict[str, Callable[[], object]] = {
        "door": lambda: wait_at_door(db, doer(tom), tom, "a thief's", attempt),
        "enter": lambda: enter(db, doer(tom), tom, Browser("a thief's"), attempt),
        "second proof": lambda: enter(
            db, doer(tom), tom, Browser("a thief's"), waiting=waiting, trusts_device=True
        ),
    }
    with pytest.raises(SignInEnded):
        ways[way]()

    assert live(db, tom) == 0
    trusted = KnownDevice.trusted_until.is_not(None)
    assert db.scalar(select(func.count()).where(KnownDevice.account_id == tom.id, trusted)) == 0


def test_a_place_at_the_door_is_passed_once(db: Db, elsewhere: Db, tom: Account) -> None:
    waiting = wait_at_door(db, doer(tom), tom, "a laptop").row
    again = elsewhere.get_one(LoginSession, waiting.id)
    enter(elsewhere, doer(tom), same(elsewhere, tom), Browser("a laptop"), waiting=again)

    with pytest.raises(SignInEnded):
        enter(db, doer(tom), tom, Browser("a laptop"), waiting=waiting)
    assert live(db, tom) == 1


def test_an_ended_sign_in_is_not_renewed(db: Db, elsewhere: Db, tom: Account) -> None:
    row = start_login_session(db, doer(tom), tom, "a laptop").row
    leave_everywhere(elsewhere, doer(tom), same(elsewhere, tom))

    with pytest.raises(SignInEnded):
        renew_login_session(db, doer(tom), row.id, is_proved=True)
    assert live(db, tom) == 0


@pytest.fixture
def passkey(db: Db, tom: Account) -> SecondFactor:
    app_of_a(db, tom)
    made = MadePasskey("an-id-of-a-key", "a-public-key", 5)
    return add_passkey(db, doer(tom), tom, made, "a laptop")


def test_an_ended_passkey_and_one_that_does_not_count_on_are_refused(
    db: Db, elsewhere: Db, tom: Account, passkey: SecondFactor
) -> None:
    theirs = elsewhere.get_one(SecondFactor, passkey.id)
    note_passkey_used(elsewhere, doer(tom), theirs, 6)
    with pytest.raises(Refused, match="did not answer"):
        note_passkey_used(db, doer(tom), passkey, 6)

    end_factor(elsewhere, doer(tom), theirs)
    with pytest.raises(Refused, match="did not answer"):
        note_passkey_used(db, doer(tom), passkey, 7)


def test_a_stranger_at_the_door_does_not_take_the_place_of_an_app_set_up_a_moment_ago(
    db: Db, elsewhere: Db, tom: Account
) -> None:
    strangers = wait_at_door(db, doer(tom), tom, "a stranger's").row
    own = wait_at_door(elsewhere, doer(tom), same(elsewhere, tom), "his own").row
    code = app_code(SECRET, step_of(NOW))
    add_app(elsewhere, doer(tom), same(elsewhere, tom), SECRET, code, "a phone", own.id)

    with pytest.raises(SignInEnded):
        add_app(db, doer(tom), tom, SECRET, code, "a stranger's phone", strangers.id)
    db.commit()
    assert [(row.kind, row.label) for row in factors_of(db, tom.id)] == [
        (FactorKind.APP, "a phone")
    ]
