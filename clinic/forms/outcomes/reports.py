"""The forms that ask what is to be in a report."""

from wtforms import BooleanField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from clinic.domain.clinic.settings import Paper
from clinic.domain.outcomes.reports import ReportKind, ReportPart
from clinic.forms.base import ClinicForm, Once, options
from clinic.forms.base import lazy as _

_P = ReportPart
PARTS = {
    ReportKind.CLIENT: {
        _P.ATTENDANCE: _("How often we met"),
        _P.PRACTICE: _("What was practiced"),
        _P.MEASURES: _("Answers to questionnaires, in words and as a drawing"),
        _P.CHART_NOTES: _("The notes on the chart, with the words that staff wrote"),
        _P.NOTES: _("Words that the person shared in the practice log"),
    },
    ReportKind.REFERRER: {
        _P.ATTENDANCE: _("Attendance, session by session"),
        _P.PRACTICE: _("Practice between sessions"),
        _P.MEASURES: _("Scores with rule, norm, source and reliable change, and what is missing"),
        _P.CHART_NOTES: _("The notes on the chart, with the words that staff wrote"),
        _P.RISK: _("Risk cases and unanswered risk questions, without words"),
    },
}
CHOSEN = {
    ReportKind.CLIENT: {_P.ATTENDANCE, _P.PRACTICE, _P.MEASURES},
    ReportKind.REFERRER: {_P.ATTENDANCE, _P.PRACTICE, _P.MEASURES},
}
"""What is ticked at first: never risk, and never anybody's words."""


class _PaperForm(Once, ClinicForm):
    paper = SelectField(
        _("Paper"),
        [DataRequired(_("Choose a paper."))],
        choices=options((paper.value, paper.value) for paper in Paper),
    )


class PersonReportForm(_PaperForm):
    """What is in a report about one person, and for whom it is."""

    parts = SelectMultipleField(_("What is in it"), [DataRequired(_("Choose at least one part."))])
    for_whom = StringField(_("For whom"), [Optional(), Length(max=200)])
    summary = TextAreaField(
        _("Your summary"),
        [Length(max=4000)],
        description=_("It stands at the top, and is not kept after printing."),
    )

    def validate_parts(self, field: SelectMultipleField) -> None:
        """Refuse notes without the drawings that their letters stand in."""
        chosen = set(field.data or ())
        if _P.CHART_NOTES in chosen and _P.MEASURES not in chosen:
            raise ValidationError(
                _("The notes stand on the drawings. Choose the questionnaires with them.")
            )


class CohortReportForm(_PaperForm):
    """For whom a report about a group is."""

    for_whom = StringField(
        _("For whom"), [Optional(), Length(max=200)], description=_("Only for your own record.")
    )
    pools = BooleanField(
        _("Count earlier groups of the same program with it while it is too small"),
        description=_(
            "Of the groups that you lead, the newest first, until a change can be shown. The "
            "report says which."
        ),
    )


def person_report_form(
    kind: ReportKind, paper: Paper, *, has_chart_notes: bool
) -> PersonReportForm:
    """Make the form for one kind of report; notes that nobody wrote are not offered."""
    form = PersonReportForm(paper=paper.value, parts=[part.value for part in CHOSEN[kind]])
    form.parts.choices = options(
        (part.value, label)
        for part, label in PARTS[kind].items()
        if has_chart_notes or part is not _P.CHART_NOTES
    )
    if kind is ReportKind.CLIENT:
        del form.for_whom, form.summary
    else:
        form.for_whom.validators = (
            DataRequired(_("Enter who receives it.")),
            Length(max=200),
        )
        form.for_whom.flags.required = True
        form.for_whom.flags.optional = False
        form.for_whom.description = _("A name and a place, as it stands on the letter.")
    return form
