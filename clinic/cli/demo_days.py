"""The demo clinic's country, its winter break and a colleague's leave."""

from dataclasses import replace
from datetime import date, timedelta

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.lookups.clinic.settings import clinic_settings
from clinic.operations.clinic.settings import change_settings
from clinic.operations.groups.days_off import close_clinic, take_leave


def note_days_off(db: Db, actor: Actor, tom: Actor, today: date) -> None:
    """Enter days off, after the groups are open so that they meet when their story says."""
    change_settings(db, actor, replace(clinic_settings(db), country="US"))
    winter = date(today.year, 12, 24)
    close_clinic(db, actor, winter, winter + timedelta(days=8), "Winter break", today)
    training = today + timedelta(days=40)
    close_clinic(db, actor, training, training, "Day of training", today)
    away = today + timedelta(days=21)
    take_leave(db, tom, away, away + timedelta(days=4), today)
