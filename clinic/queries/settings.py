"""Reading what the clinic says about itself; open to everybody, for the help page needs it."""

from dataclasses import fields

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.clinic import ClinicSettings, Paper
from clinic.models.settings import Setting


def clinic_settings(db: Db) -> ClinicSettings:
    """Give the clinic's settings, with the defaults for what nobody has set."""
    known = {field.name for field in fields(ClinicSettings)}
    stored = db.execute(select(Setting.name, Setting.value))
    values: dict[str, str] = {name: value for name, value in stored if name in known}
    paper = Paper(values.pop("paper", Paper.A4))
    return ClinicSettings(**values, paper=paper)
