"""The form that says who stands in while somebody is away."""

from collections.abc import Iterable

from flask_babel import gettext
from wtforms import SelectField
from wtforms.validators import InputRequired

from clinic.forms.base import ClinicForm, DayField, Once, options
from clinic.forms.base import lazy as _


class CoverForm(Once, ClinicForm):
    """First day, last day, and a colleague."""

    first_on = DayField(
        _("First day away"), [InputRequired(_("Enter the first day you are away."))]
    )
    last_on = DayField(_("Last day away"), [InputRequired(_("Enter the last day you are away."))])
    cover = SelectField(
        _("Who stands in"), validators=[InputRequired(_("Choose who stands in for you."))]
    )


def cover_form(colleagues: Iterable[tuple[str, str]]) -> CoverForm:
    """Make the form with the colleagues to choose from."""
    form = CoverForm()
    nobody = [("", gettext("Choose a colleague"))]
    form.cover.choices = options([*nobody, *colleagues])
    return form
