"""Forms of what is missing before a group begins: telling people of it, and printing it."""

from collections.abc import Collection, Mapping, Sequence

from wtforms import HiddenField, SelectMultipleField
from wtforms.validators import DataRequired, Length

from clinic.forms.base import ClinicForm, options
from clinic.forms.base import lazy as _


class TellingForm(ClinicForm):
    """Sending what was shown."""

    seen = HiddenField(validators=[DataRequired(_("Open the page again.")), Length(max=64)])


class PapersForm(ClinicForm):
    """Printing what is missing on paper."""

    large = SelectMultipleField(_("Large print for"), choices=[])


def papers_form(
    people: Sequence[tuple[str, str]],
    large: Collection[str] = (),
    asked: Mapping[str, object] | None = None,
) -> PapersForm:
    """Make the form for those who take part on paper, from an address or from a page.

    An address needs no token: nothing is changed by it.
    """
    if asked is None:
        form = PapersForm(data={"large": list(large)})
    else:
        form = PapersForm(asked, meta={"csrf": False})
    form.large.choices = options(people)
    return form
