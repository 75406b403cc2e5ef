"""Forms of retention and erasure: how long each kind is kept, what is to end, and a hold."""

from typing import Any

from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from clinic.domain.people.endings import LONGEST_REASON, MOST_MONTHS, RetentionClocks
from clinic.forms.base import BoundedInteger, ClinicForm
from clinic.forms.base import lazy as _
from clinic.forms.standing import StandingForm


def _months(label: str, description: str) -> BoundedInteger:
    return BoundedInteger(
        label,
        [InputRequired(_("Enter a number of months, or 0."))],
        low=0,
        high=MOST_MONTHS,
        description=description,
    )


class RetentionClocksForm(StandingForm):
    """How many months each kind is kept, under the names they are stored by."""

    keep_record = _months(
        _("Records of people who took part"),
        _(
            "After the last contact. As an example, 240 months are 20 years. Ask what the law asks "
            "where you are."
        ),
    )
    keep_unbegun = _months(
        _("Records of people who never began"), _("After the last word about a place.")
    )
    keep_private = _months(
        _("What people wrote for themselves alone"),
        _("After the last contact. They can take a copy on their own page before."),
    )
    keep_ways_in = _months(
        _("Sign-ins, links and devices of clients"), _("Each after it was last of use.")
    )
    keep_post = _months(_("Messages to clients"), _("Each after it was meant to be sent."))

    def clocks(self) -> RetentionClocks:
        """Give what was entered."""
        given: dict[str, Any] = {
            name: field.data
            for name, field in self._fields.items()
            if name not in ("csrf_token", "drawn")
        }
        return RetentionClocks(**given)


class DueForm(ClinicForm):
    """The button beside something that is due; it says what."""

    kind = HiddenField(validators=[DataRequired(_("Open the page again.")), Length(max=40)])


class HoldForm(ClinicForm):
    """A hold and its reason."""

    reason = TextAreaField(
        _("Why it has to be kept"),
        [DataRequired(_("Say why this record has to be kept.")), Length(max=LONGEST_REASON)],
        description=_("For instance a complaint or a court case. Staff of this group read it."),
    )
