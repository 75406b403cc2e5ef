"""Forms of what is known of a person: for staff, and for the person herself."""

from typing import Any

from flask_babel import gettext
from wtforms import EmailField, RadioField, StringField, TelField, TextAreaField
from wtforms.validators import DataRequired, Email, Length, Optional, ValidationError

from clinic.domain.enrollments import Medium
from clinic.domain.people.contacts import (
    LONGEST_LANGUAGE,
    LONGEST_NAME,
    LONGEST_NEEDS,
    LONGEST_PHONE,
    ContactFacts,
    EmergencyContact,
)
from clinic.forms.base import Sometimes, options
from clinic.forms.base import lazy as _
from clinic.forms.people.enrollments import MEDIA
from clinic.forms.standing import StandingForm

NAMED, NOBODY = "named", "nobody"
NEEDS, NOTHING = "needs", "nothing"
NOT_ASKED = ("", _("Not asked yet"))


class OwnContactForm(StandingForm):
    """What a client tells of herself."""

    phone = TelField(
        _("Your phone number"),
        [Length(max=LONGEST_PHONE)],
        description=_("So that we can reach you when it matters."),
    )
    language = StringField(
        _("The language you read and speak best"), [Length(max=LONGEST_LANGUAGE)]
    )
    emergency = RadioField(
        _("Somebody to call when it is urgent"),
        choices=options(
            [
                (NAMED, _("This person")),
                (NOBODY, _("I would rather not name anyone")),
                ("", _("I will say later")),
            ]
        ),
        default="",
    )
    emergency_name = StringField(_("Name of that person"), [Sometimes(), Length(max=LONGEST_NAME)])
    emergency_relation = StringField(
        _("Their relationship to you"),
        [Length(max=LONGEST_NAME)],
        description=_("Such as sister or friend."),
    )
    emergency_phone = TelField(
        _("Phone number of that person"), [Sometimes(), Length(max=LONGEST_PHONE)]
    )
    access = RadioField(
        _("Is there something you need to take part well?"),
        choices=options(
            [
                (NEEDS, _("Yes, as I write here")),
                (NOTHING, _("No, nothing")),
                ("", _("I will say later")),
            ]
        ),
        default="",
        description=_("A step-free way in, large print, a seat near the door, breaks …"),
    )
    access_needs = TextAreaField(_("What you need"), [Sometimes(), Length(max=LONGEST_NEEDS)])

    def __init__(self, facts: ContactFacts, **kwargs: Any) -> None:
        super().__init__(data=_standing(facts), **kwargs)
        self.standing = facts

    def validate_emergency_name(self, field: StringField) -> None:
        """Whoever is to be called needs a name."""
        if self.emergency.data == NAMED and not field.data:
            raise ValidationError(gettext("Enter the name."))

    def validate_emergency_phone(self, field: StringField) -> None:
        """Whoever is to be called needs a number."""
        if self.emergency.data == NAMED and not field.data:
            raise ValidationError(gettext("Enter a phone number, so that a call is possible."))

    def validate_access_needs(self, field: StringField) -> None:
        """A need that nobody knows of cannot be met."""
        if self.access.data == NEEDS and not field.data:
            raise ValidationError(gettext("Write in a few words what is needed."))

    def facts(self) -> ContactFacts:
        """Give what was told; the rest stays as it stands."""
        named = EmergencyContact(
            self.emergency_name.data or "",
            self.emergency_relation.data or "",
            self.emergency_phone.data or "",
        )
        return ContactFacts(
            phone=self.phone.data,
            email=self.standing.email,
            medium=self.standing.medium,
            language=self.language.data,
            is_emergency_asked=bool(self.emergency.data),
            emergency=named if self.emergency.data == NAMED else None,
            is_access_asked=bool(self.access.data),
            access_needs=(self.access_needs.data or "") if self.access.data == NEEDS else "",
        )


class ContactForm(OwnContactForm):
    """What staff note of a person."""

    phone = TelField(_("Phone"), [Length(max=LONGEST_PHONE)])
    email = EmailField(
        _("E-mail address"),
        [Optional(), Email(_("This does not look like an e-mail address.")), Length(max=254)],
        description=_("Where messages go. The name to sign in with stays as it is."),
    )
    medium = RadioField(
        _("How they do homework and measures"),
        choices=options(MEDIA),
        validators=[DataRequired(_("Choose one of the two."))],
    )
    language = StringField(_("Language read and spoken best"), [Length(max=LONGEST_LANGUAGE)])
    emergency = RadioField(
        _("Emergency contact"),
        choices=options(
            [
                (NAMED, _("This person")),
                (NOBODY, _("Asked: would rather not name anyone")),
                NOT_ASKED,
            ]
        ),
        default="",
    )
    emergency_name = StringField(_("Name"), [Sometimes(), Length(max=LONGEST_NAME)])
    emergency_relation = StringField(_("Relationship"), [Length(max=LONGEST_NAME)])
    emergency_phone = TelField(_("Phone of the contact"), [Sometimes(), Length(max=LONGEST_PHONE)])
    access = RadioField(
        _("Access needs"),
        choices=options(
            [(NEEDS, _("As written below")), (NOTHING, _("Asked: nothing is needed")), NOT_ASKED]
        ),
        default="",
        description=_("A step-free way in, large print, a seat near the door, breaks …"),
    )
    access_needs = TextAreaField(_("What is needed"), [Sometimes(), Length(max=LONGEST_NEEDS)])

    def facts(self) -> ContactFacts:
        """Give what was noted."""
        told = super().facts()
        return ContactFacts(
            phone=told.phone,
            email=self.email.data,
            medium=Medium(self.medium.data),
            language=told.language,
            is_emergency_asked=told.is_emergency_asked,
            emergency=told.emergency,
            is_access_asked=told.is_access_asked,
            access_needs=told.access_needs,
        )


def _standing(facts: ContactFacts) -> dict[str, object]:
    """Give the fields as they stand."""
    named = facts.emergency
    return {
        "phone": facts.phone,
        "email": facts.email,
        "medium": facts.medium.value,
        "language": facts.language,
        "emergency": (NAMED if named else NOBODY) if facts.is_emergency_asked else "",
        "emergency_name": named.name if named else None,
        "emergency_relation": named.relation if named else None,
        "emergency_phone": named.phone if named else None,
        "access": (NEEDS if facts.access_needs else NOTHING) if facts.is_access_asked else "",
        "access_needs": facts.access_needs or None,
    }
