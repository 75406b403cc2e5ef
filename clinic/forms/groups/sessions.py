"""The form of changing a group's schedule at one session."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext
from wtforms import BooleanField, Form, RadioField, StringField
from wtforms.fields.core import Field
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    Optional,
    StopValidation,
    ValidationError,
)

from clinic.domain.anchors import span_on_the_wall
from clinic.domain.groups.schedules import MOST_WEEKS, ChangeKind, WantedChange
from clinic.forms.base import BoundedInteger, DayField, HourField, options
from clinic.forms.base import lazy as _
from clinic.forms.standing import StandingForm

_YEARS = range(2000, 2101)
"""Years that a clock time can be carried to UTC from without running off the calendar."""

_WITH_A_TIME = (ChangeKind.MOVE, ChangeKind.SHIFT)
KINDS = [
    (ChangeKind.MOVE.value, _("Move this session")),
    (ChangeKind.SHIFT.value, _("Move this session and all that follow")),
    (ChangeKind.BREAK.value, _("Insert a break before it")),
    (ChangeKind.SKIP.value, _("Skip this date: each session takes the next one’s date")),
    (ChangeKind.CANCEL.value, _("Cancel this session")),
]
_CLOCK = (
    ChangeKind.CLOCK.value,
    _("Put every session back at its agreed time: the rules of its time zone changed"),
)


class _Needed:
    """Asks for a value where the chosen kind of change needs it, and overlooks it elsewhere."""

    field_flags = {"required": True}

    def __init__(self, message: str, *kinds: ChangeKind) -> None:
        self.message = message
        self.kinds = kinds

    def __call__(self, form: Form, field: Field) -> None:
        if form["kind"].data in self.kinds:
            DataRequired(self.message)(form, field)
            return
        field.errors = []
        raise StopValidation


class ChangeScheduleForm(StandingForm):
    """What is to be done, and a day, two times on the cohort's clock or a number of weeks.

    The fingerprint is that of the outcome which was looked at; without one it is only looked at.
    """

    kind = RadioField(
        _("What would you like to change?"),
        [InputRequired(_("Choose what is to change."))],
        choices=options([_CLOCK, *KINDS]),
    )
    starts_on = DayField(_("Day"), [_Needed(_("Enter the day as a date."), *_WITH_A_TIME)])
    starts_at = HourField(
        _("Begins at"),
        [_Needed(_("Enter a time of day, for instance 18:00."), *_WITH_A_TIME)],
    )
    ends_at = HourField(
        _("Ends at"),
        [_Needed(_("Enter a time of day, for instance 20:00."), *_WITH_A_TIME)],
    )
    weeks = BoundedInteger(
        _("Weeks of break"),
        [_Needed(_("Enter how many weeks, from 1 to 26."), ChangeKind.BREAK)],
        low=1,
        high=MOST_WEEKS,
        default=1,
    )
    keeps_booster = BooleanField(_("The booster keeps its date"))
    fingerprint = StringField(validators=[Optional(), Length(max=64)])

    def validate_starts_on(self, field: DayField) -> None:
        """Keep the day on a calendar that clocks can read."""
        if field.data and field.data.year not in _YEARS:
            raise ValidationError(gettext("Choose a day in this century."))

    def offer(self, *, is_off_the_wall: bool) -> None:
        """Offer to reset sessions only where their clock has other rules."""
        self.kind.choices = options([_CLOCK, *KINDS] if is_off_the_wall else KINDS)

    def change(self, meeting_id: int, zone: str) -> WantedChange:
        """Give what is wanted; call it on a form that holds."""
        said: dict[str, Any] = self.data
        kind = ChangeKind(said["kind"])
        keeps_booster = bool(said["keeps_booster"])
        if kind not in _WITH_A_TIME:
            return WantedChange(
                kind, meeting_id, weeks=said["weeks"] or 1, keeps_booster=keeps_booster
            )
        starts_at, ends_at = self._instants(said, ZoneInfo(zone))
        return WantedChange(kind, meeting_id, starts_at, ends_at, keeps_booster=keeps_booster)

    def sent_again(self) -> dict[str, str]:
        """Give what was sent, to be sent once more by the button under the preview."""
        names = ("kind", "starts_on", "starts_at", "ends_at", "weeks")
        values = {name: str((self[name].raw_data or [""])[0]) for name in names}
        if self.keeps_booster.data:
            values["keeps_booster"] = "y"
        return values

    @staticmethod
    def _instants(said: dict[str, Any], clock: ZoneInfo) -> tuple[datetime, datetime]:
        on = said["starts_on"]
        return span_on_the_wall(on, said["starts_at"], said["ends_at"], clock)
