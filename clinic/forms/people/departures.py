"""The form of leaving a group: why, of a plain list, and in words."""

from wtforms import BooleanField, RadioField, TextAreaField
from wtforms.validators import DataRequired, Length

from clinic.domain.people.departures import LeavingReason
from clinic.forms.base import lazy as _
from clinic.forms.base import options
from clinic.forms.standing import StandingForm

REASONS = (
    (LeavingReason.AGREED_ENDING.value, _("We agreed to end here")),
    (LeavingReason.OTHER_HELP.value, _("Another kind of help suits better")),
    (LeavingReason.TIMES.value, _("The times do not work")),
    (LeavingReason.MOVED.value, _("Moved away")),
    (LeavingReason.HEALTH.value, _("Illness, or something else in life")),
    (LeavingReason.NOT_SUITED.value, _("This group was not right for the person")),
    (LeavingReason.NO_CONTACT.value, _("Stopped coming and could not be reached")),
    (LeavingReason.OTHER.value, _("Something else")),
)


class LeavingForm(StandingForm):
    """Why somebody leaves before the end, and whether the closing questions are asked."""

    why = RadioField(
        _("Why"),
        choices=options(REASONS),
        validators=[DataRequired(_("Choose one of these."))],
        description=_("An agreed ending is not counted as drop-out."),
    )
    words = TextAreaField(
        _("In plain words"),
        [Length(max=500)],
        description=_("For you and your colleagues. The person does not see it."),
    )
    asks_at_the_end = BooleanField(
        _("Ask the final questionnaires now, for two weeks"), default=True
    )
