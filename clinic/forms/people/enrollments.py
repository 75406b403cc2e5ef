"""Forms of a person's place in a cohort: taking it, pausing it, giving it up."""

from collections.abc import Sequence
from typing import Any, cast

from flask_babel import gettext
from wtforms import EmailField, RadioField, SelectField, StringField, TelField, TextAreaField
from wtforms.validators import DataRequired, Email, Length, Optional, ValidationError

from clinic.domain.enrollments import EnrollmentStatus, Medium, NewClient
from clinic.forms.base import ClinicForm, Once, options
from clinic.forms.base import lazy as _
from clinic.forms.standing import StandingForm

NEW_PERSON = "new"
STATUSES = (
    (EnrollmentStatus.ENROLLED.value, _("Takes part")),
    (EnrollmentStatus.COMPLETED.value, _("Finished the program")),
)

MEDIA = (
    (Medium.PORTAL.value, _("On a phone or computer")),
    (Medium.PAPER.value, _("On paper")),
)


class EnrollmentForm(Once, ClinicForm):
    """Somebody who is given a place: a person who is new here, or one who is known."""

    client = SelectField(_("Who"), default=NEW_PERSON)
    same_as = StringField(_("Possible matches"))
    """Said by a button: somebody who is known, or that it is another person."""
    preferred_name = StringField(
        _("Preferred name"),
        [Length(max=100)],
        description=_("How the person likes to be called. It stands on their pages and sheets."),
    )
    family_name = StringField(_("Family name"), [Length(max=100)])
    email = EmailField(
        _("E-mail address"),
        [Optional(), Email(_("This does not look like an e-mail address.")), Length(max=254)],
        description=_("Without one, the person signs in with a name that we make up."),
    )
    phone = TelField(
        _("Phone"),
        [Length(max=40)],
        description=_("So that you can reach them when it matters."),
    )
    medium = RadioField(
        _("How they do homework and measures"),
        choices=options(MEDIA),
        default=Medium.PORTAL.value,
        validators=[DataRequired(_("Choose one of the two."))],
    )

    def __init__(self, known: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        # Whoever is new needs a name, and whoever is known has one: it is never "optional".
        self.preferred_name.flags.required = not known
        self.preferred_name.flags.conditional = True
        self.client.flags.conditional = True
        self.client.choices = options([(NEW_PERSON, gettext("Somebody who is new here")), *known])

    @property
    def is_new(self) -> bool:
        """Whether a person is to be entered, and not only given a place."""
        return self.chosen == NEW_PERSON

    @property
    def chosen(self) -> str:
        """Give the id of who is chosen; a button beside a name says more than the list above."""
        known = {choice.value for choice in cast("Any", self.client.choices)}
        return str(self.same_as.data if self.same_as.data in known else self.client.data)

    @property
    def is_told_apart(self) -> bool:
        """Whether somebody has said that it is nobody of those who look alike."""
        return bool(self.same_as.data == NEW_PERSON)

    @property
    def newcomer(self) -> NewClient:
        """Give who is to be entered; call it on a form that holds."""
        said: dict[str, Any] = self.data
        return NewClient(
            preferred_name=str(said["preferred_name"]),
            family_name=said["family_name"] or "",
            email=said["email"],
            phone=said["phone"],
            medium=Medium(said["medium"]),
        )

    def validate_preferred_name(self, field: StringField) -> None:
        """A person who is new needs a name."""
        if self.is_new and not field.data:
            raise ValidationError(gettext("Enter the name the person likes to be called by."))


class EnrollmentStatusForm(StandingForm):
    """How it goes on with somebody's place, and why."""

    status = RadioField(
        _("Place in the group"),
        choices=options(STATUSES),
        validators=[DataRequired(_("Choose one of these."))],
    )
    reason = TextAreaField(
        _("Why, in plain words"),
        [Length(max=500)],
        description=_("For you and your colleagues. The person does not see it."),
    )
