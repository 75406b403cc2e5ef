"""Forms of a break: until when, and why if one likes to say it."""

from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from clinic.forms.base import DayField
from clinic.forms.base import lazy as _
from clinic.forms.standing import StandingForm


class PauseForm(StandingForm):
    """A break as staff note it."""

    ends_on = DayField(
        _("First day back"),
        [DataRequired(_("Choose the day from which things may be due again."))],
        description=_(
            "Until then nothing is sent and nothing is due. It can be changed at any time."
        ),
    )
    reason = TextAreaField(
        _("Why, in plain words"),
        [Length(max=500)],
        description=_("Kept sealed, for those who lead the group. The person does not see it."),
    )


class OwnPauseForm(StandingForm):
    """A break as somebody takes it for herself."""

    ends_on = DayField(
        _("First day back"),
        [DataRequired(_("Choose the day from which you would like to go on."))],
        description=_("You can come back sooner, or stay away longer. A guess is enough."),
    )
    reason = TextAreaField(
        _("A few words for those who lead your group"),
        [Length(max=500)],
        description=_("Only if you like. Nobody else reads it."),
    )
