"""Names that go out in messages and stand on telephones: they tell nothing about health."""

from flask_babel import gettext as _
from wtforms import StringField
from wtforms.form import BaseForm
from wtforms.validators import ValidationError

from clinic.domain.post.messages import clinical_words


def tells_nothing(_form: BaseForm, field: StringField) -> None:
    """Refuse a name with one of the words that no message may hold."""
    if found := clinical_words(field.data or ""):
        raise ValidationError(
            _(
                "This name goes out in messages, and “%(words)s” says what they are about. Choose "
                "one that could stand for anything, for instance Tuesdays.",
                words=_("”, “").join(found),
            )
        )
