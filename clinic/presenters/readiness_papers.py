"""The words of what paper somebody still needs before a group begins."""

from datetime import datetime

from flask_babel import gettext as _

from clinic.domain.clinic.settings import ClinicSettings
from clinic.domain.people.readiness import Need
from clinic.lookups.people.readiness import ReadinessLine
from clinic.presenters.dates import full_day, in_zone
from clinic.printing.beginnings import ContactSheet


def under_the_name(group: str, zone: str, now: datetime) -> str:
    """Name the group and the day, for the top of each paper."""
    return f"{group} · {full_day(in_zone(now, zone))}"


def contact_sheet(
    person: ReadinessLine, holder: str, settings: ClinicSettings, now: datetime, *, is_large: bool
) -> ContactSheet:
    """Ask one person for what is not known of her yet."""
    cohort = person.enrollment.cohort
    return ContactSheet(
        holder=holder,
        subtitle=under_the_name(cohort.discreet_name, cohort.time_zone, now),
        asks_language=person.states[Need.LANGUAGE].is_missing,
        asks_emergency=person.states[Need.EMERGENCY].is_missing,
        asks_access=person.states[Need.ACCESS].is_missing,
        clinic=_(settings.discreet_name),
        paper=settings.paper,
        is_large=is_large,
    )
