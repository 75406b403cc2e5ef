"""Forms of signing in, of one's own passphrase, and of staff accounts."""

from wtforms import BooleanField, EmailField, HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, Email, EqualTo, Length

from clinic.domain.access import Role
from clinic.forms.base import ClinicForm, Once, options
from clinic.forms.base import lazy as _

ROLES = (
    (Role.THERAPIST.value, _("Therapist: leads cohorts")),
    (Role.SUPERVISOR.value, _("Supervisor: reads the cohorts of those she supervises")),
    (Role.ADMINISTRATOR.value, _("Administrator: accounts and settings, nothing clinical")),
)


class SignInForm(ClinicForm):
    """Name and passphrase, and where to go on to."""

    sign_in_name = StringField(
        _("E-mail address or sign-in name"),
        [DataRequired(_("Enter your e-mail address or sign-in name.")), Length(max=254)],
    )
    passphrase = PasswordField(_("Passphrase"), [DataRequired(_("Enter your passphrase."))])
    next = HiddenField()


class NewPassphraseForm(ClinicForm):
    """A passphrase that somebody sets, typed twice because it is not seen."""

    passphrase = PasswordField(
        _("New passphrase"),
        [DataRequired(_("Choose a passphrase."))],
        description=_("12 characters or more. Four or five plain words in a row do well."),
    )
    again = PasswordField(
        _("The same again"),
        [
            DataRequired(_("Type the passphrase again.")),
            EqualTo("passphrase", _("The two do not match. Please type both again.")),
        ],
    )


class ChangePassphraseForm(NewPassphraseForm):
    """A new passphrase for somebody who knows the one that stands."""

    current = PasswordField(
        _("Your current passphrase"), [DataRequired(_("Enter your current passphrase."))]
    )
    ends_others = BooleanField(
        _("Sign out every other device"),
        default=True,
        description=_("Leave this checked if somebody else may know your passphrase."),
    )


class RecoveryForm(NewPassphraseForm):
    """A new passphrase for somebody who has her words on paper."""

    sign_in_name = StringField(
        _("E-mail address or sign-in name"),
        [DataRequired(_("Enter your e-mail address or sign-in name.")), Length(max=254)],
    )
    words = PasswordField(
        _("Your recovery words"),
        [DataRequired(_("Enter the words from your paper.")), Length(max=400)],
        description=_("All eight, in order. Capitals and spaces do not matter."),
    )


class ForgottenForm(ClinicForm):
    """Somebody who forgot her passphrase."""

    sign_in_name = StringField(
        _("E-mail address or sign-in name"),
        [DataRequired(_("Enter your e-mail address or sign-in name.")), Length(max=254)],
    )


class NewWordsForm(ClinicForm):
    """New recovery words, for somebody who knows the passphrase."""

    passphrase = PasswordField(
        _("Your current passphrase"), [DataRequired(_("Enter your current passphrase."))]
    )


class EarlierSecretForm(ClinicForm):
    """A passphrase or words from before."""

    secret = PasswordField(
        _("Your earlier passphrase, or your recovery words from before"),
        [DataRequired(_("Enter one of the two.")), Length(max=400)],
    )


class StaffAccountForm(Once, ClinicForm):
    """A person who works in the clinic."""

    name = StringField(
        _("Name"),
        [DataRequired(_("Enter the person's name.")), Length(max=200)],
        description=_("As it should appear on letters and lists."),
    )
    email = EmailField(
        _("E-mail address"),
        [
            DataRequired(_("Enter an e-mail address.")),
            Email(_("This does not look like an e-mail address.")),
            Length(max=254),
        ],
        description=_("The person signs in with it. Nothing is sent."),
    )
    role = SelectField(
        _("What the account is for"),
        [DataRequired(_("Choose what the account is for."))],
        choices=options(ROLES),
        description=_("Somebody with two jobs has two accounts."),
    )
