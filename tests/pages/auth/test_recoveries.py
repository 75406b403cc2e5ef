"""Coming back in by oneself, and being told what happened to one's way in."""

from collections.abc import Callable

import pytest

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.post.messages import MessageKind
from clinic.operations.clinic.recoveries import give_recovery_words
from tests.access.ways_in import recovery_words
from tests.cast import NOW, PASSPHRASE, Cast
from tests.client import Page, Person
from tests.credentials import mails

As = Callable[[str], Person]
GOOD = "four brown mugs drying"
MIA = "mia@example.org"


def ask(person: Person, name: str) -> Page:
    return person.post("auth.recoveries.create", {"sign_in_name": name})


def use(person: Person, words: str, name: str = MIA, passphrase: str = GOOD) -> Page:
    data = {"sign_in_name": name, "words": words, "passphrase": passphrase, "again": passphrase}
    return person.post("auth.recoveries.update", data)


def shown(page: Page) -> str:
    return " ".join(recovery_words(page))


@pytest.fixture
def words(db: Db, cast: Cast) -> str:
    return give_recovery_words(db, Actor(None, NOW), cast.accounts["mia"])


def test_who_asks_for_a_link_learns_nothing_of_names(as_: As, db: Db) -> None:
    nobody = as_("nobody")
    answers = [ask(nobody, name) for name in (MIA, "nobody@example.org", "harbor-lantern-4821")]
    assert {(page.status, page.text) for page in answers} == {(answers[0].status, answers[0].text)}
    links = [to for kind, to, _ in mails(db) if kind is MessageKind.RESET_LINK]
    assert links == [MIA]


def test_after_ten_times_it_says_the_same_and_sends_nothing(as_: As) -> None:
    nobody = as_("nobody")
    assert len({ask(nobody, MIA).text for _ in range(12)}) == 1


def test_the_words_let_their_owner_in_and_are_used_up(as_: As, words: str) -> None:
    nobody = as_("nobody")
    page = use(nobody, words.upper().replace(" ", "-"))
    assert page.status == 201
    fresh = shown(page)
    assert len(fresh.split()) == 8
    assert fresh != words
    assert nobody.get("portal.today.show").status == 200
    assert use(as_("nobody"), words).status == 422
    assert use(as_("nobody"), fresh).status == 201


def test_wrong_words_and_wrong_names_look_the_same(as_: As, words: str) -> None:
    nobody = as_("nobody")
    wrong = use(nobody, "one two three four five six seven eight")
    nowhere = use(nobody, words, "may@example.org")
    assert wrong.status == nowhere.status == 422
    assert wrong.text == nowhere.text
    assert "do not match" in wrong.text
    assert words not in nowhere.html


def test_guesses_at_the_words_are_counted_apart(as_: As, words: str) -> None:
    nobody = as_("nobody")
    wrong = "one two three four five six seven eight"
    assert [use(nobody, wrong).status for _ in range(11)] == [422] * 10 + [429]
    data = {"sign_in_name": MIA, "passphrase": PASSPHRASE}
    assert nobody.post("auth.login_sessions.create", data).status == 303


def test_a_passphrase_that_will_not_do_uses_no_words_up(as_: As, words: str) -> None:
    assert use(as_("nobody"), words, passphrase="password1234").status == 422
    assert use(as_("nobody"), words).status == 201


def test_new_words_take_the_passphrase_and_a_new_cookie(as_: As, words: str) -> None:
    mia = as_("mia")
    assert mia.post("auth.recovery_words.create", {"passphrase": "wrong wrong"}).status == 422
    with mia.browser.session_transaction() as cookie:
        before = cookie["_user_id"]
    page = mia.post("auth.recovery_words.create", {"passphrase": PASSPHRASE})
    assert page.status == 201
    with mia.browser.session_transaction() as cookie:
        assert cookie["_user_id"] != before
    assert use(as_("nobody"), words).status == 422
    assert use(as_("nobody"), shown(page)).status == 201


def test_what_happened_is_told_on_every_page_until_it_was_looked_at(as_: As, cast: Cast) -> None:
    place = {"enrollment_id": cast.enrollments["mia"].public_id}
    as_("theresa").post("handouts.letters.create", **place)
    mia, banner = as_("mia"), "Something about how you sign in has changed."
    assert banner in mia.get("portal.today.show").text
    news = mia.get("auth.account_news.index")
    assert "was printed for you by Theresa Lind." in news.text
    assert mia.post("auth.account_news.update").status == 303
    assert banner not in mia.get("portal.today.show").text
    assert "was printed for you by Theresa Lind." in mia.get("auth.account_news.index").text
    assert "Theresa Lind" not in as_("max").get("auth.account_news.index").text
