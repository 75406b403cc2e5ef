"""The form under every form: clean text, bounded numbers, once-only keys, refusals in place."""

import re
import secrets
import unicodedata
from collections.abc import Callable, Iterable, MutableMapping, Sequence
from typing import Any, TypeVar, cast

from flask import current_app, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import (
    DateField,
    FileField,
    Form,
    HiddenField,
    IntegerField,
    PasswordField,
    SelectField,
    StringField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.fields.core import Field, UnboundField
from wtforms.form import BaseForm
from wtforms.validators import Optional, Regexp, ValidationError
from wtforms.widgets import Select, TextInput

from clinic.domain.errors import Refused
from clinic.domain.horizon import FIRST_DAY, LAST_DAY, is_within
from clinic.domain.line_merging import LineClash
from clinic.domain.written import read_date, read_number, read_time

AnyField = TypeVar("AnyField", bound=Field)

# They make text read otherwise than it is written: "evil" can be made to look like "live".
_BIDI_CONTROLS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_LINE_SIGNS = frozenset("\n\t")
# What some program takes for the end of a line is one; a mark of byte order is nothing.
_PLAIN_LINES = dict.fromkeys(map(ord, "\x0b\x0c\x85\u2028\u2029"), "\n") | {0xFEFF: None}
_NO_SIGN = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")


def lazy(message: str) -> str:
    """Translate a sentence when it is shown; forms import it as `_`, as the extractor expects."""
    return cast("str", lazy_gettext(message))


def options(pairs: Iterable[tuple[str, str]]) -> list[Any]:
    """Make the choices of a field from pairs of what is sent and what is read."""
    return [SelectChoice(value=value, label=label) for value, label in pairs]


def clean_text(value: str | None) -> str | None:
    """Trim and normalize what somebody typed; nothing typed is `None`.

    Raises `ValueError`, with a sentence, for characters that no keyboard makes and some databases
    refuse.
    """
    if value is None:
        return None
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.translate(_PLAIN_LINES).translate(_BIDI_CONTROLS).strip()
    if _NO_SIGN.search(text) or any(_is_unwritable(sign) for sign in text):
        raise ValueError(_("This contains a character we cannot store. Please retype it."))
    return text or None


def _is_unwritable(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cs"} and sign not in _LINE_SIGNS


class OpenSelect(Select):
    """A list that shows no other choice in the place of one that is no longer offered.

    A browser marks the first line where none is: sent once more, it would choose by itself.
    """

    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        """Draw the list, with a line on top that chooses nothing where the choice is gone."""
        drawn = super().__call__(field, **kwargs)
        if not field.raw_data or any(choice.selected for choice in field.iter_choices()):
            return drawn
        head, mark, rest = drawn.partition(">")
        return head + mark + _NO_CHOICE + rest


_NO_CHOICE = Markup('<option value="" selected>–</option>')


class CleanText:
    """How fields are bound to what was sent: every text is cleaned."""

    def bind_field(
        self,
        form: BaseForm,
        unbound_field: "UnboundField[AnyField]",  # generic for the type checker only
        options: MutableMapping[str, Any],
    ) -> AnyField:
        """Clean every text, but no passphrase: each of its characters counts."""
        kind = unbound_field.field_class
        if issubclass(kind, StringField) and not issubclass(kind, PasswordField):
            own = unbound_field.kwargs.get("filters", ())
            options = {**options, "filters": (clean_text, *own)}
        if kind is SelectField:
            options = {**options, "widget": OpenSelect()}
        return unbound_field.bind(form=form, **options)


class Row(Form):
    """One row of a form that has many alike; the form around it carries the token."""

    class Meta(CleanText):
        """Rows clean their texts as whole forms do."""


class ClinicForm(FlaskForm):
    """A form that cleans its text, and can say a refusal of the rules beside the field it is about.

    It knows no database: what it offers for choice is handed in.
    """

    class Meta(CleanText, FlaskForm.Meta):
        """How fields are bound to what was sent."""

        def wrap_formdata(self, form: BaseForm, formdata: Any) -> Any:
            """Take the text of a sent form, a file where one is asked for, and never JSON."""
            if request.method == "GET" or isinstance(formdata, MultiDict | None):
                return super().wrap_formdata(form, formdata)  # type: ignore[no-untyped-call]
            wanted = {field.name for field in form if isinstance(field, FileField)}
            files = [sent for sent in request.files.items(multi=True) if sent[0] in wanted]
            # A part of a form may come without a name, which no row of a list can be matched with.
            named = [sent for sent in request.form.items(multi=True) if sent[0]]
            return CombinedMultiDict([MultiDict(files), MultiDict(named)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Flask-WTF declares no types; this line gives every form of ours a typed constructor.
        super().__init__(*args, **kwargs)  # type: ignore[no-untyped-call]
        self.line_clashes: Sequence[LineClash] = ()
        # of a text that somebody else wrote into since: what both changed, each to something else

    def add_refusal(self, refused: Refused) -> None:
        """Say a refusal in the reader's language beside its field, or on top of the form."""
        sentence = str(_(refused.message, **refused.params))
        field = self._fields.get(refused.field or "")
        if field is None:
            self.form_errors.append(sentence)
        else:
            field.errors = [*field.errors, sentence]


class Sometimes:
    """A mark on a field that another answer makes needed: it is never called optional."""

    field_flags = {"conditional": True}

    def __call__(self, form: BaseForm, field: Field) -> None:
        """Refuse nothing: the form itself says when the answer is missing."""


class Once:
    """For forms that make something: a key under which the same form counts once."""

    once = HiddenField(
        default=lambda: secrets.token_urlsafe(16),
        validators=[Optional(), Regexp(r"\A[A-Za-z0-9_-]{16,64}\Z")],
    )


class DeedForm(Once, ClinicForm):
    """A button: a deed with no field but its once-only key."""


class BoundedInteger(IntegerField):
    """A whole number between two bounds, written as people write one; `unit` may stand behind it.

    It is drawn as text: what a browser cannot read in a number's own control it sends as nothing.
    """

    widget = TextInput()

    def __init__(
        self,
        label: Any = None,
        validators: Any = None,
        *,
        low: int,
        high: int,
        unit: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.low = low
        self.high = high
        self.unit = unit

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; an empty field is `None`, and `1,234` is never one and a bit."""
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not text:
            return
        number = read_number(text, float.is_integer, self.unit)
        if number is None or not self.low <= number <= self.high:
            bounds = {"low": self.low, "high": self.high}
            raise ValueError(_("Enter a whole number from %(low)s to %(high)s.", **bounds))
        self.data = int(number)


class DayField(DateField):
    """A day within the horizon, written as people write one: every date of every form is one."""

    def _value(self) -> str:
        # A browser shows nothing in a date's own control but a date in this form.
        if self.data is not None:
            return str(self.data.isoformat())
        return " ".join(self.raw_data or ())

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day; where 5/12/2026 has two meanings, the country of the clinic decides."""
        if not valuelist:
            return  # what was not sent stays as it was drawn
        text = " ".join(valuelist).strip()
        self.data = None
        if not text:
            return
        self.data = read_date(text, _day_first())
        if self.data is None:
            raise ValueError(
                _("This could not be read as a day. Write it as 2026-03-05 or March 5, 2026.")
            )

    def post_validate(self, form: BaseForm, validation_stopped: bool) -> None:
        """Refuse a slip of the pen, where the form has no nearer bound of its own."""
        if self.data is not None and not self.errors and not is_within(self.data):
            years = {"first": FIRST_DAY.year, "last": LAST_DAY.year}
            raise ValidationError(
                _("Enter a year from %(first)s to %(last)s. Check the year.", **years)
            )


class HourField(TimeField):
    """A time of day, written as people write one: every time of every form is one."""

    def _value(self) -> str:
        if self.data is not None:
            return f"{self.data:%H:%M}"
        return " ".join(self.raw_data or ())

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the time; a bare `6` has two meanings, and its words stay to be made clear."""
        if not valuelist:
            return  # what was not sent stays as it was drawn
        text = " ".join(valuelist).strip()
        self.data = None
        if not text:
            return
        self.data = read_time(text)
        if self.data is None:
            raise ValueError(_("This could not be read as a time. Write it as 18:30 or 6:30 pm."))


def _day_first() -> bool | None:
    """Say whether this clinic writes days first; a form knows no database, so it is handed in."""
    told: Callable[[], bool | None] = current_app.extensions.get("day_first", lambda: None)
    return told()
