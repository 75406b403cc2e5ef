"""The form in which a clinic brings its own words for a key, with what allows them."""

from flask_wtf.file import FileField
from wtforms import SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from clinic.content.documents import LARGEST_FILE
from clinic.content.wordings import BroughtWording
from clinic.domain.measures.rights import WordingMedium
from clinic.forms.base import ClinicForm, Once, options
from clinic.forms.base import lazy as _
from clinic.forms.measures.instruments import MEDIA_WORDS
from clinic.forms.programs.content import SourceField


class WordingForm(Once, ClinicForm):
    """Questions, the words of the answers, and the permission."""

    file = FileField(
        _("File with the questions"),
        description=_("CSV with the columns item and text, or YAML, or one question a line."),
    )
    text = SourceField(
        _("Or paste the questions"),
        description=_("One a line, in the order of your form, word for word."),
    )
    labels = TextAreaField(
        _("Words of the answers"),
        description=_("One a line, or each beside its code: 0 = Never."),
    )
    lead_in = StringField(_("Words before the questions"), [Length(max=600)])
    language = StringField(
        _("Language"),
        [DataRequired(_("Say in which language the words are.")), Length(max=10)],
        description=_("Such as en or de. Another language is a translation."),
    )
    by = StringField(
        _("Who allowed it"),
        [DataRequired(_("Say who allowed this wording.")), Length(max=200)],
    )
    reference = StringField(
        _("Where that is written down"),
        [DataRequired(_("Say where the permission is written down.")), Length(max=300)],
        description=_("For instance a license number, or a letter and its date."),
    )
    until = StringField(_("Permission ends on"), description=_("Leave it blank if it has no end."))
    media = SelectMultipleField(
        _("For which media"),
        [DataRequired(_("Say where the words may appear."))],
        choices=options(MEDIA_WORDS),
    )
    note = StringField(_("What did you change, and why?"), [Length(max=300)])

    def brought(self) -> BroughtWording:
        """Give what was brought, a file before what was pasted."""
        if self.file.data:
            with self.file.data.stream as stream:
                text = stream.read(LARGEST_FILE + 1).decode("utf-8", "replace")
            self.text.data = text.replace("\r\n", "\n").removeprefix("\ufeff")
        return BroughtWording(
            text=self.text.data or "",
            labels=self.labels.data or "",
            lead_in=self.lead_in.data or "",
            language=self.language.data or "",
            by=self.by.data or "",
            reference=self.reference.data or "",
            until=self.until.data or "",
            media=frozenset(WordingMedium(medium) for medium in self.media.data or ()),
        )
