"""Changing what the clinic says about itself."""

from dataclasses import asdict

from sqlalchemy import select

from clinic.db import Db, operation
from clinic.domain.access import Actor
from clinic.domain.clinic.settings import ClinicSettings
from clinic.domain.safety.reading_hours import check_reading_hours
from clinic.models.settings import Setting


@operation
def change_settings(db: Db, actor: Actor, settings: ClinicSettings) -> None:
    """Store every setting that differs from what stands."""
    check_reading_hours(settings.reading_days, settings.reading_from, settings.reading_until)
    rows = {row.name: row for row in db.scalars(select(Setting))}
    for name, value in asdict(settings).items():
        row = rows.get(name)
        if row is None:
            db.add(Setting(name=name, value=str(value), changed_at=actor.at))
        elif row.value != str(value):
            row.value = str(value)
            row.changed_at = actor.at
