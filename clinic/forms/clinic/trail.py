"""Which entries of the audit trail somebody asks for."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext
from wtforms import SelectField

from clinic.domain.clinic.trail import CLIENTS, DEEDS, PROGRAM, READS, TrailFilter
from clinic.forms.base import ClinicForm, DayField, Sometimes, options
from clinic.forms.base import lazy as _


class TrailForm(ClinicForm):
    """Who, what kind, from which day to which; what is left open asks for all."""

    who = SelectField(_("Who"), [Sometimes()], default="")
    kind = SelectField(_("What kind"), [Sometimes()], default="")
    since = DayField(_("From"), [Sometimes()])
    until = DayField(_("To"), [Sometimes()])

    def __init__(
        self, staff: Sequence[tuple[str, str]], kinds: Mapping[str, str], **values: Any
    ) -> None:
        super().__init__(**values)
        others = [(CLIENTS, gettext("clients")), (PROGRAM, gettext("the program itself"))]
        whole = [(READS, gettext("all reads")), (DEEDS, gettext("all actions"))]
        self.who.choices = options([("", gettext("everybody")), *staff, *others])
        named = sorted(kinds.items(), key=lambda kind: kind[1])
        self.kind.choices = options([("", gettext("everything")), *whole, *named])

    def asked(self, zone: str) -> TrailFilter:
        """Give what is asked for, a day being one on the clock of the clinic."""
        since, until = self.since.data, self.until.data
        return TrailFilter(
            who=self.who.data or "",
            kind=self.kind.data or "",
            since=datetime.combine(since, time(), ZoneInfo(zone)) if since else None,
            until=datetime.combine(until + timedelta(days=1), time(), ZoneInfo(zone))
            if until
            else None,
        )

    def sent(self) -> dict[str, str]:
        """Give what was asked as it goes into an address or a form."""
        fields = (self.who, self.kind, self.since, self.until)
        return {field.name: text for field in fields if (text := str(field.data or ""))}
