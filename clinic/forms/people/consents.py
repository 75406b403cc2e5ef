"""Forms of consent: a new version of the text, a signature on paper, taking it back."""

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from clinic.domain.people.consents import LONGEST_BODY, LONGEST_REASON, LONGEST_TITLE
from clinic.forms.base import ClinicForm, DayField, Once, options
from clinic.forms.base import lazy as _
from clinic.forms.standing import StandingForm


class ConsentTextForm(Once, StandingForm):
    """A new version of what people agree to."""

    title = StringField(
        _("Title"), [DataRequired(_("Give the text a title.")), Length(max=LONGEST_TITLE)]
    )
    body = TextAreaField(
        _("Text"),
        [DataRequired(_("Write the text that people are to agree to.")), Length(max=LONGEST_BODY)],
        description=_("Plain sentences; an empty line begins a new paragraph."),
    )


class AgreementForm(ClinicForm):
    """The button under the text; it says which text was read."""

    text = HiddenField(validators=[DataRequired(_("Open the page again.")), Length(max=40)])


class SignatureForm(ClinicForm):
    """A signature on paper."""

    text = SelectField(
        _("Which version was signed"), validators=[DataRequired(_("Choose a version."))]
    )
    signed_on = DayField(
        _("Day beside the signature"), [DataRequired(_("Enter the day as it stands on the paper."))]
    )

    def __init__(self, texts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.text.choices = options(texts)


class TakingBackForm(ClinicForm):
    """Taking an agreement back."""

    reason = TextAreaField(
        _("Why"), [Length(max=LONGEST_REASON)], description=_("Only if you like to say.")
    )
