"""Who links an account with the clinic's own sign-in server, and who does not."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from clinic.db import Db
from clinic.domain.access import Actor, Reader, Role
from clinic.domain.clinic.credentials import AccountEventKind as Kind
from clinic.domain.clinic.providers import Provider
from clinic.operations.clinic.accounts import add_account
from clinic.operations.clinic.invitations import accept_invitation, issue_at_terminal
from clinic.operations.clinic.recoveries import recover
from clinic.queries.clinic.accounts import own_access
from tests.cast import NOW, Cast
from tests.client import Person
from tests.conftest import Clock
from tests.credentials import told
from tests.devices import WORDS, know_words
from tests.pages.auth.provider_fixtures import issuer, linked, provider
from tests.providing import (
    SUBJECT,
    brought,
    claims,
    come_in,
    sent,
    vouched,
)

__all__ = ["issuer", "linked", "provider"]

As = Callable[[str], Person]


def test_the_owner_links_her_account_herself(
    as_: As, db: Db, cast: Cast, provider: Provider, clock: Clock
) -> None:
    claims(provider)
    tom = as_("tom")
    address = sent(tom, "/account/provider/link")
    assert parse_qs(urlsplit(address).query)["prompt"] == ["login"]
    assert brought(tom, vouched(address)).location == "/account/provider"
    assert come_in(as_("nobody")).location == "/"
    account = cast.accounts["tom"]
    db.expire_all()
    news = own_access(db, Reader(account.id, account.role, clock()), clock()).news
    assert "identity-linked" in [one.kind for one in news]


def test_somebody_else_s_subject_is_not_linked_twice(as_: As, linked: Cast) -> None:
    tom = as_("tom")
    assert brought(tom, vouched(sent(tom, "/account/provider/link"))).location == (
        "/account/provider"
    )
    with tom.browser.get("/account/provider") as answer:
        assert "Your account is not linked" in answer.get_data(as_text=True)


def test_what_one_began_is_not_finished_as_another(as_: As, provider: Provider) -> None:
    claims(provider)
    tom, sam = as_("tom"), as_("sam")
    told = vouched(sent(tom, "/account/provider/link"))
    with tom.browser.session_transaction() as his, sam.browser.session_transaction() as hers:
        hers["errand"] = his["errand"]
    assert brought(sam, told).status == 422


def test_ending_the_link_ends_the_way_in(as_: As, linked: Cast) -> None:
    theresa = as_("theresa")
    with theresa.browser.post("/account/provider/end") as answer:
        assert answer.status_code == 303
    assert come_in(as_("nobody")).status == 422


def test_an_administrator_links_only_what_nobody_has_used(
    as_: As, db: Db, cast: Cast, provider: Provider
) -> None:
    claims(provider)
    ada = as_("ada")
    nina = add_account(db, Actor(None, NOW), "Nina Berg", "nina@example.org", Role.THERAPIST)
    for account, status in ((cast.accounts["theresa"], 422), (nina, 303)):
        address = f"/admin/accounts/{account.public_id}/provider"
        with ada.browser.get(address) as answer:
            assert answer.status_code == 200
        with ada.browser.post(address, data={"subject": SUBJECT}) as answer:
            assert answer.status_code == status
    assert come_in(as_("nobody")).location == "/"
    db.expire_all()
    # Used now: no administrator alone holds a link of hers, or links somebody else.
    assert nina.passphrase_hash is not None


def test_a_link_for_a_new_passphrase_ends_what_whoever_was_there_before_had_linked(
    as_: As, db: Db, linked: Cast, clock: Clock
) -> None:
    theresa, system = linked.accounts["theresa"], Actor(None, clock())
    assert come_in(as_("nobody")).location == "/"
    token = issue_at_terminal(db, system, theresa).token
    accept_invitation(db, system, token, "four brown mugs drying")
    assert come_in(as_("nobody")).status == 422
    assert told(db, theresa)[-2:] == [Kind.IDENTITY_ENDED, Kind.BY_LINK]


def test_recovery_words_end_it_too(as_: As, db: Db, linked: Cast, clock: Clock) -> None:
    theresa, system = linked.accounts["theresa"], Actor(None, clock())
    know_words(db, system, theresa)
    recover(db, system, theresa, WORDS, "four brown mugs drying")
    assert come_in(as_("nobody")).status == 422
    assert told(db, theresa)[-2:] == [Kind.IDENTITY_ENDED, Kind.BY_WORDS]
