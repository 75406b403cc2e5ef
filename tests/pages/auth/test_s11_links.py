"""Goal S11: links hold 256 bits, stand as hashes, and none of seven ways opens one again."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.models.accounts import Account, Invitation
from clinic.operations.clinic.accounts import deactivate_account, end_invitations, set_passphrase
from clinic.operations.clinic.invitations import accept_invitation, make_link
from tests.cast import NOW, Cast
from tests.client import Person
from tests.conftest import Clock

As = Callable[[str], Person]
SYSTEM = Actor(None, NOW)
GOOD = "four brown mugs drying"


@pytest.fixture
def tom(cast: Cast) -> Account:
    return cast.accounts["tom"]


@pytest.fixture
def token(db: Db, tom: Account) -> str:
    return make_link(db, SYSTEM, tom).token


def accept(person: Person, token: str) -> int:
    data = {"passphrase": GOOD, "again": GOOD}
    return person.post("auth.invitations.accept", data, token=token).status


def expires(_db: Db, _tom: Account, _token: str, clock: Clock) -> None:
    clock.at += timedelta(days=7)


WAYS: dict[str, Callable[[Db, Account, str, Clock], object]] = {
    "used": lambda db, tom, token, clock: accept_invitation(db, SYSTEM, token, GOOD),
    "replaced by a newer one": lambda db, tom, token, clock: make_link(db, SYSTEM, tom),
    "expired": expires,
    "taken back": lambda db, tom, token, clock: end_invitations(db, SYSTEM, tom),
    "account closed": lambda db, tom, token, clock: deactivate_account(db, SYSTEM, tom),
    "passphrase set otherwise": lambda db, tom, token, clock: set_passphrase(db, SYSTEM, tom, GOOD),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_s11_a_link_of_before_opens_nothing(
    as_: As, db: Db, tom: Account, token: str, clock: Clock, way: Callable[..., object]
) -> None:
    way(db, tom, token, clock)
    nobody = as_("nobody")
    assert nobody.get("auth.invitations.show", token=token).status == 404
    assert accept(nobody, token) == 404
    assert nobody.get("auth.login_sessions.index").status == 303


def test_s11_a_link_for_one_purpose_opens_no_other(as_: As, token: str) -> None:
    nobody = as_("nobody")
    assert nobody.get("auth.calendars.show", calendar_token=token).status == 404
    assert nobody.get("auth.messages.stop", stop_token=token).text.count("Tom") == 0


def test_s11_what_a_scanner_of_mail_does_uses_nothing_up(as_: As, token: str, db: Db) -> None:
    for _ in range(20):
        scanner = as_("nobody")
        assert scanner.get("auth.invitations.show", token=token).status == 200
        path = scanner.url("auth.invitations.show", token=token)
        for method in ("HEAD", "OPTIONS"):
            assert scanner.browser.open(path, method=method).status_code == 200
    assert accept(as_("nobody"), token) == 201


def test_s11_links_are_long_and_stand_as_hashes(db: Db, tom: Account) -> None:
    tokens = {make_link(db, SYSTEM, tom).token for _ in range(50)}
    assert len(tokens) == 50
    assert {len(one) for one in tokens} == {43}
    kept = str(db.execute(select(Invitation.__table__)).all())
    assert not any(one in kept for one in tokens)
