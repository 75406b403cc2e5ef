"""The forms for what staff add to the reading of scores: a note to a day, the clinic's own norm."""

import re
from typing import Any

from wtforms import StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from clinic.domain.outcomes.change import Distribution
from clinic.domain.outcomes.readings import OwnNorm
from clinic.forms.base import ClinicForm, DayField, Once, Sometimes
from clinic.forms.base import lazy as _
from clinic.forms.standing import StandingForm

_FIGURE = re.compile(r"-?[0-9]{1,6}([.,][0-9]{1,6})?", re.ASCII)


class FigureField(StringField):
    """A plain figure with a point or a comma; kept as it was typed until it can be read."""

    def pre_validate(self, form: Any) -> None:
        """Refuse what is no figure."""
        if self.data and not _FIGURE.fullmatch(self.data):
            raise ValidationError(_("Enter a figure such as 7.5."))

    @property
    def figure(self) -> float | None:
        """Give the number; nothing where nothing was entered."""
        return float(self.data.replace(",", ".")) if self.data else None


class ChartNoteForm(Once, ClinicForm):
    """A few words to a day."""

    noted_on = DayField(_("Day"), [InputRequired(_("Choose the day."))])
    words = StringField(
        _("Note"),
        [DataRequired(_("Write a few words.")), Length(max=200)],
        description=_("What happened then: a change of medicine, a loss, a new job."),
    )


class ClinicNormForm(StandingForm):
    """The figures of a norm; the functional group is optional and whole."""

    sd = FigureField(_("Standard deviation before treatment"), [DataRequired(_("Enter the SD."))])
    reliability = FigureField(
        _("Reliability"),
        [DataRequired(_("Enter the reliability."))],
        description=_("Between 0 and 1: the retest correlation, or alpha."),
    )
    clinical_mean = FigureField(
        _("Mean before treatment"),
        [Optional()],
        description=_("With a functional group it places cut-off c; without it, b is used."),
    )
    functional_mean = FigureField(_("Mean of a functional group"), [Sometimes(), Optional()])
    functional_sd = FigureField(_("SD of the functional group"), [Sometimes(), Optional()])
    source = StringField(
        _("Source"),
        [DataRequired(_("Say where the figures come from.")), Length(max=300)],
        description=_(
            "Paper, manual or your own audit, with its year: it stands beside every use."
        ),
    )

    def validate_functional_mean(self, _field: FigureField) -> None:
        """Ask for both figures of the functional group or for none."""
        self._check_whole()

    def validate_functional_sd(self, _field: FigureField) -> None:
        """Ask for both figures of the functional group or for none."""
        self._check_whole()

    def norm(self) -> OwnNorm:
        """Give what was entered, once it is valid."""
        mean, sd = self.functional_mean.figure, self.functional_sd.figure
        return OwnNorm(
            sd=self.sd.figure or 0.0,
            reliability=self.reliability.figure or 0.0,
            source=self.source.data or "",
            clinical_mean=self.clinical_mean.figure,
            functional=None if mean is None or sd is None else Distribution(mean, sd),
        )

    def _check_whole(self) -> None:
        if (self.functional_mean.data is None) != (self.functional_sd.data is None):
            raise ValidationError(_("Mean and SD of the functional group belong together."))
