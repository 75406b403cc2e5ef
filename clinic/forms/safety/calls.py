"""The form with which a client asks for a call."""

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from clinic.forms.base import ClinicForm, Once, Sometimes, options
from clinic.forms.base import lazy as _

KNOWN, OTHER = "known", "other"


class CallForm(Once, ClinicForm):
    """Which telephone, and if one likes a few words."""

    which = RadioField(_("Which number should we call?"), default=KNOWN)
    other = StringField(
        _("Another number"),
        [Sometimes(), Length(max=60)],
        description=_("If you would rather use another one."),
    )
    words = TextAreaField(
        _("What is it about, if you would like to say"),
        [Length(max=2000)],
        description=_("You may leave this empty. It is kept sealed."),
    )

    def phone(self, known: str | None) -> str:
        """Give the number that was chosen."""
        typed = self.other.data or ""
        # Where the clinic knows no number there is no choice, and the field is gone. The form that
        # stands without a line has no choice either: what was typed there is the number to call.
        is_typed = bool(typed) and not (known and self.which.raw_data)
        return typed if not known or is_typed or self.which.data == OTHER else known


def call_form(known: str | None) -> CallForm:
    """Make the form; where the clinic knows no number it asks for one alone."""
    form = CallForm()
    if known:
        form.which.choices = options([(KNOWN, known), (OTHER, _("Another number"))])
    else:
        del form.which
        form.other.label.text = _("Which number should we call?")
        form.other.validators = (
            DataRequired(_("Enter a number that we can call.")),
            Length(max=60),
        )
        form.other.flags.required = True
        form.other.description = ""
    return form
