"""Noting how to reach somebody, whom to call for her, and what she needs to take part."""

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor, Role
from clinic.domain.contacts import ContactFacts
from clinic.domain.errors import Stale
from clinic.domain.text import N_
from clinic.models.clients import Client
from clinic.models.sealed import write_sealed


@operation
def note_contact_facts(
    db: Db, actor: Actor, client: Client, facts: ContactFacts, *, seen: str
) -> Client:
    """Keep what is known of a person; `seen` names the facts as the page showed them.

    A client changes what is about her and not the way in which she takes part or is written to:
    that is agreed with those who lead her group.
    """
    lock(db, client)
    standing = client.facts_changed_at.isoformat() if client.facts_changed_at else ""
    if seen != standing:
        raise Stale(N_("Somebody else changed this since you opened the page."))
    client.phone = facts.phone
    client.language = facts.language
    if actor.role is not Role.CLIENT:
        client.email = facts.email.lower() if facts.email else None
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
