"""Forms of copying, editing, importing and offering programs."""

from flask_wtf.file import FileField, FileRequired
from wtforms import Field, RadioField, StringField
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import HiddenInput, TextArea

from clinic.domain.errors import Stale
from clinic.domain.text import N_
from clinic.forms.base import BoundedInteger, ClinicForm, Once, options
from clinic.forms.base import lazy as _

LAID_TOGETHER = Stale(
    N_(
        "Somebody saved another version since you opened this page. That change and yours are "
        "merged below. Look it over, and save again to keep it."
    )
)

LAID_OVER_SOUND = Stale(
    N_(
        "Somebody saved another version since you opened this page, and its text cannot be read. "
        "Your change is applied to the last version that can be: look it over, and save it "
        "to replace the unreadable one. Both stay among the versions."
    )
)
WORDS_WAIT = Stale(
    N_(
        "Somebody saved another version since you opened this page, and its text cannot be read, "
        "so no wording can be added yet. Nothing was changed, and what you typed is still "
        "here: keep a copy, and bring it once a version can be read again."
    )
)


class SourceField(Field):
    """A text that is taken to the letter: only line ends become plain, as in files."""

    widget = TextArea()  # type: ignore[assignment]  # its types know texts of another field only
    data: str

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was typed."""
        self.data = valuelist[0].replace("\r\n", "\n").replace("\r", "\n") if valuelist else ""

    def _value(self) -> str:
        return self.data or ""


class CopyProgramForm(Once, ClinicForm):
    """The title of a copy."""

    title = StringField(
        _("Title of your copy"),
        [DataRequired(_("Give your copy a title.")), Length(max=120)],
        description=_("It appears beside the original, for instance Safe Connections, evenings."),
    )


class EditPartForm(Once, ClinicForm):
    """The source of a part, and a word for colleagues on what was changed."""

    source = SourceField(_("Source"), [InputRequired(_("The source is empty."))])
    note = StringField(
        _("What did you change, and why?"),
        [Length(max=300)],
        description=_("One line for your colleagues; it stands beside the version."),
    )


class ImportProgramForm(ClinicForm):
    """A file that another clinic, or this one, has exported."""

    file = FileField(
        _("Program file"),
        [FileRequired(_("Choose a program file."))],
        description=_("A file that Hearth has exported; its name ends in .hearth.json."),
    )


class VersionOfferForm(ClinicForm):
    """Whether new cohorts may begin with a version."""

    is_offered = RadioField(
        choices=options([("yes", _("Offer it")), ("no", _("Stop offering it"))]),
        validators=[InputRequired(_("Say whether it is to be offered."))],
    )


class MoveCohortForm(ClinicForm):
    """The version a cohort is moved to, and the state of the cohort that was read."""

    program = StringField(
        _("Version"),
        [DataRequired(_("Choose a version."))],
        widget=HiddenInput(),
    )
    version = BoundedInteger(
        widget=HiddenInput(),
        validators=[InputRequired(_("Open this page again before you save."))],
        low=1,
        high=10**9,
    )
