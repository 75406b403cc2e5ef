"""Asking that something be corrected, and answering."""

from collections.abc import Sequence
from typing import Any

from wtforms import RadioField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from clinic.domain.people.amendments import LONGEST, AmendmentState
from clinic.forms.base import ClinicForm, Once, options
from clinic.forms.base import lazy as _


class AmendmentForm(Once, ClinicForm):
    """What is wrong, and how it should read."""

    place = RadioField(_("In which group"), [InputRequired(_("Choose a group."))])
    about = TextAreaField(
        _("What should be corrected?"),
        [DataRequired(_("Say what should be corrected.")), Length(max=LONGEST)],
        description=_("Where it stands, and what it says now."),
    )
    wanted = TextAreaField(
        _("How should it read?"),
        [DataRequired(_("Say how it should read.")), Length(max=LONGEST)],
    )

    def __init__(self, places: Sequence[tuple[str, str]], **values: Any) -> None:
        super().__init__(**values)
        self.place.choices = options(places)
        self.only = places[0][0] if len(places) == 1 else None
        if self.only is not None:
            del self.place

    @property
    def chosen(self) -> str:
        """The place that it is about, by its public id."""
        return self.only or str(self.place.data)


class AmendmentAnswerForm(ClinicForm):
    """Whether it was corrected, and what she is told."""

    outcome = RadioField(
        _("What came of it"),
        [InputRequired(_("Choose what came of it."))],
        choices=options(
            [
                (AmendmentState.DONE.value, _("it is corrected")),
                (AmendmentState.NOT_DONE.value, _("it stays as it is")),
            ]
        ),
    )
    answer = TextAreaField(
        _("Your answer"),
        [DataRequired(_("Say what was done, or why not.")), Length(max=LONGEST)],
        description=_("What was done and where, or why not. The person reads it."),
    )
