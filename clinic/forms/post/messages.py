"""Forms on messages: which somebody wants, when, and when to be reminded again."""

from collections.abc import Sequence
from typing import Any

from wtforms import RadioField, SelectMultipleField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from clinic.domain.post.messages import MessageKind
from clinic.domain.post.reminders import Snooze
from clinic.forms.base import ClinicForm, HourField, options
from clinic.forms.base import lazy as _
from clinic.forms.standing import StandingForm

KINDS = (
    (MessageKind.HOMEWORK_REMINDER.value, _("Practice that is open")),
    (MessageKind.MEASURE_REMINDER.value, _("Questions that are open")),
    (MessageKind.SESSION_REMINDER.value, _("The next meeting, the day before")),
    (MessageKind.SCHEDULE_CHANGED.value, _("Dates that change")),
)


def _time(label: Any, required: bool = True) -> HourField:
    asked = InputRequired(_("Enter a time of day, for instance 18:00."))
    return HourField(label, [asked if required else Optional()])


class MessagesForm(StandingForm):
    """What a client wants to be written about, and when."""

    wanted = SelectMultipleField(
        _("Write to me about"),
        choices=options(KINDS),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    a_day = RadioField(
        _("How often"),
        choices=options(
            [
                ("one", _("At most one message a day, with everything in it")),
                ("each", _("Each at its own time")),
            ]
        ),
        validators=[InputRequired(_("Choose one of the two."))],
        description=_("You always hear right away when a date changes."),
    )
    quiet_from = _time(_("Nothing from"))
    quiet_until = _time(_("until"))


def messages_form(exercises: Sequence[tuple[str, str]]) -> type[MessagesForm]:
    """Give the form with a time of day for each exercise, by its key and title."""
    fields = {f"at_{key}": _time(title, required=False) for key, title in exercises}
    return type("MessagesFormOfOne", (MessagesForm,), fields)


class SnoozeForm(ClinicForm):
    """When to be reminded again."""

    when = RadioField(
        _("Remind me"),
        choices=options(
            [(Snooze.HOUR.value, _("in an hour")), (Snooze.TOMORROW.value, _("tomorrow"))]
        ),
        validators=[InputRequired(_("Choose one of the two."))],
    )
