"""Forms over rows that stand: they carry what they were drawn from, and write what changed."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from hashlib import blake2b
from typing import Any, cast

from flask import request
from flask_babel import format_date
from flask_babel import gettext as _
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FileField,
    FormField,
    HiddenField,
    PasswordField,
    SelectField,
    SelectMultipleField,
)
from wtforms.fields.core import Field
from wtforms.widgets import HiddenInput

from clinic.domain.merging import merge
from clinic.forms.base import ClinicForm, clean_text

_WHOLE = 40
# Characters; a longer text travels as its digest, so that a page does not carry it twice.
_CARRIED = (FileField, PasswordField)
_TICKED = "y"
_ILLEGIBLE = (ValueError, TypeError, KeyError, RecursionError)


@dataclass(frozen=True, slots=True)
class FieldClash:
    """One field that both changed, in words: what stands now, and what was written here."""

    choice: str
    label: str
    now: str
    mine: str


class StandingForm(ClinicForm):
    """A form over rows that stand: build it with their values, drawn or sent.

    What a page did not change keeps what stands by now, whoever changed it since. What both
    changed is shown and asked, with the rest already laid together. The view that takes it is
    labelled `@edits`, so that nothing can change between the reading and the writing.
    """

    drawn = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.clashes: list[FieldClash] = []
        self._sent = (self.drawn.data or "") if self.drawn.raw_data else None
        self._still_open: dict[str, object] = {}
        self._is_settled = False
        self.carry()

    def carry(self) -> None:
        """Write down what the page is drawn from; again, where the rows were read again."""
        was = {field.name: _told(field, field.object_data) for field in self._edited()}
        # Only ASCII, so that no cleaning of text on the way changes it.
        self.drawn.data = json.dumps({"was": was, "open": self._still_open})

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Lay the page over what stands, then ask as every form does, and name what clashes."""
        if not self._is_settled:
            self._settle()
        is_valid = bool(super().validate(extra_validators))
        for clash in self.clashes:
            field = self._fields[clash.choice.removeprefix("settle-")]
            told = _(
                "Someone else changed this in the meantime: it is now “%(now)s”. You wrote "
                "“%(mine)s”.",
                now=clash.now,
                mine=clash.mine,
            )
            field.errors = [told, *field.errors]
        return is_valid and not self.clashes

    def suggest(self, name: str, value: Any) -> None:
        """Fill a field where nothing stands; what is suggested is written when it is sent."""
        field = self._fields[name]
        if not field.object_data and not field.raw_data:
            field.process_data(value)

    @property
    def changed(self) -> frozenset[str]:
        """Name the fields that would be written, after `validate`."""
        return frozenset(
            field.name
            for field in self._edited()
            if _told(field, field.data) != _told(field, field.object_data)
        )

    def _edited(self) -> Iterator[Field]:
        return (field for field in self if not _is_carried(field))

    def _settle(self) -> None:
        self._is_settled = True
        fields = {field.name: field for field in self._edited()}
        theirs = {name: _told(field, field.object_data) for name, field in fields.items()}
        was, still_open = self._base(theirs)
        mine = {name: _mine(field) for name, field in fields.items()}
        for name, field in fields.items():
            if name not in was or request.form.get(f"settle-{name}") == "theirs":
                # Not on the page that was sent, or given up on it.
                mine[name] = was[name] = theirs[name]
                _take(field, field.object_data)
        merged = merge(was, mine, theirs)
        clashing = {clash.key for clash in merged.clashes}
        for name, shown in still_open.items():
            is_left = name in fields and mine[name] == shown and mine[name] != theirs[name]
            if is_left and not request.form.get(f"settle-{name}"):
                clashing.add(name)
        for name, field in fields.items():
            if name in clashing:
                self._ask(field)
            elif mine[name] != (value := merged.values.get(name, [])):
                _take(field, value if isinstance(value, list) else field.object_data)
        self.carry()

    def _base(self, theirs: Mapping[str, object]) -> tuple[dict[str, object], dict[str, object]]:
        """Read what the page was drawn from; what is no longer legible was anything else."""
        if self._sent is None:
            return dict(theirs), {}
        try:
            told = json.loads(self._sent)
            return dict(told["was"]), dict(told["open"])
        except _ILLEGIBLE:
            return dict.fromkeys(theirs), {}

    def _ask(self, field: Field) -> None:
        self._still_open[field.name] = _mine(field)
        now = _words(field, field.object_data)
        written = " ".join(field.raw_data or []) if field.process_errors else None
        mine = _words(field, field.data) if written is None else written
        label = str(field.label.text)
        self.clashes.append(FieldClash(f"settle-{field.name}", label, now, mine))


