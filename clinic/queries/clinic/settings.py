"""Reading what the clinic says about itself; open to everybody, for the help page needs it."""

from clinic.db import Db
from clinic.domain.clinic.settings import ClinicSettings
from clinic.lookups.clinic.settings import stored_settings


def clinic_settings(db: Db) -> ClinicSettings:
    """Give the clinic's settings, with the defaults for what nobody has set."""
    return stored_settings(db)
