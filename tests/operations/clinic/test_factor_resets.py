"""A lost second proof: two administrators end it, never one, and its owner hears of each step."""

import pytest

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.clinic.credentials import AccountEventKind as Kind
from clinic.domain.errors import Refused
from clinic.lookups.clinic.accounts import find_login_session
from clinic.lookups.clinic.factors import factors_of, open_codes
from clinic.models.accounts import Account
from clinic.operations.clinic.login_sessions import start_login_session
from clinic.operations.clinic.resets import (
    ask_for_factor_reset,
    ask_for_staff_link,
    grant_factor_reset,
    grant_staff_link,
)
from tests.cast import NOW, Cast
from tests.credentials import by, told
from tests.devices import app_of_a, second_administrator


@pytest.fixture
def tom(db: Db, cast: Cast) -> Account:
    """Tom, who has an app."""
    app_of_a(db, cast.accounts["tom"])
    return cast.accounts["tom"]


def test_two_administrators_end_it_and_he_hears_of_both(db: Db, cast: Cast, tom: Account) -> None:
    bea = second_administrator(db)
    here = start_login_session(db, Actor(tom.id, NOW, tom.role), tom, "a test")
    asked = ask_for_factor_reset(db, by(cast, "ada"), tom)
    assert factors_of(db, tom.id)
    grant_factor_reset(db, Actor(bea.id, NOW, bea.role), asked)
    assert (list(factors_of(db, tom.id)), list(open_codes(db, tom.id))) == ([], [])
    assert find_login_session(db, here.token, NOW) is None
    assert told(db, tom)[-2:] == [Kind.FACTOR_RESET_ASKED, Kind.FACTOR_RESET]


def test_nobody_grants_what_she_asked_for(db: Db, cast: Cast, tom: Account) -> None:
    second_administrator(db)
    asked = ask_for_factor_reset(db, by(cast, "ada"), tom)
    with pytest.raises(Refused, match="Somebody else"):
        grant_factor_reset(db, by(cast, "ada"), asked)
    assert factors_of(db, tom.id)


def test_nobody_has_the_own_one_ended(db: Db, cast: Cast) -> None:
    ada = cast.accounts["ada"]
    app_of_a(db, ada)
    bea = second_administrator(db)
    with pytest.raises(Refused, match="For yourself"):
        ask_for_factor_reset(db, by(cast, "ada"), ada)
    asked = ask_for_factor_reset(db, Actor(bea.id, NOW, bea.role), ada)
    with pytest.raises(Refused, match="For yourself"):
        grant_factor_reset(db, by(cast, "ada"), asked)


def test_one_administrator_alone_cannot_ask(db: Db, cast: Cast, tom: Account) -> None:
    with pytest.raises(Refused, match="no second administrator"):
        ask_for_factor_reset(db, by(cast, "ada"), tom)


def test_a_request_is_granted_as_what_it_is(db: Db, cast: Cast, tom: Account) -> None:
    bea = second_administrator(db)
    granter = Actor(bea.id, NOW, bea.role)
    link = ask_for_staff_link(db, by(cast, "ada"), tom)
    factor = ask_for_factor_reset(db, by(cast, "ada"), tom)
    with pytest.raises(Refused, match="Something else"):
        grant_factor_reset(db, granter, link)
    with pytest.raises(Refused, match="Something else"):
        grant_staff_link(db, granter, factor)
    assert link.settled_at is factor.settled_at is None
