"""Entering people and inviting them."""

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import Medium
from clinic.models.accounts import Account
from clinic.operations.people.clients import add_client
from clinic.operations.people.links import invite_client
from tests.cast import NOW, Cast


def theresa(cast: Cast) -> Actor:
    return Actor(cast.accounts["theresa"].id, NOW, Role.THERAPIST)


def test_everybody_gets_a_code_of_her_own_that_tells_no_name(db: Db, cast: Cast) -> None:
    codes = {client.code for client in cast.clients.values()}
    assert len(codes) == len(cast.clients)
    for client in cast.clients.values():
        assert client.code[0].isalpha()
        assert client.code[1:].isdigit()


def test_an_address_is_kept_in_lower_case(db: Db, cast: Cast) -> None:
    client = add_client(
        db,
        theresa(cast),
        preferred_name="Ines",
        family_name="",
        email="Ines.K@Example.ORG",
        phone=None,
        medium=Medium.PORTAL,
    )
    assert client.email == "ines.k@example.org"
    assert client.created_by_id == cast.accounts["theresa"].id


def test_the_first_invitation_makes_the_account_and_the_second_keeps_it(db: Db, cast: Cast) -> None:
    noor, place = cast.clients["noor"], cast.enrollments["noor"]
    first = invite_client(db, theresa(cast), place)
    second = invite_client(db, theresa(cast), place)
    assert first.account.id == second.account.id == noor.account_id
    assert first.token != second.token
    accounts = db.scalars(select(Account).where(Account.name == "Noor")).all()
    assert [account.role for account in accounts] == [Role.CLIENT]
