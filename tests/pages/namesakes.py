"""People of one name, and the pages that must tell them apart."""

from clinic.db import Db, operation
from clinic.domain.access import Actor
from clinic.models.clients import Client

PAGES = (
    "therapist.dashboard.show",
    "therapist.cohorts.show",
    "therapist.cohort_measures.show",
    "therapist.sessions.show",
    "therapist.attendance.edit",
    "therapist.make_ups.new",
    "handouts.packs.new",
)
"""Lists on which the people of a group stand beside each other."""


@operation
def rename(_db: Db, _actor: Actor, client: Client, preferred: str, family: str) -> None:
    client.preferred_name, client.family_name = preferred, family
