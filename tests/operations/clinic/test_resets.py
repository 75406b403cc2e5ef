"""New links for people who have a passphrase: whom they reach, and what is told of them."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.clinic.credentials import AccountEventKind as Kind
from clinic.domain.errors import Refused
from clinic.domain.post.messages import MessageKind
from clinic.models.accounts import Invitation
from clinic.models.messages import Message
from clinic.operations.clinic.accounts import change_passphrase
from clinic.operations.clinic.invitations import (
    issue_invitation,
)
from clinic.operations.clinic.login_sessions import Here, start_login_session
from clinic.operations.clinic.recoveries import confirm_address
from clinic.operations.clinic.resets import (
    ask_for_own_link,
    mail_reset_link,
)
from clinic.operations.people.links import invite_client, mail_client_link, print_client_link
from tests.cast import NOW, PASSPHRASE, Cast
from tests.credentials import by, last_deed, mails, new_address, told

SYSTEM = Actor(None, NOW)
GOOD = "four brown mugs drying"


def test_a_link_for_somebody_who_has_a_passphrase_is_shown_to_nobody(db: Db, cast: Cast) -> None:
    with pytest.raises(Refused, match="gets a new link only"):
        invite_client(db, by(cast, "theresa"), cast.enrollments["mia"])
    with pytest.raises(Refused, match="gets a new link only"):
        issue_invitation(db, by(cast, "ada"), cast.accounts["tom"])


def test_a_reset_is_mailed_to_its_owner_and_stands_in_the_trail_as_what_it_is(
    db: Db, cast: Cast
) -> None:
    sent = mail_client_link(db, by(cast, "theresa"), cast.enrollments["mia"])
    assert sent.mailed_to == "mia@example.org"
    assert last_deed(db) == "resets.mail_reset_link"
    link, news = sorted(mails(db), key=lambda mail: mail[0] is not MessageKind.RESET_LINK)
    assert link[:2] == (MessageKind.RESET_LINK, "mia@example.org")
    assert re.fullmatch(r"/invitation/[\w-]{43}", link[2])
    assert news[:2] == (MessageKind.ACCOUNT_CHANGED, "mia@example.org")
    assert told(db, cast.accounts["mia"]) == [Kind.LINK_MAILED]
    assert db.scalars(select(Message.path).where(Message.kind == MessageKind.RESET_LINK)).all() == [
        None
    ]


@pytest.mark.parametrize("days", [0, 6, 8, 400])
def test_no_link_goes_to_an_address_that_staff_entered(db: Db, cast: Cast, days: float) -> None:
    new_address(db, cast, "thief@example.org")
    with pytest.raises(Refused, match="has not used this address"):
        mail_client_link(db, by(cast, "theresa", days), cast.enrollments["mia"])
    ask_for_own_link(db, Actor(None, NOW + timedelta(days=days)), "mia@example.org")
    kinds = {kind for kind, *_ in mails(db, days)}
    assert kinds == {MessageKind.ACCOUNT_CHANGED}


def test_an_address_that_was_changed_and_changed_back_rests_for_a_week(db: Db, cast: Cast) -> None:
    new_address(db, cast, "thief@example.org")
    new_address(db, cast, "mia@example.org", 1)
    with pytest.raises(Refused):
        mail_client_link(db, by(cast, "theresa", 7), cast.enrollments["mia"])
    assert mail_client_link(db, by(cast, "theresa", 8), cast.enrollments["mia"])


def test_a_new_address_is_told_to_the_old_one_and_to_the_new_one(db: Db, cast: Cast) -> None:
    new_address(db, cast, "new@example.org")
    assert last_deed(db) == "contacts.change_address"
    assert told(db, cast.accounts["mia"]) == [Kind.ADDRESS_CHANGED]
    assert {to for _, to, _ in mails(db)} == {"mia@example.org", "new@example.org"}


def test_an_address_that_is_taken_away_is_told_to_it(db: Db, cast: Cast) -> None:
    new_address(db, cast, None)
    assert [to for _, to, _ in mails(db)] == ["mia@example.org"]


def test_a_letter_after_a_change_of_address_is_told_where_its_owner_reads(
    db: Db, cast: Cast
) -> None:
    new_address(db, cast, "thief@example.org")
    mails(db)
    print_client_link(db, by(cast, "theresa", 30), cast.enrollments["mia"])
    assert last_deed(db) == "resets.issue_reset_letter"
    assert "mia@example.org" in {to for _, to, _ in mails(db, 30)}


def test_what_is_no_new_address_is_told_to_nobody(db: Db, cast: Cast) -> None:
    new_address(db, cast, "mia@example.org")
    assert last_deed(db) == "contacts.note_facts"
    assert mails(db) == []


def test_a_link_in_the_outbox_does_not_follow_a_new_address(db: Db, cast: Cast) -> None:
    mail_client_link(db, by(cast, "theresa"), cast.enrollments["mia"])
    new_address(db, cast, "thief@example.org")
    links = [to for kind, to, _ in mails(db) if kind is MessageKind.RESET_LINK]
    assert links == ["mia@example.org"]


def test_the_owner_says_which_address_is_hers(db: Db, cast: Cast) -> None:
    new_address(db, cast, "new@example.org")
    mia = cast.accounts["mia"]
    here = Here(start_login_session(db, by(cast, "mia", 1), mia, "a phone").row.id)
    confirm_address(db, by(cast, "mia", 1), mia, here)
    sent = mail_client_link(db, by(cast, "theresa", 2), cast.enrollments["mia"])
    assert sent.mailed_to == "new@example.org"


def test_a_link_that_was_asked_for_twice_is_sent_once_in_a_while(db: Db, cast: Cast) -> None:
    for minutes in (0, 5, 14):
        ask_for_own_link(db, Actor(None, NOW + timedelta(minutes=minutes)), " MIA@example.org")
    assert len(db.scalars(select(Invitation)).all()) == 1
    ask_for_own_link(db, Actor(None, NOW + timedelta(minutes=15)), "mia@example.org")
    assert len(db.scalars(select(Invitation)).all()) == 2


@pytest.mark.parametrize("name", ["nobody@example.org", "noor", ""])
def test_a_name_that_nobody_has_gets_nothing(db: Db, cast: Cast, name: str) -> None:
    ask_for_own_link(db, SYSTEM, name)
    assert mails(db) == []


def test_a_new_passphrase_ends_the_links_that_were_on_their_way(db: Db, cast: Cast) -> None:
    mia = cast.accounts["mia"]
    mail_reset_link(db, by(cast, "theresa"), mia)
    here = Here(start_login_session(db, by(cast, "mia"), mia, "a phone").row.id)
    change_passphrase(db, by(cast, "mia"), mia, PASSPHRASE, GOOD, here)
    assert [row.replaced_at for row in db.scalars(select(Invitation))] == [NOW]
    assert told(db, mia) == [Kind.LINK_MAILED, Kind.CHANGED]
