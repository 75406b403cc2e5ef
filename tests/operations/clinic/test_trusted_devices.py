"""A device that is trusted with the passphrase alone is so no longer once somebody leaves it."""

import pytest
from sqlalchemy import func, select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.models.accounts import Account, KnownDevice, LoginSession
from clinic.operations.clinic.accounts import deactivate_account, reactivate_account
from clinic.operations.clinic.login_sessions import (
    Browser,
    enter,
    leave_device,
    leave_everywhere,
    wait_at_door,
)
from tests.cast import NOW, Cast
from tests.credentials import by


@pytest.fixture
def tom(cast: Cast) -> Account:
    return cast.accounts["tom"]


def doer(account: Account) -> Actor:
    return Actor(account.id, NOW, account.role)


def trusted(db: Db, account: Account) -> list[str]:
    db.commit()
    found = select(KnownDevice.device).where(
        KnownDevice.account_id == account.id, KnownDevice.trusted_until > NOW
    )
    return sorted(db.scalars(found))


@pytest.fixture
def devices(db: Db, tom: Account) -> dict[str, LoginSession]:
    """Tom is in on two devices, and trusts both."""
    rows = {}
    for name in ("a laptop", "a phone"):
        waiting = wait_at_door(db, doer(tom), tom, name).row
        rows[name] = enter(db, doer(tom), tom, Browser(name), waiting=waiting, trusts_device=True)[
            0
        ].row
    assert trusted(db, tom) == ["a laptop", "a phone"]
    return rows


def test_leaving_a_device_ends_its_trust(
    db: Db, tom: Account, devices: dict[str, LoginSession]
) -> None:
    leave_device(db, doer(tom), devices["a laptop"])
    assert trusted(db, tom) == ["a phone"]


@pytest.mark.usefixtures("devices")
def test_leaving_everywhere_ends_all_trust(db: Db, tom: Account) -> None:
    leave_everywhere(db, doer(tom), tom)
    assert trusted(db, tom) == []


@pytest.mark.usefixtures("devices")
def test_a_closed_account_knows_no_device_when_it_is_opened_again(
    db: Db, cast: Cast, tom: Account
) -> None:
    deactivate_account(db, by(cast, "ada"), tom)
    reactivate_account(db, by(cast, "ada"), tom)
    known = KnownDevice.account_id == tom.id, KnownDevice.ended_at.is_(None)
    db.commit()
    assert (trusted(db, tom), db.scalar(select(func.count()).where(*known))) == ([], 0)
