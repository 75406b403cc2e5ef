"""Would rather not, and mending a slip of the keyer: a reason beside the deed."""

from typing import cast

from wtforms import StringField
from wtforms.validators import Length

from clinic.domain.measures.administrations import LONGEST_REASON
from clinic.domain.measures.instruments import Instrument
from clinic.forms.base import Once
from clinic.forms.base import lazy as _
from clinic.forms.measures.keyings import KeyingForm, keying_form
from clinic.forms.standing import StandingForm


class RefusalForm(Once, StandingForm):
    """A reason is welcome and never asked for."""

    reason = StringField(
        _("Reason"),
        validators=[Length(max=LONGEST_REASON, message=_("Please say it in fewer words."))],
    )


class CorrectionForm(StandingForm, KeyingForm):
    """The boxes of the typing desk as they stand, and why they change."""

    reason = StringField(
        _("What does the paper say?"),
        validators=[Length(max=LONGEST_REASON, message=_("Please say it in fewer words."))],
    )


def correction_form(instrument: Instrument, standing: dict[int, int]) -> CorrectionForm:
    """Make the form on which a filling that is in already is mended."""
    return cast("CorrectionForm", keying_form(instrument, standing=standing, base=CorrectionForm))
