"""The button under what would be sent before a group begins; it says what was shown."""

from wtforms import HiddenField
from wtforms.validators import DataRequired, Length

from clinic.forms.base import ClinicForm
from clinic.forms.base import lazy as _


class TellingForm(ClinicForm):
    """Sending what was shown."""

    seen = HiddenField(validators=[DataRequired(_("Open the page again.")), Length(max=64)])
