"""The form on which somebody writes down a practice."""

from wtforms import BooleanField, HiddenField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from clinic.domain.homework.homework import LONGEST_NOTE, MOST_MINUTES, MOST_TENSION
from clinic.forms.base import BoundedInteger, ClinicForm, DayField, Once
from clinic.forms.base import lazy as _


class PracticeForm(Once, ClinicForm):
    """When, how long, and what it was like."""

    practiced_on = DayField(_("Day"), [InputRequired(_("Choose the day."))])
    minutes = BoundedInteger(
        _("Minutes"),
        [InputRequired(_("Enter the minutes, 0 if it was a moment."))],
        low=0,
        high=MOST_MINUTES,
        unit="min",
        description=_("A rough number is fine."),
    )
    before = BoundedInteger(_("Tension before"), [Optional()], low=0, high=MOST_TENSION)
    after = BoundedInteger(_("Tension after"), [Optional()], low=0, high=MOST_TENSION)
    has_stepped_down = BooleanField(
        _("I did the gentler practice"), description=_("That is practice too, and counts the same.")
    )
    felt_worse = BooleanField(
        _("I felt worse with it"),
        description=_("If you check this, your facilitators are told, so that they can follow up."),
        render_kw={"data-risk": True},
    )
    memories_broke_in = BooleanField(
        _("Hard memories broke in"),
        description=_("If you check this, your facilitators are told, so that they can follow up."),
        render_kw={"data-risk": True},
    )
    note = TextAreaField(
        _("Anything you want to remember"),
        [Optional(), Length(max=LONGEST_NOTE)],
    )
    is_note_shared = BooleanField(_("Let my facilitators read this note"))


class PracticeCorrectionForm(PracticeForm):
    """The same of a line that stands, and how many corrections of it the page knew."""

    seen = HiddenField(default="0", validators=[Regexp(r"\A[0-9]{1,6}\Z")])
