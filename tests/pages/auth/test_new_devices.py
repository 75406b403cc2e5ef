"""A sign-in on a device that was not known is told to its owner; the first one of all is not."""

from collections.abc import Callable

import pytest

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.clinic.credentials import AccountEventKind as Kind
from clinic.domain.post.messages import clinical_words
from clinic.mail.composing import compose
from clinic.operations.post.deliveries import claim_next
from tests.cast import NOW, PASSPHRASE, Cast
from tests.client import Person
from tests.credentials import mails, told
from tests.selects import counted

As = Callable[[str], Person]
MIA = "mia@example.org"


def news(db: Db, cast: Cast) -> list[Kind]:
    db.commit()
    return told(db, cast.accounts["mia"])


def sign_in(person: Person, passphrase: str = PASSPHRASE) -> int:
    data = {"sign_in_name": MIA, "passphrase": passphrase}
    return person.post("auth.login_sessions.create", data).status


@pytest.fixture
def phone(as_: As) -> Person:
    """Mia's own phone, the first device on which she ever signed in."""
    person = as_("nobody")
    assert sign_in(person) == 303
    return person


@pytest.mark.usefixtures("phone")
def test_the_first_device_of_all_is_news_to_nobody(db: Db, cast: Cast) -> None:
    assert news(db, cast) == []
    assert mails(db) == []


def test_the_same_device_again_is_none(phone: Person, db: Db, cast: Cast) -> None:
    phone.post("auth.login_sessions.remove")
    assert sign_in(phone) == 303
    assert news(db, cast) == []


def test_another_device_is_told_by_mail_and_on_her_pages(
    as_: As, phone: Person, db: Db, cast: Cast
) -> None:
    assert sign_in(as_("nobody")) == 303
    assert news(db, cast) == [Kind.NEW_DEVICE]
    assert phone.get("portal.today.show").leads_to(phone.url("auth.account_news.index"))
    assert "on a device that was not known" in phone.get("auth.account_news.index").text
    letter = claim_next(db, Actor(None, NOW), "example.org")
    assert letter is not None
    assert letter.to == MIA
    mail = compose(letter, "hello@example.org", "http://localhost")
    assert "new device" in mail.get_content()
    assert clinical_words(f"{mail['Subject']} {mail.get_content()}") == []


@pytest.mark.usefixtures("phone")
def test_a_wrong_passphrase_on_another_device_is_not_a_sign_in(as_: As, db: Db, cast: Cast) -> None:
    assert sign_in(as_("nobody"), "wrong wrong wrong") == 422
    assert news(db, cast) == []


def test_a_device_that_was_forgotten_is_new_again(phone: Person, db: Db, cast: Cast) -> None:
    page = phone.get("auth.login_sessions.index")
    [forget] = [form for form in page.parts("form") if "/known/" in form["action"]]
    phone.browser.post(forget["action"])
    phone.post("auth.login_sessions.remove")
    assert sign_in(phone) == 303
    assert news(db, cast) == [Kind.NEW_DEVICE]


def test_a_sign_in_asks_few_questions_where_everybody_comes_in_the_same_minute(
    as_: As, phone: Person, db: Db
) -> None:
    with counted(db) as first:
        assert sign_in(as_("nobody")) == 303
    phone.post("auth.login_sessions.remove")
    with counted(db) as again:
        assert sign_in(phone) == 303
    assert (len(first), len(again)) == (10, 10)
