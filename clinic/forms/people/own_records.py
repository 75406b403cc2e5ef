"""Asking for the copy of one's own record."""

from wtforms import RadioField
from wtforms.validators import InputRequired

from clinic.forms.base import ClinicForm, options
from clinic.forms.base import lazy as _

READ, REUSE = "pdf", "json"


class OwnRecordForm(ClinicForm):
    """In which form it is wanted."""

    form = RadioField(
        _("In which form"),
        [InputRequired(_("Choose a form."))],
        choices=options(
            [
                (READ, _("A document to read or print (PDF)")),
                (REUSE, _("A file that other programs can read (JSON)")),
            ]
        ),
    )
