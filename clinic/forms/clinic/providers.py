"""Forms around the clinic's own sign-in server: what it sent along, and whom it knows."""

from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, Length

from clinic.forms.base import ClinicForm
from clinic.forms.base import lazy as _

_LONGEST = 4000


class BroughtBackForm(ClinicForm):
    """What somebody brings back from the provider, to go in with."""

    code = HiddenField(validators=[DataRequired(), Length(max=_LONGEST)])
    state = HiddenField(validators=[DataRequired(), Length(max=_LONGEST)])
    iss = HiddenField(validators=[Length(max=_LONGEST)])


class IdentityForm(ClinicForm):
    """How the provider names somebody."""

    subject = StringField(
        _("Subject"),
        [DataRequired(_("Enter the subject.")), Length(max=255)],
        description=_(
            "The lasting name by which your sign-in server knows this person (“sub”). An e-mail "
            "address does not count: it may be somebody else's one day."
        ),
    )
