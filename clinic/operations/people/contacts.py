"""Noting how to reach somebody, whom to call for her, and what she needs to take part."""

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor, Role
from clinic.domain.clinic.credentials import AccountEventKind
from clinic.domain.errors import Stale
from clinic.domain.people.contacts import ContactFacts
from clinic.domain.text import N_
from clinic.models.accounts import Account
from clinic.models.clients import Client
from clinic.models.sealed import write_sealed
from clinic.operations.clinic.account_events import tell_owner


def note_contact_facts(
    db: Db, actor: Actor, client: Client, facts: ContactFacts, *, seen: str
) -> Client:
    """Keep what is known of a person; `seen` names the facts as the page showed them.

    A client changes what is about her and not the way in which she takes part or is written to:
    that is agreed with those who lead her group. A new address is a deed of its own.
    """
    is_new = actor.role is not Role.CLIENT and _plain(facts.email) != client.email
    return (change_address if is_new else note_facts)(db, actor, client, facts, seen)


@operation
def note_facts(db: Db, actor: Actor, client: Client, facts: ContactFacts, seen: str) -> Client:
    """Keep what is known of a person, her address being what it was."""
    return _note(db, actor, client, facts, seen)


@operation
def change_address(db: Db, actor: Actor, client: Client, facts: ContactFacts, seen: str) -> Client:
    """Keep another address for a person, and tell her at both that it was changed."""
    lock(db, client)
    old = client.email
    _note(db, actor, client, facts, seen)
    if client.email != old:
        client.email_changed_at = actor.at
        db.flush()
        if client.account_id is not None:
            account = db.get_one(Account, client.account_id)
            if account.passphrase_hash is not None:
                kind = AccountEventKind.ADDRESS_CHANGED
                tell_owner(db, actor, account, kind, old_address=old or "")
    return client


def _note(db: Db, actor: Actor, client: Client, facts: ContactFacts, seen: str) -> Client:
    lock(db, client)
    standing = client.facts_changed_at.isoformat() if client.facts_changed_at else ""
    if seen != standing:
        raise Stale(N_("Somebody else changed this since you opened the page."))
    client.phone = facts.phone
    client.language = facts.language
    if actor.role is not Role.CLIENT:
        client.email = _plain(facts.email)
        client.medium = facts.medium
    client.emergency_asked_at = actor.at if facts.is_emergency_asked else None
    client.access_asked_at = actor.at if facts.is_access_asked else None
    named = facts.emergency if facts.is_emergency_asked else None
    write_sealed(db.keys, client, "emergency_name", named.name if named else None)
    write_sealed(db.keys, client, "emergency_relation", named.relation if named else None)
    write_sealed(db.keys, client, "emergency_phone", named.phone if named else None)
    needs = facts.access_needs if facts.is_access_asked else ""
    write_sealed(db.keys, client, "access_needs", needs or None)
    client.facts_changed_at = actor.at
    return client


def _plain(email: str | None) -> str | None:
    return email.lower() if email else None
