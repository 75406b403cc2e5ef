"""Forms of the days on which nobody meets: the clinic's closed days, and one's own leave."""

from wtforms import StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from clinic.forms.base import ClinicForm, DayField, Once
from clinic.forms.base import lazy as _

SINGLE_DAY = _("Leave this blank for a single day.")


class LeaveForm(Once, ClinicForm):
    """The first day away, and the last where there are several."""

    first_on = DayField(
        _("First day away"), [InputRequired(_("Enter the first day you are away."))]
    )
    last_on = DayField(_("Last day away"), [Optional()], description=SINGLE_DAY)


class ClosedDaysForm(Once, ClinicForm):
    """The first closed day, the last where there are several, and what they are called."""

    first_on = DayField(_("First day"), [InputRequired(_("Enter the first closed day."))])
    last_on = DayField(_("Last day"), [Optional()], description=SINGLE_DAY)
    name = StringField(
        _("Reason"),
        [DataRequired(_("Give a reason, in a word or two.")), Length(max=80)],
        description=_("For instance Winter break. Therapists see it where a date is skipped."),
    )
