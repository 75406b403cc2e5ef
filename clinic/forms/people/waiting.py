"""Forms of a waiting list: joining and leaving it, its rule, and a place that is offered."""

from wtforms import RadioField, TextAreaField
from wtforms.validators import DataRequired, Length

from clinic.domain.people.waiting import WaitingEnd, WaitingRule
from clinic.forms.base import ClinicForm, DayField, Once, options
from clinic.forms.base import lazy as _
from clinic.forms.people.enrollments import EnrollmentForm
from clinic.forms.standing import StandingForm

RULES = (
    (WaitingRule.FIRST_COME.value, _("In the order in which people joined the list")),
    (WaitingRule.REFERRAL.value, _("In the order of the dates of referral")),
    (WaitingRule.BY_HAND.value, _("By hand, with a reason each time")),
)
ENDINGS = (
    (WaitingEnd.OWN_WISH.value, _("No longer wants a place")),
    (WaitingEnd.OTHER_HELP.value, _("Another kind of help suits better, or came sooner")),
    (WaitingEnd.NO_CONTACT.value, _("Could not be reached")),
    (WaitingEnd.NOT_SUITED.value, _("This group is not right for the person")),
    (WaitingEnd.OTHER.value, _("Something else")),
)


def _referred_on() -> DayField:
    return DayField(
        _("Date of referral"),
        [DataRequired(_("Enter the day of the referral as a date."))],
        description=_("Where nobody referred the person, the day on which the person asked."),
    )


def _note() -> TextAreaField:
    return TextAreaField(
        _("What to know when a place opens up"),
        [Length(max=500)],
        description=_("Kept sealed, for those who lead the group. The person does not see it."),
    )


class WaitingForm(EnrollmentForm):
    """Somebody who is to wait: a person who is new here, or one who is known."""

    referred_on = _referred_on()
    note = _note()


class ChangeWaitingForm(StandingForm):
    """What is noted about somebody who waits."""

    referred_on = _referred_on()
    note = _note()


class OffListForm(ClinicForm):
    """Why somebody no longer waits."""

    ending = RadioField(
        _("Why"),
        choices=options(ENDINGS),
        validators=[DataRequired(_("Choose one of these."))],
    )
    words = TextAreaField(
        _("In plain words"),
        [Length(max=500)],
        description=_("For you and your colleagues. The person does not see it."),
    )


class RuleForm(StandingForm):
    """The rule of a list, and why it changes."""

    rule = RadioField(
        _("In which order places are offered"),
        choices=options(RULES),
        validators=[DataRequired(_("Choose one of these."))],
        description=_("Whoever waits is told the rule, in the letter and on a page of their own."),
    )
    words = TextAreaField(
        _("Why it is changing"),
        [Length(max=500)],
        description=_("It stands in the history of the list. The people who wait do not see it."),
    )


class MoreTimeForm(StandingForm):
    """Until when a place is held after all, and why longer."""

    last_day = DayField(
        _("Last day to answer"),
        [DataRequired(_("Enter the last day on which the person can answer."))],
        description=_("The place is held until the end of this day."),
    )
    words = TextAreaField(
        _("Why it is held longer"),
        [Length(max=500)],
        description=_("It stands in the history of the list. The person does not see it."),
    )


class PlaceOfferForm(Once, ClinicForm):
    """Until when a place is held for somebody, and why for her."""

    last_day = DayField(
        _("Last day to answer"),
        [DataRequired(_("Enter the last day on which the person can answer."))],
        description=_("The place is held until the end of this day."),
    )
    reason = TextAreaField(
        _("Why this person"),
        [Length(max=500)],
        description=_("It stands in the history of the list. The person does not see it."),
    )
