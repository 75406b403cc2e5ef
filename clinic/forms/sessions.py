"""The form of moving a group session."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext
from wtforms import DateField, TimeField
from wtforms.validators import DataRequired, InputRequired, ValidationError
from wtforms.widgets import HiddenInput

from clinic.domain.calendar import series
from clinic.forms.base import BoundedInteger, ClinicForm
from clinic.forms.base import lazy as _

_TIMES = ["%H:%M", "%H:%M:%S"]
_YEARS = range(2000, 2101)
"""Years that a clock time can be carried to UTC from without running off the calendar."""


class MoveSessionForm(ClinicForm):
    """A day, two times on the cohort's clock, and the version that the session was read at."""

    starts_on = DateField(_("Day"), [DataRequired(_("Enter the day as a date."))])
    starts_at = TimeField(
        _("Begins at"),
        [DataRequired(_("Enter a time of day, for instance 18:00."))],
        format=_TIMES,
    )
    ends_at = TimeField(
        _("Ends at"),
        [DataRequired(_("Enter a time of day, for instance 20:00."))],
        format=_TIMES,
    )
    version = BoundedInteger(
        widget=HiddenInput(),
        validators=[InputRequired(_("Open this page again before you save."))],
        low=1,
        high=10**9,
    )

    def validate_starts_on(self, field: DateField) -> None:
        """Keep the day on a calendar that clocks can read."""
        if field.data and field.data.year not in _YEARS:
            raise ValidationError(gettext("Choose a day in this century."))

    def instants(self, zone: str) -> tuple[datetime, datetime]:
        """Give the two times as instants; call it on a form that holds."""
        said: dict[str, Any] = self.data
        day, clock = said["starts_on"], ZoneInfo(zone)
        ((starts_at, _same),) = series(day, said["starts_at"], clock, [0], 0)
        ((ends_at, _same),) = series(day, said["ends_at"], clock, [0], 0)
        return starts_at, ends_at
