"""Noting that somebody takes the copy of her record."""

from clinic.db import Db, operation
from clinic.domain.access import Actor, Role
from clinic.domain.errors import Refused
from clinic.domain.text import N_
from clinic.models.clients import Client


@operation
def note_copy(_db: Db, actor: Actor, client: Client) -> Client:
    """Leave an entry in the trail: the copy itself is made for the one answer, and kept nowhere."""
    if actor.role is not Role.CLIENT or client.account_id != actor.account_id:
        raise Refused(N_("Only the person can take this copy."))
    return client
