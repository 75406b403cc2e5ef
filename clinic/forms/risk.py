"""The form that ends a risk case: what was done, and how the person was reached."""

from wtforms import RadioField, TextAreaField
from wtforms.validators import DataRequired, Length

from clinic.forms.base import ClinicForm, options
from clinic.forms.base import lazy as _

CONTACTS = {
    "telephone": _("By telephone"),
    "in-person": _("Face to face"),
    "video": _("By video"),
    "message": _("By message or e-mail"),
    "through-others": _("Through somebody else, such as family or an emergency service"),
}
"""How somebody was reached, by the word that is stored."""


class RiskClosureForm(ClinicForm):
    """A deed with a name: the account that sends it."""

    contact = RadioField(
        _("How did you reach the person?"),
        choices=options(CONTACTS.items()),
        validators=[DataRequired(_("Choose how you reached the person."))],
    )
    action = TextAreaField(
        _("What was said and done"),
        [
            DataRequired(_("Write what was done. A case does not end without it.")),
            Length(max=5000),
        ],
        description=_("Current risk, what you agreed, who else knows. It is kept sealed."),
    )
