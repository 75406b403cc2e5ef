"""A secret address of a calendar ends with every reset, and its owner is told so beforehand."""

from collections.abc import Callable

import pytest

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.clinic.keys import KeyRing
from clinic.operations.clinic.recoveries import give_recovery_words
from clinic.operations.post.calendars import open_feed
from tests.access.ways_in import HERS, come_in, letter, link_by_mail, recovered
from tests.cast import NOW, PASSPHRASE, Cast
from tests.client import Person

As = Callable[[str], Person]
TOLD = "that ends with the new passphrase"


@pytest.mark.parametrize("by", ["letter", "mail", "words"])
def test_a_reset_ends_the_address_of_the_calendar_and_says_so(
    as_: As, db: Db, cast: Cast, keys: KeyRing, by: str
) -> None:
    account, system = cast.accounts["mia"], Actor(None, NOW)
    feed = {"calendar_token": open_feed(db, system, account).token}
    nobody = as_("nobody")
    assert nobody.get("auth.calendars.show", **feed).status == 200
    if by == "words":
        assert TOLD in nobody.get("auth.recoveries.edit").text
        mia = recovered(as_, give_recovery_words(db, system, account))
    else:
        mail = link_by_mail(as_, cast, db, keys, "mia@example.org")
        token = letter(as_, cast) if by == "letter" else mail
        assert token
        assert TOLD in nobody.get("auth.invitations.show", token=token).text
        mia, _ = come_in(as_, token, HERS)
    assert as_("nobody").get("auth.calendars.show", **feed).status == 404
    assert "has no address yet" in mia.get("auth.calendars.index").text
    news = mia.get("auth.account_news.index").text
    assert "If your calendar had a secret address, it ended with it." in news


def test_a_first_invitation_speaks_of_no_calendar(as_: As, cast: Cast) -> None:
    place = {"enrollment_id": cast.enrollments["noor"].public_id}
    shown = as_("theresa").post("therapist.links.create", **place)
    path = "/invitation/" + shown.text.split("/invitation/")[1][:43]
    assert TOLD not in as_("nobody").open(path).text


def test_changing_ones_own_passphrase_leaves_the_address(as_: As, db: Db, cast: Cast) -> None:
    feed = {"calendar_token": open_feed(db, Actor(None, NOW), cast.accounts["mia"]).token}
    sent = {"current": PASSPHRASE, "passphrase": HERS, "again": HERS}
    assert as_("mia").post("auth.passphrases.update", sent).status == 303
    assert as_("nobody").get("auth.calendars.show", **feed).status == 200
