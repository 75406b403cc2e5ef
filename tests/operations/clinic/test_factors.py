"""Second factors: a code counts once, codes on paper too, and every change ends other sign-ins."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.clinic.credentials import AccountEventKind as Kind
from clinic.domain.clinic.factors import step_of
from clinic.domain.errors import Refused
from clinic.lookups.clinic.accounts import find_login_session
from clinic.lookups.clinic.factors import app_code, as_secret, factors_of, open_codes
from clinic.lookups.clinic.passkeys import MadePasskey
from clinic.models.accounts import Account
from clinic.models.factors import RecoveryCode, SecondFactor
from clinic.operations.clinic.factors import (
    add_app,
    add_passkey,
    end_factor,
    make_codes,
    note_passkey_used,
    take_code,
)
from clinic.operations.clinic.login_sessions import start_login_session
from tests.cast import NOW, Cast
from tests.credentials import told
from tests.devices import app_of_a

SECRET = as_secret(b"12345678901234567890")
KEY = MadePasskey("credential", "key", 4)


@pytest.fixture
def ada(cast: Cast) -> Account:
    return cast.accounts["ada"]


def by(account: Account, seconds: float = 0) -> Actor:
    return Actor(account.id, NOW + timedelta(seconds=seconds), account.role)


def code(secret: str, seconds: float = 0) -> str:
    return app_code(secret, step_of(NOW + timedelta(seconds=seconds)))


@pytest.mark.parametrize(
    ("at", "shown"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_the_codes_are_those_of_the_standard(at: int, shown: str) -> None:
    """RFC 6238, appendix B, with its last six digits."""
    assert app_code(SECRET, at // 30) == shown


def test_an_app_is_taken_with_its_right_code_alone(db: Db, ada: Account) -> None:
    with pytest.raises(Refused) as refused:
        add_app(db, by(ada), ada, SECRET, "000000", "a phone")
    assert refused.value.field == "code"
    add_app(db, by(ada), ada, SECRET, code(SECRET), "a phone")
    assert told(db, ada) == [Kind.FACTOR_ADDED]


def test_a_code_counts_once_and_none_before_it(db: Db, ada: Account) -> None:
    _factor, secret = app_of_a(db, ada)
    assert not take_code(db, by(ada), ada, code(secret))
    assert take_code(db, by(ada, 30), ada, code(secret, 30))
    assert not take_code(db, by(ada, 30), ada, code(secret, 30))
    assert not take_code(db, by(ada, 60), ada, code(secret, 30))
    assert take_code(db, by(ada, 60), ada, code(secret, 60))


@pytest.mark.parametrize(
    ("ahead", "counts"), [(-90, False), (-30, True), (0, True), (30, True), (60, False)]
)
def test_a_telephone_may_be_half_a_minute_ahead_or_behind(
    db: Db, ada: Account, ahead: int, counts: bool
) -> None:
    _factor, secret = app_of_a(db, ada)
    assert take_code(db, by(ada, 600), ada, code(secret, 600 + ahead)) is counts


def test_a_code_may_be_typed_with_a_space(db: Db, ada: Account) -> None:
    _factor, secret = app_of_a(db, ada)
    shown = code(secret, 60)
    assert take_code(db, by(ada, 60), ada, f" {shown[:3]} {shown[3:]} ")


def test_the_secret_stands_sealed_in_the_table(db: Db, ada: Account) -> None:
    _factor, secret = app_of_a(db, ada)
    assert secret not in str(db.execute(select(SecondFactor.__table__)).all())


def test_ten_codes_on_paper_count_once_each(db: Db, ada: Account) -> None:
    app_of_a(db, ada)
    codes = make_codes(db, by(ada), ada)
    assert len(set(codes)) == 10
    assert all(take_code(db, by(ada), ada, f" {one.upper()} ") for one in codes)
    assert not any(take_code(db, by(ada), ada, one) for one in codes)
    assert told(db, ada).count(Kind.CODE_USED) == 10


def test_codes_on_paper_are_kept_as_hashes_and_end_with_new_ones(db: Db, ada: Account) -> None:
    app_of_a(db, ada)
    first, second = make_codes(db, by(ada), ada), make_codes(db, by(ada), ada)
    rows = str(db.execute(select(RecoveryCode.__table__)).all())
    assert not any(one in rows or one.replace("-", "") in rows for one in (*first, *second))
    assert not take_code(db, by(ada), ada, first[0])
    assert take_code(db, by(ada), ada, second[0])


def test_nobody_takes_the_code_of_another(db: Db, cast: Cast, ada: Account) -> None:
    _factor, secret = app_of_a(db, ada)
    app_of_a(db, cast.accounts["tom"])
    codes = make_codes(db, by(ada), ada)
    tom = cast.accounts["tom"]
    assert not take_code(db, by(tom, 60), tom, code(secret, 60))
    assert not take_code(db, by(tom), tom, codes[0])


def test_every_change_ends_the_sign_ins_elsewhere(db: Db, ada: Account) -> None:
    here, there = (start_login_session(db, by(ada), ada, "a test") for _ in range(2))
    add_app(db, by(ada), ada, SECRET, code(SECRET), "a phone", here.row.id)
    assert find_login_session(db, here.token, NOW) is not None
    assert find_login_session(db, there.token, NOW) is None


def test_a_new_app_takes_the_place_of_the_one_before(db: Db, ada: Account) -> None:
    _factor, secret = app_of_a(db, ada)
    add_app(db, by(ada), ada, SECRET, code(SECRET), "a new telephone")
    assert [one.label for one in factors_of(db, ada.id)] == ["a new telephone"]
    assert not take_code(db, by(ada, 60), ada, code(secret, 60))


def test_the_codes_end_with_the_last_factor(db: Db, ada: Account) -> None:
    factor, _secret = app_of_a(db, ada)
    end_factor(db, by(ada), factor)
    assert (list(factors_of(db, ada.id)), list(open_codes(db, ada.id))) == ([], [])
    assert told(db, ada)[-1] is Kind.FACTOR_ENDED


def test_a_passkey_whose_count_does_not_grow_is_a_copy_s(db: Db, ada: Account) -> None:
    factor = add_passkey(db, by(ada), ada, KEY, "a laptop")
    note_passkey_used(db, by(ada), factor, 5)
    for count in (5, 4, 0):
        with pytest.raises(Refused):
            note_passkey_used(db, by(ada), factor, count)


def test_a_passkey_that_never_counts_is_taken(db: Db, ada: Account) -> None:
    factor = add_passkey(db, by(ada), ada, MadePasskey("another", "key", 0), "a laptop")
    note_passkey_used(db, by(ada), factor, 0)
    note_passkey_used(db, by(ada), factor, 0)
    assert factor.used_at == NOW


def test_a_passkey_belongs_to_one_account(db: Db, cast: Cast, ada: Account) -> None:
    add_passkey(db, by(ada), ada, KEY, "a laptop")
    with pytest.raises(Refused, match="in use"):
        add_passkey(db, by(ada), cast.accounts["tom"], KEY, "a laptop")


def test_the_same_code_twice_at_one_moment_counts_once(app: Flask, db: Db, ada: Account) -> None:
    _factor, secret = app_of_a(db, ada)
    databases, start, account_id = app.extensions["hearth"].databases, Barrier(8), ada.id
    shown, doer = code(secret, 60), by(ada, 60)

    def send(_number: int) -> bool:
        with databases() as own:
            account = own.get_one(Account, account_id)
            start.wait(timeout=30)
            return take_code(own, doer, account, shown)

    db.rollback()
    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(send, range(8))) == 1
