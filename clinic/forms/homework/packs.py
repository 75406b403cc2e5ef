"""The form of what a pack holds and how it is printed."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from wtforms import RadioField, SelectMultipleField
from wtforms.validators import DataRequired

from clinic.domain.homework.handouts import PackPart, Sides
from clinic.forms.base import ClinicForm, options
from clinic.forms.base import lazy as _

PART_WORDS = {
    PackPart.COVER: _("A cover with the name, for each person"),
    PackPart.HANDOUTS: _("The handouts of this session"),
    PackPart.HOME_PRACTICE: _("The home practice sheet, for those who have home practice"),
    PackPart.MEASURES: _("Questionnaires that are due, for those who answer on paper"),
    PackPart.CATCH_UP: _(
        "What to catch up with, for those who missed the last session or have just joined"
    ),
    PackPart.PLAN: _("The plan, for the facilitators"),
    PackPart.SIGN_IN: _("The sign-in sheet"),
    PackPart.DOOR: _("The notice for the door"),
}
_SIDES = {
    Sides.DOUBLE: _("Double-sided: each person begins on a fresh sheet of paper"),
    Sides.SINGLE: _("Single-sided"),
}


class PackForm(ClinicForm):
    """What to print, and how."""

    parts = SelectMultipleField(
        _("What to print"),
        [DataRequired(_("Choose at least one thing to print."))],
        choices=[],
    )
    sides = RadioField(
        _("How to print"),
        [DataRequired()],
        choices=options([(sides.value, words) for sides, words in _SIDES.items()]),
        default=Sides.DOUBLE.value,
    )
    large = SelectMultipleField(_("Large print for"), choices=[])


def pack_form(
    guests: Sequence[tuple[str, str]],
    large: Collection[str],
    asked: Mapping[str, object] | None = None,
    parts: Iterable[PackPart] = PackPart,
) -> PackForm:
    """Make the form for the people of a room, from an address or from a page.

    An address needs no token: nothing is changed by it. Where it asks nothing, all is chosen, and
    large print for those who asked for it. `parts` is what may be chosen.
    """
    offered = [(part.value, words) for part, words in PART_WORDS.items() if part in set(parts)]
    chosen = {"large": list(large), "parts": [part for part, _words in offered]}
    if asked is None:
        form = PackForm(data=chosen)
    else:
        form = PackForm(asked or None, data=chosen, meta={"csrf": False})
    form.parts.choices = options(offered)
    form.large.choices = options(guests)
    return form
