"""Invitations: one use, seven days, the newest counts, and what may not be invited."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.clinic.settings import ClinicSettings
from clinic.domain.enrollments import Medium
from clinic.domain.errors import Refused
from clinic.lookups.clinic.passphrases import is_passphrase_of
from clinic.models.accounts import Account, Invitation, LoginSession
from clinic.operations.clinic.accounts import add_account, deactivate_account
from clinic.operations.clinic.invitations import (
    accept_invitation,
    issue_invitation,
    make_client_account,
)
from clinic.operations.clinic.login_sessions import start_login_session
from clinic.operations.clinic.settings import change_settings
from clinic.operations.people.clients import add_client
from tests.cast import NOW, Cast

GOOD = "four brown mugs drying"
SYSTEM = Actor(None, NOW)


def accept(db: Db, token: str, passphrase: str = GOOD, after: timedelta = timedelta(0)) -> Account:
    return accept_invitation(db, Actor(None, NOW + after), token, passphrase)


@pytest.fixture
def newcomer(db: Db) -> Account:
    return add_account(db, SYSTEM, "Nina Berg", "Nina@Example.org", Role.THERAPIST)


def test_an_accepted_invitation_sets_the_passphrase(db: Db, newcomer: Account) -> None:
    accept(db, issue_invitation(db, SYSTEM, newcomer).token)
    assert is_passphrase_of(newcomer, GOOD)


def test_an_invitation_opens_once(db: Db, newcomer: Account) -> None:
    token = issue_invitation(db, SYSTEM, newcomer).token
    accept(db, token)
    with pytest.raises(Refused):
        accept(db, token, "another five plain words")
    assert is_passphrase_of(newcomer, GOOD)


@pytest.mark.parametrize(("days", "opens"), [(6, True), (7, False)])
def test_an_invitation_lasts_seven_days(db: Db, newcomer: Account, days: int, opens: bool) -> None:
    token = issue_invitation(db, SYSTEM, newcomer).token
    try:
        accept(db, token, after=timedelta(days=days))
    except Refused:
        assert not opens
    assert is_passphrase_of(newcomer, GOOD) is opens


def test_a_newer_invitation_ends_the_older_one(db: Db, newcomer: Account) -> None:
    older = issue_invitation(db, SYSTEM, newcomer).token
    newer = issue_invitation(db, SYSTEM, newcomer).token
    with pytest.raises(Refused):
        accept(db, older)
    assert accept(db, newer) is newcomer


def test_a_refused_passphrase_uses_no_invitation_up(db: Db, newcomer: Account) -> None:
    token = issue_invitation(db, SYSTEM, newcomer).token
    with pytest.raises(Refused) as refused:
        accept(db, token, "too short")
    assert refused.value.field == "passphrase"
    assert accept(db, token) is newcomer


def test_the_token_is_kept_nowhere(db: Db, newcomer: Account) -> None:
    token = issue_invitation(db, SYSTEM, newcomer).token
    assert token not in str(db.execute(select(Invitation.__table__)).all())


def test_accepting_ends_the_sign_ins_that_were_open(db: Db, cast: Cast) -> None:
    mia = cast.accounts["mia"]
    start_login_session(db, SYSTEM, mia, "an old phone")
    accept(db, issue_invitation(db, SYSTEM, mia).token)
    assert db.scalars(select(LoginSession.ended_at)).all() == [NOW]


def test_a_closed_account_cannot_be_invited(db: Db, newcomer: Account) -> None:
    deactivate_account(db, SYSTEM, newcomer)
    with pytest.raises(Refused, match="closed"):
        issue_invitation(db, SYSTEM, newcomer)


def test_closing_an_account_ends_its_open_invitation(db: Db, newcomer: Account) -> None:
    token = issue_invitation(db, SYSTEM, newcomer).token
    deactivate_account(db, SYSTEM, newcomer)
    with pytest.raises(Refused):
        accept(db, token)


@pytest.mark.parametrize(("who", "whom"), [("ada", "mia"), ("theresa", "tom")])
def test_nobody_invites_people_who_are_not_theirs_to_invite(
    db: Db, cast: Cast, who: str, whom: str
) -> None:
    doer = cast.accounts[who]
    with pytest.raises(Refused, match="Therapists invite clients"):
        issue_invitation(db, Actor(doer.id, NOW, doer.role), cast.accounts[whom])


def test_no_client_is_invited_before_the_clinic_says_where_help_is(db: Db, cast: Cast) -> None:
    change_settings(db, SYSTEM, ClinicSettings(crisis_line="555 0100", crisis_text=" "))
    with pytest.raises(Refused, match="where to find help"):
        issue_invitation(db, SYSTEM, cast.accounts["mia"])


def test_a_client_without_an_address_gets_a_name_to_read_from_paper(db: Db, cast: Cast) -> None:
    account = make_client_account(db, SYSTEM, cast.clients["noor"])
    assert re.fullmatch(r"[a-z]+-[a-z]+-\d{4}", account.sign_in_name)
    assert account.role is Role.CLIENT


def test_a_client_keeps_the_account_there_is(db: Db, cast: Cast) -> None:
    first = make_client_account(db, SYSTEM, cast.clients["noor"])
    assert make_client_account(db, SYSTEM, cast.clients["noor"]) is first


def test_an_address_that_somebody_signs_in_with_already_stays_theirs(db: Db, cast: Cast) -> None:
    taken = cast.accounts["theresa"].sign_in_name
    client = add_client(
        db,
        SYSTEM,
        preferred_name="Lea",
        family_name="",
        email=taken,
        phone=None,
        medium=Medium.PORTAL,
    )
    assert "@" not in make_client_account(db, SYSTEM, client).sign_in_name
