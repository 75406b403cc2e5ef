"""Sign-ins as rows, tries that are counted, and passphrases that are refused."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.errors import Refused
from clinic.lookups.clinic.accounts import find_login_session
from clinic.lookups.clinic.passphrases import hash_passphrase, is_hash_old, is_passphrase_of
from clinic.models.accounts import Account, LoginSession
from clinic.models.audit import AuditEntry
from clinic.operations.clinic.accounts import add_account, deactivate_account, set_passphrase
from clinic.operations.clinic.login_sessions import (
    end_login_session,
    end_login_sessions,
    note_seen,
    start_login_session,
)
from clinic.operations.clinic.passphrases import renew_hash
from tests.cast import NOW, PASSPHRASE, Cast

SYSTEM = Actor(None, NOW)


def later(minutes: float) -> Actor:
    return Actor(None, NOW + timedelta(minutes=minutes))


def be_seen(db: Db, minutes: float, row: LoginSession) -> None:
    """Note it as a request does, beside what this session reads."""
    assert note_seen(db, later(minutes), row.id)
    db.commit()
    db.refresh(row)


@pytest.mark.parametrize(
    ("who", "minutes", "holds"),
    [("ada", 15, True), ("ada", 16, False), ("mia", 20, True), ("mia", 21, False)],
)
def test_a_sign_in_that_lies_still_ends(
    db: Db, cast: Cast, who: str, minutes: int, holds: bool
) -> None:
    token = start_login_session(db, SYSTEM, cast.accounts[who], "a test").token
    found = find_login_session(db, token, NOW + timedelta(minutes=minutes))
    assert (found is not None) is holds


def test_a_sign_in_ends_after_ten_hours_however_busy(db: Db, cast: Cast) -> None:
    started = start_login_session(db, SYSTEM, cast.accounts["ada"], "a test")
    for minutes in range(0, 601, 10):
        be_seen(db, minutes, started.row)
    assert find_login_session(db, started.token, NOW + timedelta(minutes=600)) is not None
    assert find_login_session(db, started.token, NOW + timedelta(minutes=601)) is None


def test_an_ended_sign_in_does_not_hold(db: Db, cast: Cast) -> None:
    started = start_login_session(db, SYSTEM, cast.accounts["ada"], "a test")
    end_login_session(db, SYSTEM, started.row)
    assert find_login_session(db, started.token, NOW) is None


def test_the_token_is_kept_nowhere(db: Db, cast: Cast) -> None:
    token = start_login_session(db, SYSTEM, cast.accounts["ada"], "a test").token
    assert token not in str(db.execute(select(LoginSession.__table__)).all())


def test_being_seen_goes_forward_and_leaves_no_entry(db: Db, cast: Cast) -> None:
    row = start_login_session(db, SYSTEM, cast.accounts["ada"], "a test").row
    entries = db.scalar(select(func.count(AuditEntry.id)))
    for minutes in (1, 0.5):
        be_seen(db, minutes, row)
        assert row.seen_at == NOW + timedelta(minutes=1)
    assert db.scalar(select(func.count(AuditEntry.id))) == entries


def test_signing_out_everywhere_leaves_others_alone(db: Db, cast: Cast) -> None:
    hers = [start_login_session(db, SYSTEM, cast.accounts["ada"], "a test") for _ in range(3)]
    other = start_login_session(db, SYSTEM, cast.accounts["tom"], "a test")
    assert end_login_sessions(db, SYSTEM, cast.accounts["ada"], keep_id=hers[0].row.id) == 2
    live = [one for one in (*hers, other) if find_login_session(db, one.token, NOW)]
    assert live == [hers[0], other]


def test_a_passphrase_hashed_with_weaker_figures_is_rehashed(db: Db, cast: Cast) -> None:
    ada = cast.accounts["ada"]
    before = ada.passphrase_hash
    assert is_hash_old(ada)
    renew_hash(db, SYSTEM, ada, hash_passphrase(PASSPHRASE))
    assert not is_hash_old(ada)
    assert ada.passphrase_hash != before
    assert is_passphrase_of(ada, PASSPHRASE)


@pytest.mark.parametrize(
    "passphrase",
    [
        "short words",
        "aaaaaaaaaaaaaaaa",
        "abcabcabcabcabc",
        "1234567890123",
        "qwertyuiopasdf",
        "Riverside Clinic 1",
        "Ada Moreau 2026",
        "ada@example.org",
        "hearth hearth",
        "password1234",
        "x" * 201,
    ],
)
def test_a_passphrase_that_others_try_first_is_refused(db: Db, cast: Cast, passphrase: str) -> None:
    with pytest.raises(Refused) as refused:
        set_passphrase(db, SYSTEM, cast.accounts["ada"], passphrase)
    assert refused.value.field == "passphrase"


@pytest.mark.parametrize("passphrase", ["l'été à vélo, enfin", " spaces at both ends "])
def test_any_other_passphrase_is_taken_as_it_is(db: Db, cast: Cast, passphrase: str) -> None:
    ada = set_passphrase(db, SYSTEM, cast.accounts["ada"], passphrase)
    assert is_passphrase_of(ada, passphrase)
    assert not is_passphrase_of(ada, passphrase.strip() + ".")


def test_the_last_administrator_stays(db: Db, cast: Cast) -> None:
    with pytest.raises(Refused, match="last administrator"):
        deactivate_account(db, SYSTEM, cast.accounts["ada"])


def test_an_administrator_cannot_close_the_own_account(db: Db, cast: Cast) -> None:
    other: Account = add_account(db, SYSTEM, "Bea", "bea@example.org", Role.ADMINISTRATOR)
    with pytest.raises(Refused, match="your own"):
        deactivate_account(db, Actor(other.id, NOW, other.role), other)
