"""The form of one more piece of home practice."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, SelectMultipleField
from wtforms.validators import DataRequired, InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from clinic.forms.base import BoundedInteger, ClinicForm, Once, options
from clinic.forms.base import lazy as _


class AssignmentForm(Once, ClinicForm):
    """How often, how long, and for whom."""

    times_per_week = BoundedInteger(
        _("Times a week"), [InputRequired(_("Enter how many times a week."))], low=1, high=21
    )
    minutes = BoundedInteger(
        _("Minutes each time"), [InputRequired(_("Enter how many minutes."))], low=1, high=180
    )
    people = SelectMultipleField(
        _("For whom"),
        [DataRequired(_("Choose at least one person."))],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    is_dose_meant = BooleanField(_("Give it all the same"))

    def __init__(self, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        # Before anything is sent, everybody is chosen.
        kwargs.setdefault("data", {})
        kwargs["data"] = {"people": [key for key, _name in people], **kwargs["data"]}
        super().__init__(**kwargs)
        self.people.choices = options(people)
