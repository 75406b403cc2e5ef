"""Forms of opening a cohort and of changing what may change while it runs."""

from collections.abc import Sequence
from datetime import date
from typing import Any, assert_never
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from flask_babel import gettext
from wtforms import (
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.form import BaseForm
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from clinic.domain.enrollments import PaperNames
from clinic.domain.groups.cohorts import CohortPlan
from clinic.domain.groups.series import MOST_WEEKLY, Rhythm, RhythmKind
from clinic.forms.base import BoundedInteger, ClinicForm, DayField, HourField, Once, options
from clinic.forms.base import lazy as _
from clinic.forms.clinic.discreet import tells_nothing
from clinic.forms.standing import StandingForm

YEARS_AHEAD = 3
"""A first day further away than this is a slip of the pen."""

Choices = Sequence[tuple[str, str]]

RHYTHMS = (
    (RhythmKind.WEEKLY.value, _("Every week")),
    (RhythmKind.FORTNIGHTLY.value, _("Every two weeks")),
    (RhythmKind.TWICE_WEEKLY.value, _("Twice a week")),
    (RhythmKind.TAPERING.value, _("Every week, later every two weeks")),
)
WEEKDAYS = (
    ("", _("No second day")),
    ("0", _("Monday")),
    ("1", _("Tuesday")),
    ("2", _("Wednesday")),
    ("3", _("Thursday")),
    ("4", _("Friday")),
    ("5", _("Saturday")),
    ("6", _("Sunday")),
)

PAPER_NAMES = (
    (PaperNames.NAME_AND_INITIAL.value, _("First name and initial, such as Mia R.")),
    (PaperNames.CODE.value, _("A neutral code, such as K4127")),
)


def _https(_form: BaseForm, field: StringField) -> None:
    """Refuse every address that is not an encrypted page on the web."""
    if not field.data:
        return
    try:
        parts = urlsplit(field.data)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme != "https" or not parts.hostname or any(sign.isspace() for sign in field.data):
        raise ValidationError(gettext("Enter a link that begins with https://."))


def _name() -> StringField:
    return StringField(
        _("Name of the cohort"),
        [DataRequired(_("Give the cohort a name.")), Length(max=120)],
        description=_("For you and your colleagues, for instance Tuesday evening group."),
    )


def _discreet_name() -> StringField:
    return StringField(
        _("Discreet name"),
        [
            DataRequired(_("Give it a name without a clinical word.")),
            Length(max=60),
            tells_nothing,
        ],
        description=_(
            "What members see on their phones, where others may look over a shoulder. "
            "No clinical word, for instance Tuesdays."
        ),
    )


def _place() -> StringField:
    return StringField(
        _("Place"),
        [Length(max=200)],
        description=_("For instance Room 2. A place, a video link below, or both."),
    )


def _video_url() -> StringField:
    return StringField(
        _("Video link"),
        [Length(max=500), _https],
        description=_("For groups that meet online. Begins with https://."),
    )


def _capacity() -> BoundedInteger:
    return BoundedInteger(
        _("Places"),
        [InputRequired(_("Say how many people the group can take."))],
        low=1,
        high=200,
        description=_("How many people the group can take."),
    )


class OpenCohortForm(Once, ClinicForm):
    """Everything that has to be known before the sessions can be laid down."""

    program = SelectField(
        _("Program"), [InputRequired(_("Choose a program."))], validate_choice=False
    )
    name = _name()
    discreet_name = _discreet_name()
    first_on = DayField(
        _("Day of session 1"),
        [DataRequired(_("Enter the day of session 1 as a date."))],
    )
    begins_at = HourField(
        _("Begins at"),
        [DataRequired(_("Enter a time of day, for instance 18:00."))],
    )
    rhythm = RadioField(
        _("How often the group meets"),
        [InputRequired(_("Choose how often the group meets."))],
        choices=options(RHYTHMS),
    )
    second_day = SelectField(
        _("Second day of the week"),
        default="",
        choices=options(WEEKDAYS),
        description=_("Only for a group that meets twice a week."),
    )
    weekly_until = BoundedInteger(
        _("Every week up to session"),
        low=1,
        high=MOST_WEEKLY,
        description=_("Only for a group that meets less often later."),
    )
    duration_minutes = BoundedInteger(
        _("Length of a session"),
        low=15,
        high=480,
        description=_("Leave this blank for the length that the program plans."),
    )
    time_zone = SelectField(
        _("Time zone"),
        [InputRequired(_("Choose a time zone."))],
        validate_choice=False,
        description=_("The sessions keep the same time on this clock, summer and winter."),
    )
    place = _place()
    video_url = _video_url()
    capacity = _capacity()
    facilitators = SelectMultipleField(
        _("Facilitators"),
        [DataRequired(_("A cohort needs at least one facilitator."))],
        validate_choice=False,
        description=_("One to four. They see everything about this cohort."),
    )
    supervisors = SelectMultipleField(
        _("Supervisors"),
        validate_choice=False,
        description=_(
            "They can read everything and look after risk cases, and change nothing else."
        ),
    )
    paper_names = RadioField(
        _("Name on paper"),
        [InputRequired(_("Choose which name appears on paper."))],
        choices=options(PAPER_NAMES),
    )

    def __init__(self, today: date, **values: Any) -> None:
        super().__init__(**values)
        self.today = today
        # One of the two is needed, so neither is marked as optional.
        self.place.flags.conditional = self.video_url.flags.conditional = True
        zones = sorted(zone for zone in available_timezones() if _is_offered(zone))
        named = [(zone, zone.replace("_", " ")) for zone in zones]
        # Where nobody has said a zone, none is taken for granted.
        nothing = [] if self.time_zone.data else [("", gettext("Choose a time zone"))]
        self.time_zone.choices = options([*nothing, *named])

    def offer(self, programs: Choices, therapists: Choices, supervisors: Choices) -> None:
        """Hand in what may be chosen; of several programs none is chosen in advance."""
        nothing = [("", gettext("Choose a program"))] if len(programs) > 1 else []
        self.program.choices = options([*nothing, *programs])
        self.facilitators.choices = options(therapists)
        self.supervisors.choices = options(supervisors)

    def validate_program(self, field: SelectField) -> None:
        """Take only what is offered."""
        self._check_chosen([field.data], field.choices, gettext("Choose a program from the list."))

    def validate_time_zone(self, field: SelectField) -> None:
        """Take only zones that this machine knows."""
        sentence = gettext("Choose a time zone from the list.")
        self._check_chosen([field.data], field.choices, sentence)

    def validate_facilitators(self, field: SelectMultipleField) -> None:
        """Take only colleagues; how many is for the rules to say."""
        sentence = gettext("Choose facilitators from the list.")
        self._check_chosen(field.data or [], field.choices, sentence)

    def validate_supervisors(self, field: SelectMultipleField) -> None:
        """Take only supervisors."""
        sentence = gettext("Choose supervisors from the list.")
        self._check_chosen(field.data or [], field.choices, sentence)

    def validate_first_on(self, field: DayField) -> None:
        """Keep the day near enough to mean it; whether it is past is for the rules to say."""
        if not field.data:
            return
        last = self.today.year + YEARS_AHEAD
        if field.data.year > last:
            raise ValidationError(gettext("Choose a day before the end of %(year)s.", year=last))
        if field.data.year < self.today.year - YEARS_AHEAD:
            raise ValidationError(gettext("This day is long past. Check the year."))

    def validate_place(self, field: StringField) -> None:
        """Insist on somewhere to meet."""
        if not field.data and not self.video_url.data:
            raise ValidationError(gettext("Say where the group meets: a place, or a video link."))

    def _check_chosen(self, chosen: Sequence[str], offered: Any, sentence: str) -> None:
        if not set(chosen) <= {choice.value for choice in offered}:
            raise ValidationError(sentence)

    def plan(self) -> CohortPlan:
        """Give what was said as the rules want it; call it on a form that holds."""
        said: dict[str, Any] = self.data
        return CohortPlan(
            name=said["name"],
            discreet_name=said["discreet_name"],
            first_on=said["first_on"],
            begins_at=said["begins_at"],
            duration_minutes=said["duration_minutes"],
            time_zone=said["time_zone"],
            capacity=said["capacity"],
            place=said["place"] or "",
            video_url=said["video_url"],
            paper_names=PaperNames(said["paper_names"]),
            rhythm=self._rhythm(said),
        )

    @staticmethod
    def _rhythm(said: dict[str, Any]) -> Rhythm:
        kind = RhythmKind(said["rhythm"])
        match kind:
            case RhythmKind.WEEKLY | RhythmKind.FORTNIGHTLY:
                return Rhythm(kind)
            case RhythmKind.TWICE_WEEKLY:
                second = [int(said["second_day"])] if said["second_day"] else []
                return Rhythm(kind, (said["first_on"].weekday(), *second))
            case RhythmKind.TAPERING:
                return Rhythm(kind, taper_after=said["weekly_until"])
            case _:
                assert_never(kind)


class ChangeCohortForm(StandingForm):
    """What may change while a cohort runs."""

    name = _name()
    discreet_name = _discreet_name()
    place = _place()
    video_url = _video_url()
    capacity = _capacity()


def _is_offered(zone: str) -> bool:
    """Leave out what is no place: the old names of zones, and offsets turned round."""
    return zone == "UTC" or ("/" in zone and not zone.startswith(("Etc/", "SystemV/", "posix/")))
