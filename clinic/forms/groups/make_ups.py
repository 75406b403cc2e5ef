"""Forms of make-up sessions: when and for whom, and who came."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext
from wtforms import HiddenField, RadioField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from clinic.domain.anchors import span_on_the_wall
from clinic.domain.enrollments import AttendanceMark
from clinic.forms.base import ClinicForm, DayField, HourField, Once, options
from clinic.forms.base import lazy as _
from clinic.forms.groups.attendance import MARK_WORDS, UNMARKED
from clinic.forms.standing import StandingForm

_YEARS = range(2000, 2101)
CHOICES = [
    (AttendanceMark.PRESENT.value, MARK_WORDS[AttendanceMark.PRESENT]),
    (AttendanceMark.EXCUSED.value, MARK_WORDS[AttendanceMark.EXCUSED]),
    (AttendanceMark.ABSENT.value, MARK_WORDS[AttendanceMark.ABSENT]),
    (UNMARKED, _("No mark")),
]


class WhenForm(ClinicForm):
    """When and where a make-up session is."""

    starts_on = DayField(_("Day"), [DataRequired(_("Enter the day as a date."))])
    starts_at = HourField(
        _("Begins at"),
        [InputRequired(_("Enter a time of day, for instance 18:00."))],
    )
    ends_at = HourField(
        _("Ends at"), [InputRequired(_("Enter a time of day, for instance 20:00."))]
    )
    seen = HiddenField(validators=[Optional(), Length(max=2000)])
    """What was said against the time when somebody last looked."""
    place = StringField(
        _("Place"), [Length(max=200)], description=_("Leave this blank for where the group meets.")
    )

    def validate_starts_on(self, field: DayField) -> None:
        """Keep the day on a calendar that clocks can read."""
        if field.data and field.data.year not in _YEARS:
            raise ValidationError(gettext("Choose a day in this century."))

    def has_seen(self, said: Sequence[str]) -> bool:
        """Say whether all that speaks against the time was read before; else show it now.

        Another time, or somebody's new break, is another list, and is shown again.
        """
        digest = hashlib.sha256("\n".join(said).encode()).hexdigest()[:32] if said else ""
        is_known = (self.seen.data or "") == digest
        self.seen.data = digest
        return is_known or not said

    def instants(self, zone: str) -> tuple[datetime, datetime]:
        """Give when it begins and ends; call it on a form that holds."""
        said: dict[str, Any] = self.data
        clock = ZoneInfo(zone)
        return span_on_the_wall(said["starts_on"], said["starts_at"], said["ends_at"], clock)


class ChangeTimeForm(StandingForm, WhenForm):
    """Another time for one that is planned."""


class PlanMakeUpForm(Once, WhenForm):
    """When, where and for whom."""

    people = SelectMultipleField(
        _("For whom"),
        [DataRequired(_("Choose at least one person."))],
        validate_choice=False,
    )

    def offer(self, people: Iterable[tuple[str, str]]) -> None:
        """Hand in who may be chosen."""
        self.people.choices = options(people)

    def validate_people(self, field: SelectMultipleField) -> None:
        """Take only those who are offered."""
        offered: Any = field.choices
        if not set(field.data or []) <= {choice.value for choice in offered}:
            raise ValidationError(gettext("Choose people from the list."))


class SeatsForm(StandingForm):
    """Who came; its fields are made for the people of one make-up session."""

    people: Sequence[str] = ()

    def marks(self) -> dict[str, AttendanceMark | None]:
        """Give what was marked by enrollment."""
        found = {person: self[f"mark_{person}"].data for person in self.people}
        return {person: AttendanceMark(mark) if mark else None for person, mark in found.items()}


def seats_form(
    seats: Iterable[tuple[str, str, AttendanceMark | None]], *, is_sent: bool
) -> SeatsForm:
    """Make the form of the people of a make-up session: id, name and the mark so far.

    The page holds two forms, so that it has to be said whether this is the one that was sent.
    """
    given = tuple(seats)
    fields: dict[str, Any] = {"people": tuple(person for person, _name, _mark in given)}
    for person, name, mark in given:
        fields[f"mark_{person}"] = RadioField(
            name, choices=options(CHOICES), default=mark.value if mark else UNMARKED
        )
    kind = type("SeatsOfPeople", (SeatsForm,), fields)
    form: SeatsForm = kind() if is_sent else kind(formdata=None)
    return form
