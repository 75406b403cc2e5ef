"""The forms of a risk case: what was tried, how it ended, and what a second person found."""

from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import DataRequired, Length

from clinic.domain.risk import SecondLook
from clinic.forms.base import ClinicForm, Once, options
from clinic.forms.base import lazy as _

CONTACTS = {
    "telephone": _("By phone"),
    "in-person": _("Face to face"),
    "video": _("By video"),
    "message": _("By message or e-mail"),
    "through-others": _("Through somebody else, such as family or an emergency service"),
}
"""How somebody was reached, by the word that is stored."""

WAYS = CONTACTS | {
    "not-reached": _("Tried, without reaching the person"),
    "consulted": _("Talked it over with a colleague"),
    "other": _("Some other way"),
}
"""What may be done about a case before it ends."""

FOUND = {
    SecondLook.AGREES.value: _("What was done is enough"),
    SecondLook.MORE_TO_DO.value: _("There is more to do: open a new case"),
}
"""What a second person may find."""


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


class RiskActionForm(Once, ClinicForm):
    """One thing that was done or tried while the case stays open."""

    way = SelectField(
        _("What you did"),
        choices=options(WAYS.items()),
        validators=[DataRequired(_("Choose what you did."))],
    )
    words = TextAreaField(
        _("In words"),
        [Length(max=5000)],
        description=_("Kept sealed. Your name and the time are noted."),
    )


class SecondLookForm(Once, ClinicForm):
    """What a second person found in a closed case."""

    found = RadioField(
        _("What is your view?"),
        choices=options(FOUND.items()),
        validators=[DataRequired(_("Choose your view."))],
    )
    second_words = TextAreaField(
        _("Why, or what is still to be done"), [Length(max=5000)], description=_("Kept sealed.")
    )
