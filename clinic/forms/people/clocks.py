"""Forms on a person's own clock: naming it, and answering what a browser shows."""

from flask_babel import gettext
from wtforms import HiddenField, RadioField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from clinic.domain.people.clocks import find_zone
from clinic.forms.base import ClinicForm, options
from clinic.forms.base import lazy as _
from clinic.forms.standing import StandingForm

YES, NO = "yes", "no"


class ClockForm(StandingForm):
    """The clock that somebody lives by."""

    zone = StringField(
        _("Your clock"),
        [Length(max=60)],
        description=_(
            "Start typing a large city near you, and choose it. Blank means your group’s clock."
        ),
    )

    def validate_zone(self, field: StringField) -> None:
        """Take a name of the list, or a city in it, however it is written."""
        if field.data and find_zone(field.data) is None:
            raise ValidationError(
                gettext("We do not know this one. Choose a large city in the same zone.")
            )

    @property
    def chosen(self) -> str | None:
        """Give the zone that was named; `None` for that of the group."""
        return find_zone(self.zone.data) if self.zone.data else None


class ClockAnswerForm(ClinicForm):
    """Whether hours are to be read by the clock of the device, which the device names."""

    zone = HiddenField(validators=[InputRequired(), Length(max=60)])
    answer = RadioField(choices=options([(YES, YES), (NO, NO)]), validators=[InputRequired()])
