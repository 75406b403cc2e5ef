"""How to reach somebody, whom to call for her, and what she needs."""

from clinic.db import Db
from clinic.domain.people.contacts import ContactFacts, EmergencyContact, names_large_print
from clinic.models.clients import Client
from clinic.models.sealed import read_sealed


def contact_facts_of(db: Db, client: Client) -> ContactFacts:
    """Give what is known of a person whom the caller has been given already."""
    name = read_sealed(db.keys, client, "emergency_name")
    named = EmergencyContact(
        name or "",
        read_sealed(db.keys, client, "emergency_relation") or "",
        read_sealed(db.keys, client, "emergency_phone") or "",
    )
    return ContactFacts(
        phone=client.phone,
        email=client.email,
        medium=client.medium,
        language=client.language,
        is_emergency_asked=client.emergency_asked_at is not None,
        emergency=named if name else None,
        is_access_asked=client.access_asked_at is not None,
        access_needs=read_sealed(db.keys, client, "access_needs") or "",
        changed_at=client.facts_changed_at,
    )


def wants_large_print(db: Db, client: Client) -> bool:
    """Say whether a person whom the caller has been given already asked for large print."""
    return names_large_print(read_sealed(db.keys, client, "access_needs") or "")
