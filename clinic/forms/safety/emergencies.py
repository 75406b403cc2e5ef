"""The forms with which a record is opened in an emergency, and looked at afterwards."""

from collections.abc import Iterable

from flask_babel import gettext
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from clinic.domain.safety.emergencies import LONGEST_NAME, LONGEST_WORDS
from clinic.forms.base import ClinicForm, Sometimes, options
from clinic.forms.base import lazy as _


class EmergencyForm(ClinicForm):
    """Whose record, and why."""

    person = StringField(
        _("Whose record"),
        [Sometimes(), Length(max=LONGEST_NAME)],
        description=_(
            "First and family name, the e-mail address, or the code on paper, written in full. "
            "There is no list to look through."
        ),
    )
    group = SelectField(
        _("Or a whole group"),
        [Sometimes()],
        default="",
        description=_("Only where you do not know the person’s name."),
    )
    reason = TextAreaField(
        _("Why it cannot wait for those who work with the person"),
        [InputRequired(_("Please say why.")), Length(max=LONGEST_WORDS)],
        description=_("They read this. A sentence is enough."),
    )


class ReviewForm(ClinicForm):
    """What somebody found who looked at it."""

    words = TextAreaField(
        _("What you found"),
        [InputRequired(_("Please write what you found.")), Length(max=LONGEST_WORDS)],
        description=_("With whom you talked, and whether it was needed. It stays, with your name."),
    )


def emergency_form(groups: Iterable[tuple[str, str]]) -> EmergencyForm:
    """Make the form with the groups to choose from."""
    form = EmergencyForm()
    form.group.choices = options([("", gettext("No group")), *groups])
    return form
