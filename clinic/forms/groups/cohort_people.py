"""Forms of who works in a cohort: adding somebody, and ending somebody's part."""

from collections.abc import Iterable

from flask_babel import gettext
from wtforms import SelectField
from wtforms.validators import InputRequired

from clinic.forms.base import ClinicForm, Once, Sometimes, options
from clinic.forms.base import lazy as _


class AddPersonForm(Once, ClinicForm):
    """A colleague who is to lead the group, or to read along."""

    person = SelectField(
        _("Who"),
        validators=[InputRequired(_("Choose a colleague."))],
        description=_(
            "A therapist leads the group; a supervisor can read everything and look after risk "
            "cases, and changes nothing else."
        ),
    )


class EndPartForm(ClinicForm):
    """Who takes over the open risk cases of somebody who goes, where there are any."""

    heir = SelectField(_("Who takes over the open risk cases"), [Sometimes()], default="")


def add_person_form(colleagues: Iterable[tuple[str, str]]) -> AddPersonForm:
    """Make the form with the colleagues to choose from."""
    form = AddPersonForm()
    form.person.choices = options([("", gettext("Choose a colleague")), *colleagues])
    return form


def end_part_form(colleagues: Iterable[tuple[str, str]]) -> EndPartForm:
    """Make the form with those who stay in the group."""
    form = EndPartForm()
    form.heir.choices = options([("", gettext("Choose a colleague")), *colleagues])
    return form