def _is_carried(field: Field) -> bool:
    return isinstance(field, _CARRIED) or isinstance(field.widget, HiddenInput)


def drawn_values(sent: object) -> dict[str, object] | None:
    """Read what a script says its page was drawn from; `None` where it says nothing legible."""
    try:
        return dict(json.loads(str(sent))["was"])
    except _ILLEGIBLE:
        return None


def drawn_from(values: Mapping[str, object]) -> str:
    """Write down what a page shows by now, for the script that keeps it."""
    return json.dumps({"was": dict(values), "open": {}})


def _mine(field: Field) -> object:
    if field.process_errors:
        # What cannot be read is a change, whatever the field is left at.
        return json.dumps(["unread", *(str(text) for text in field.raw_data or [])])
    return _told(field, field.data)


def _told(field: Field, value: Any) -> object:
    """Give a value as it is compared: a list of ticks, or a text, short or as a digest."""
    if isinstance(field, SelectMultipleField):
        return sorted({str(each) for each in value or ()})
    if isinstance(field, BooleanField):
        return _TICKED if value else ""
    if isinstance(field, FieldList | FormField):
        return _short(json.dumps(_bare(value), sort_keys=True, default=str))
    if value is None:
        return ""
    text = f"{value:%H:%M}" if isinstance(value, time) else str(value)
    try:
        return _short(clean_text(text) or "")
    except ValueError:
        return _short(text)


def _bare(value: Any) -> Any:
    """Give rows without what is carried by them, and with nothing for an empty text."""
    if isinstance(value, Mapping):
        return {key: _bare(each) for key, each in value.items() if each not in (None, "", False)}
    return [_bare(each) for each in value] if isinstance(value, list | tuple) else value


def _short(text: str) -> str:
    if len(text) <= _WHOLE:
        return text
    return f"digest:{blake2b(text.encode(), digest_size=12).hexdigest()}"


def _take(field: Field, value: Any) -> None:
    """Set a field to a value as if that had been sent."""
    stands = field.object_data
    field.process(None, value)
    field.object_data = stands
    if isinstance(field, SelectMultipleField):
        field.raw_data = [str(each) for each in value or ()]
    elif isinstance(field, BooleanField):
        field.raw_data = [_TICKED] if value else []
    elif isinstance(field, SelectField):
        field.raw_data = [] if value is None else [str(value)]
    elif not isinstance(field, FieldList | FormField):
        field.raw_data = None
        field.raw_data = [cast("Any", field)._value()]


def _words(field: Field, value: Any) -> str:
    """Say a value as the page does."""
    if isinstance(field, BooleanField):
        return str(_("checked") if value else _("not checked"))
    if value is None or value == "":
        chosen = _label(field, "")
        return chosen or str(_("nothing"))
    if isinstance(field, DateField):
        return str(format_date(value))
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return _label(field, str(value)) or str(value)


def _label(field: Field, value: str) -> str:
    if not isinstance(field, SelectField):
        return ""
    pairs = ((str(each[0]), str(each[1])) for each in field.iter_choices())
    return next((label for key, label in pairs if key == value), "")
