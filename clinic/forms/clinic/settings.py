"""The form of what the clinic says about itself."""

from collections.abc import Iterable
from typing import Any
from zoneinfo import available_timezones

from flask_babel import gettext
from wtforms import (
    BooleanField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from clinic.domain.clinic.settings import ClinicSettings, Paper
from clinic.domain.risk import MOST_HOURS
from clinic.domain.safety.reading_hours import WEEKDAYS
from clinic.forms.base import BoundedInteger, HourField, options
from clinic.forms.base import lazy as _
from clinic.forms.clinic.discreet import tells_nothing
from clinic.forms.standing import StandingForm
from clinic.public_holidays import kinds_of, regions_of


class _WordsField(SelectMultipleField):
    """Ticks that are stored as words in one line."""

    def process_data(self, value: Any) -> None:
        """Read the line as the words that are ticked."""
        self.object_data = (value or "").split()
        super().process_data(self.object_data)


class ClinicSettingsForm(StandingForm):
    """Every setting of the clinic, under the name it is stored by."""

    clinic_name = StringField(
        _("Name of the clinic"),
        [DataRequired(_("Enter the name of the clinic.")), Length(max=80)],
        description=_("Staff see it on their screens."),
    )
    discreet_name = StringField(
        _("Discreet name"),
        [DataRequired(_("Enter a discreet name.")), Length(max=40), tells_nothing],
        description=_(
            "Clients see it on their screens and in their post. No clinical word, please."
        ),
    )
    crisis_line = StringField(
        _("Crisis line"),
        [DataRequired(_("Enter one line that says whom to call.")), Length(max=160)],
        description=_("One line with a phone number. It appears at the bottom of every sheet."),
    )
    crisis_text = TextAreaField(
        _("Where to get help right away"),
        [DataRequired(_("Say where to get help right away.")), Length(max=4000)],
        description=_(
            "The help page, in paragraphs with an empty line between them. Until it is written, "
            "no client can be invited."
        ),
    )
    contact_text = TextAreaField(
        _("How to reach the clinic between meetings"),
        [Length(max=2000)],
        description=_("On the help page, under the emergency numbers. Say when somebody answers."),
    )
    paper = SelectField(
        _("Paper"),
        [DataRequired(_("Choose a paper."))],
        choices=options((paper.value, paper.value) for paper in Paper),
        description=_("What the clinic's printer holds."),
    )
    time_zone = StringField(
        _("Time zone"),
        [DataRequired(_("Enter a time zone, such as Europe/Berlin."))],
        description=_(
            "New cohorts begin with it. Write it like America/New_York or Europe/Berlin."
        ),
    )
    country = SelectField(
        _("Country"),
        default="",
        description=_("New groups leave its public holidays out."),
    )
    region = StringField(
        _("Region"),
        [Length(max=60)],
        description=_("If it has public holidays of its own. By name or by its letters."),
    )
    holiday_kinds = _WordsField(
        _("Other holidays that you observe"),
        validate_choice=False,
        description=_("No group meets on them, and nobody reads what clients send."),
    )
    reading_days = SelectMultipleField(
        _("Days when somebody reads"),
        [DataRequired(_("Choose at least one day."))],
        choices=options((str(number), _(name)) for number, name in WEEKDAYS.items()),
        description=_(
            "Every page that clients see quotes these days and hours. Public holidays of your "
            "country and the days on which the clinic is closed are left out automatically. "
            "The times are those of the time zone below."
        ),
    )
    reading_from = HourField(
        _("From"),
        [InputRequired(_("Enter a time, such as 09:00."))],
    )
    reading_until = HourField(
        _("Until"),
        [InputRequired(_("Enter a time, such as 17:00."))],
    )
    risk_look_hours = BoundedInteger(
        _("Somebody looks at a risk case within"),
        [InputRequired(_("Enter a number of hours."))],
        low=1,
        high=MOST_HOURS,
        description=_(
            "Counted from its opening in the hours above, and never beyond the end of the first "
            "such day after it. Clients are told that time. The mail to those who look goes out "
            "in the same minute, at any hour; after that time the case climbs, and a second one "
            "goes out."
        ),
    )
    risk_script = TextAreaField(
        _("What is done with a risk case"),
        [DataRequired(_("Write at least one step.")), Length(max=6000)],
        description=_("The clinic's own steps, with an empty line between them."),
    )
    risk_second_look = BooleanField(
        _("A second person reviews every closed case"),
        description=_("Nobody can review a case that they closed themselves."),
    )
    asks_second_factor = BooleanField(
        _("Staff sign in with a second proof"),
        description=_(
            "A code of an app or a passkey beside the passphrase. Whoever has none sets it up at "
            "the next sign-in. Clients may choose it for themselves."
        ),
    )
    names_readers = BooleanField(
        _("Clients see the names of those who opened their record"),
        description=_("Without it they see when, what kind of page, and the role alone."),
    )
    risk_readers_text = TextAreaField(
        _("Who sees answers"),
        [DataRequired(_("Say who sees the answers.")), Length(max=1200)],
        description=_(
            "Clients read it before they answer and before they ask for a call. The days and "
            "hours above are added below it automatically."
        ),
    )

    def __init__(self, countries: Iterable[tuple[str, str]], **values: Any) -> None:
        super().__init__(**values)
        self.country.choices = options([("", gettext("No country")), *countries])
        kinds = kinds_of(self.country.data or "")
        self.holiday_kinds.choices = options((kind, holiday_kind(kind)) for kind in kinds)

    def validate_time_zone(self, field: StringField) -> None:
        """Take only zones whose rules this machine knows."""
        if field.data not in available_timezones():
            raise ValidationError(
                gettext(
                    "There is no such time zone. Choose one from the list, such as Europe/Berlin."
                )
            )

    def validate_region(self, field: StringField) -> None:
        """Take a region by its name or its letters, and store the letters."""
        regions = regions_of(self.country.data or "")
        if not field.data:
            return
        typed = field.data.casefold()
        found = [
            code for code, name in regions.items() if typed in (code.casefold(), name.casefold())
        ]
        if not found:
            raise ValidationError(_no_region(regions))
        field.data = found[0]

    def settings(self) -> ClinicSettings:
        """Give what was entered."""
        given: dict[str, Any] = {
            name: "" if field.data is None else field.data
            for name, field in self._fields.items()
            if name not in ("csrf_token", "drawn")
        }
        # A kind of another country is not there to be taken off, so it goes with the country.
        kinds = set(given["holiday_kinds"]) & set(kinds_of(given["country"]))
        given["holiday_kinds"] = " ".join(sorted(kinds))
        days = "".join(sorted(given["reading_days"]))
        return ClinicSettings(**{**given, "paper": Paper(given["paper"]), "reading_days": days})


def holiday_kind(kind: str) -> str:
    """Name a kind of holidays; what a list of some country calls otherwise keeps its own word."""
    words = {
        "bank": gettext("Bank holidays"),
        "government": gettext("Government holidays"),
        "half_day": gettext("Half days"),
        "optional": gettext("Optional holidays"),
        "school": gettext("School holidays"),
        "unofficial": gettext("Unofficial holidays"),
    }
    return words.get(kind) or kind.replace("_", " ").capitalize()


def _no_region(regions: dict[str, str]) -> str:
    if not regions:
        return gettext("This country has no regions with holidays of their own. Leave this blank.")
    return gettext(
        "There is no such region. Choose one of these: %(regions)s.",
        regions=", ".join(regions.values()),
    )
