"""Words on paper, and links for colleagues, which take two people or the terminal."""

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.clinic.credentials import AccountEventKind as Kind
from clinic.domain.errors import Refused
from clinic.models.accounts import Account
from clinic.operations.clinic.accounts import add_account
from clinic.operations.clinic.invitations import (
    accept_invitation,
    issue_at_terminal,
    issue_invitation,
    mail_invitation,
)
from clinic.operations.clinic.recoveries import give_recovery_words, recover
from clinic.operations.clinic.resets import (
    ask_for_staff_link,
    grant_staff_link,
)
from tests.cast import NOW, Cast
from tests.credentials import by, last_deed, mails, told
from tests.devices import second_administrator

SYSTEM = Actor(None, NOW)
GOOD = "four brown mugs drying"


def test_words_on_paper_set_a_passphrase_once(db: Db, cast: Cast) -> None:
    tom = cast.accounts["tom"]
    words = give_recovery_words(db, SYSTEM, tom)
    assert words not in str(db.execute(select(Account.__table__)).all())
    with pytest.raises(Refused, match="do not match"):
        recover(db, SYSTEM, tom, " ".join(reversed(words.split())), GOOD)
    recover(db, SYSTEM, tom, words.upper(), GOOD)
    with pytest.raises(Refused):
        recover(db, SYSTEM, tom, words, "another five plain words")
    assert told(db, tom) == [Kind.BY_WORDS]


@pytest.mark.parametrize("account", [True, False])
def test_nobody_without_words_is_recovered(db: Db, cast: Cast, account: bool) -> None:
    with pytest.raises(Refused, match="do not match"):
        recover(db, SYSTEM, cast.accounts["tom"] if account else None, "", GOOD)


def test_a_link_for_a_colleague_takes_a_second_administrator(db: Db, cast: Cast) -> None:
    tom, ada = cast.accounts["tom"], by(cast, "ada")
    with pytest.raises(Refused, match="no second administrator"):
        ask_for_staff_link(db, ada, tom)
    bea = second_administrator(db)
    asked = ask_for_staff_link(db, ada, tom)
    with pytest.raises(Refused, match="Somebody else has to grant"):
        grant_staff_link(db, ada, asked)
    issued = grant_staff_link(db, Actor(bea.id, NOW, bea.role), asked)
    assert last_deed(db) == "resets.grant_staff_link"
    with pytest.raises(Refused, match="granted or taken back"):
        grant_staff_link(db, Actor(bea.id, NOW, bea.role), asked)
    accept_invitation(db, SYSTEM, issued.token, GOOD)
    assert told(db, tom) == [Kind.LINK_ASKED, Kind.LINK_GRANTED, Kind.BY_LINK]
    assert {to for _, to, _ in mails(db)} == {"tom@example.org"}


def test_an_administrator_alone_makes_no_other(db: Db, cast: Cast) -> None:
    ada = by(cast, "ada")
    bea = add_account(db, ada, "Bea", "bea@example.org", Role.ADMINISTRATOR)
    for deed in (issue_invitation, mail_invitation):
        with pytest.raises(Refused, match="takes two administrators"):
            deed(db, ada, bea)
    with pytest.raises(Refused, match="no second administrator"):
        ask_for_staff_link(db, ada, bea)


def test_the_terminal_makes_a_link_and_the_owner_is_told(db: Db, cast: Cast) -> None:
    issue_at_terminal(db, SYSTEM, cast.accounts["ada"])
    assert last_deed(db) == "invitations.issue_at_terminal"
    assert told(db, cast.accounts["ada"]) == [Kind.LINK_AT_TERMINAL]
    assert [to for _, to, _ in mails(db)] == ["ada@example.org"]
