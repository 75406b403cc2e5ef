"""The ways in for who has lost a passphrase: a letter, a mail, the words on paper."""

import re
from collections.abc import Callable

from clinic.db import Db
from clinic.domain.clinic.keys import KeyRing
from tests.access.stealing import NEW, mail_to, words_of
from tests.cast import Cast
from tests.client import Page, Person

As = Callable[[str], Person]

HERS = "seven old boats resting"

_LINK = re.compile(r"/invitation/([\w-]{43})")


def recovery_words(page: Page) -> list[str]:
    """Give the words that a page shows to be written down."""
    return [item.text for item in page.parts("li") if re.fullmatch("[a-z]+", item.text)]


def letter(as_: As, cast: Cast) -> str:
    """Print a letter for Mia, and give the token of its link."""
    place = {"enrollment_id": cast.enrollments["mia"].public_id}
    found = _LINK.search(words_of(as_("theresa").post("handouts.letters.create", **place)))
    assert found
    return found[1]


def link_by_mail(as_: As, cast: Cast, db: Db, keys: KeyRing, address: str) -> str | None:
    place = {"enrollment_id": cast.enrollments["mia"].public_id}
    as_("theresa").post("therapist.links.create", {"by": "mail"}, **place)
    links = [found[1] for path in mail_to(db, keys, address) if (found := _LINK.search(path))]
    return links[-1] if links else None


def come_in(as_: As, token: str, passphrase: str) -> tuple[Person, Page]:
    person, sent = as_("nobody"), {"passphrase": passphrase, "again": passphrase}
    return person, person.post("auth.invitations.accept", sent, token=token)


def recovered(as_: As, words: str) -> Person:
    person = as_("nobody")
    sent = {"sign_in_name": "mia@example.org", "words": words, "passphrase": NEW, "again": NEW}
    person.post("auth.recoveries.update", sent)
    return person
