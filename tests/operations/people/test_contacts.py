"""What is known of a person: sealed where it is about others or about health, never overwritten."""

from dataclasses import replace

import pytest

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import Medium
from clinic.domain.errors import Stale
from clinic.domain.people.contacts import ContactFacts, EmergencyContact
from clinic.lookups.people.contacts import contact_facts_of
from clinic.operations.people.contacts import note_contact_facts
from tests.cast import NOW, Cast
from tests.crowd import theresa

ANNA = EmergencyContact("Anna Rossi", "sister", "555 0188")
FACTS = ContactFacts(
    phone="555 0123",
    email="Mia@Example.org",
    medium=Medium.PAPER,
    language="Italiano",
    is_emergency_asked=True,
    emergency=ANNA,
    is_access_asked=True,
    access_needs="A step-free way in.",
)


def test_what_is_noted_comes_back_and_is_sealed_in_the_rows(db: Db, cast: Cast) -> None:
    client = cast.clients["mia"]
    note_contact_facts(db, theresa(cast), client, FACTS, seen="")
    found = contact_facts_of(db, client)
    assert found == replace(FACTS, email="mia@example.org", changed_at=NOW)
    kept = (client.emergency_name, client.emergency_phone, client.access_needs)
    assert not any(word in str(kept) for word in ("Anna", "0188", "step-free"))


def test_to_have_asked_counts_also_where_nothing_was_named(db: Db, cast: Cast) -> None:
    client = cast.clients["mia"]
    asked = replace(FACTS, emergency=None, access_needs="")
    note_contact_facts(db, theresa(cast), client, asked, seen="")
    found = contact_facts_of(db, client)
    assert (found.is_emergency_asked, found.emergency) == (True, None)
    assert (found.is_access_asked, found.access_needs) == (True, "")
    open_again = replace(FACTS, is_emergency_asked=False, is_access_asked=False)
    note_contact_facts(db, theresa(cast), client, open_again, seen=found.seen)
    found = contact_facts_of(db, client)
    assert (found.emergency, found.access_needs) == (None, "")
    assert (found.is_emergency_asked, found.is_access_asked) == (False, False)


def test_a_client_does_not_change_the_way_in_which_she_takes_part(db: Db, cast: Cast) -> None:
    client = cast.clients["mia"]
    mia = Actor(cast.accounts["mia"].id, NOW, Role.CLIENT)
    note_contact_facts(db, mia, client, replace(FACTS, email="other@example.org"), seen="")
    assert (client.medium, client.email) == (Medium.PORTAL, "mia@example.org")
    assert client.language == "Italiano"


def test_an_old_page_does_not_take_back_what_was_told_since(db: Db, cast: Cast) -> None:
    client = cast.clients["mia"]
    note_contact_facts(db, theresa(cast), client, FACTS, seen="")
    with pytest.raises(Stale):
        note_contact_facts(db, theresa(cast), client, replace(FACTS, emergency=None), seen="")
    assert contact_facts_of(db, client).emergency == ANNA
