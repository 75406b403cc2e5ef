"""Making the copy of a record for somebody who asked, and noting that it was handed out."""

from collections.abc import Sequence
from typing import Any

from wtforms import RadioField, SelectMultipleField
from wtforms.validators import InputRequired

from clinic.domain.people.record_copies import HandingWay
from clinic.forms.base import ClinicForm, DayField, Once, Sometimes, options
from clinic.forms.base import lazy as _


class RecordCopyForm(Once, ClinicForm):
    """When she asked, and which words of staff were looked at and are given."""

    asked_on = DayField(_("Asked for on"), [InputRequired(_("Enter the day."))])
    words = SelectMultipleField(_("Words of staff that are given"), [Sometimes()])

    def __init__(self, choices: Sequence[tuple[str, str]], **values: Any) -> None:
        super().__init__(**values)
        self.words.choices = options(choices)


class HandOverForm(ClinicForm):
    """How it came into her hands."""

    way = RadioField(
        _("How it was handed out"),
        [InputRequired(_("Choose how it was handed out."))],
        choices=options(
            [
                (HandingWay.IN_PERSON.value, _("in person")),
                (HandingWay.POST.value, _("by post")),
                (HandingWay.OTHER.value, _("by other means that were asked for")),
            ]
        ),
    )
