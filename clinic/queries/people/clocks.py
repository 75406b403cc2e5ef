"""Reading the clock that somebody lives by."""

from clinic.db import Db
from clinic.domain.access import Reader, Role
from clinic.lookups.clinic.settings import clinic_settings
from clinic.lookups.people.clocks import day_zone
from clinic.models.clients import Client


def own_zone(db: Db, reader: Reader) -> str:
    """Give the zone that the reader's own hours are told in; to staff, that of the clinic."""
    if reader.role is not Role.CLIENT:
        return clinic_settings(db).time_zone
    return day_zone(db, Client.account_id == reader.account_id)
