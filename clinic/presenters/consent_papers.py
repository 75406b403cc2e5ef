"""The consent of one person as a paper, in words: as it was agreed to, or to be signed."""

from dataclasses import replace
from datetime import datetime

from flask_babel import gettext as _

from clinic.domain.clinic.settings import ClinicSettings
from clinic.domain.people.consents import ConsentWay
from clinic.lookups.people.consents import TextLine
from clinic.lookups.people.names import full_name
from clinic.presenters.dates import clock, full_day, in_zone
from clinic.printing.consents import ConsentForm
from clinic.queries.people.consents import ConsentLine, ConsentPage


def consent_form(page: ConsentPage, settings: ClinicSettings, now: datetime) -> ConsentForm:
    """Give one person's form: as it was agreed to, or to be signed."""
    standing, zone = page.standing, page.enrollment.cohort.time_zone
    person = full_name(page.enrollment.client)
    text = standing.text if standing else page.text
    form = form_to_sign(text, person, zone, settings, now)
    return replace(form, agreed=_said(standing, person, zone)) if standing else form


def form_to_sign(
    text: TextLine, person: str, zone: str, settings: ClinicSettings, now: datetime
) -> ConsentForm:
    """Give a text with lines for a person to sign on."""
    return ConsentForm(
        clinic=_(settings.clinic_name),
        title=_(text.title),
        paragraphs=text.paragraphs,
        version=text.number,
        written_on=full_day(in_zone(text.written_at, zone)),
        person=person,
        paper=settings.paper,
        printed_on=full_day(in_zone(now, zone)),
    )


def _said(line: ConsentLine, person: str, zone: str) -> str:
    number, at = line.text.number, in_zone(line.agreed_at, zone)
    if line.way is ConsentWay.PAPER and line.signed_on:
        return _(
            "Version %(number)s was signed on paper on %(day)s; noted by %(name)s on %(noted)s.",
            number=number,
            day=full_day(line.signed_on),
            name=line.agreed_by,
            noted=full_day(at),
        )
    return _(
        "%(name)s agreed to version %(number)s on %(day)s at %(time)s, signed in as %(account)s.",
        name=person,
        number=number,
        day=full_day(at),
        time=clock(line.agreed_at, zone),
        account=line.account,
    )
