"""Forms of who works in a cohort: adding somebody, and ending somebody's part."""

from collections.abc import Iterable

from flask_babel import gettext
from wtforms import SelectField
from wtforms.validators import InputRequired, Optional

from clinic.forms.base import ClinicForm, DayField, Once, Sometimes, options
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
    first_on = DayField(_("First day"), [Optional()], description=_("Blank means from now on."))
    last_on = DayField(
        _("Last day"), [Optional()], description=_("Blank means until further notice.")
    )


class EndPartForm(ClinicForm):
    """The last day, and who takes over the open risk cases where there are any."""

    last_on = DayField(
        _("Last day"),
        [Optional()],
        description=_(
            "Blank ends it at once. With a day it ends at the midnight that follows, on the "
            "clock of the clinic."
        ),
    )
    heir = SelectField(_("Who takes over the open risk cases"), [Sometimes()], default="")


class StandInForm(Once, ClinicForm):
    """A colleague who stands in for one evening."""

    session = SelectField(_("Which meeting"), validators=[InputRequired(_("Choose a meeting."))])
    person = SelectField(_("Who"), validators=[InputRequired(_("Choose a colleague."))])


def stand_in_form(
    meetings: Iterable[tuple[str, str]], colleagues: Iterable[tuple[str, str]]
) -> StandInForm:
    """Make the form with the meetings and the colleagues to choose from."""
    form = StandInForm()
    form.session.choices = options([("", gettext("Choose a meeting")), *meetings])
    form.person.choices = options([("", gettext("Choose a colleague")), *colleagues])
    return form


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
