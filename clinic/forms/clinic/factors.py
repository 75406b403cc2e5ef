"""Forms of second factors: the code of an app and a passkey's answer."""

from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import DataRequired, Length

from clinic.forms.base import ClinicForm
from clinic.forms.base import lazy as _

_LONGEST_CODE = 60
_LONGEST_ANSWER = 20_000


class DoorForm(ClinicForm):
    """The second factor, when somebody signs in."""

    code = StringField(
        _("Code"),
        [DataRequired(_("Enter the code.")), Length(max=_LONGEST_CODE)],
        description=_("Six digits from your app, or one of the codes on your paper."),
    )
    trusts_device = BooleanField(
        _("Do not ask on this device for 30 days"),
        description=_("Only on a device that nobody else uses."),
    )
    next = HiddenField()


class AppForm(ClinicForm):
    """The first code of an app that is being set up."""

    code = StringField(
        _("The six digits that the app shows now"),
        [DataRequired(_("Enter the six digits.")), Length(max=_LONGEST_CODE)],
    )
    next = HiddenField()


class PasskeyForm(ClinicForm):
    """What a browser answers for a passkey; scripts fill it in."""

    answer = HiddenField(
        validators=[
            DataRequired(_("The browser gave no answer. Nothing was changed.")),
            Length(max=_LONGEST_ANSWER),
        ]
    )
    next = HiddenField()
