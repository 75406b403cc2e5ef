"""The forms of a session's notes: all drafts on one page, signing, and adding."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.core import Field
from wtforms.validators import DataRequired, InputRequired, Length

from clinic.domain.notes.session_notes import (
    FORMAT_PARTS,
    LONGEST_PART,
    AdditionKind,
    NoteFormat,
)
from clinic.forms.base import ClinicForm, Once, Sometimes, options
from clinic.forms.base import lazy as _
from clinic.forms.standing import StandingForm

FORMAT_WORDS = {
    NoteFormat.FREE: _("Free text"),
    NoteFormat.SOAP: _("SOAP"),
    NoteFormat.DAP: _("DAP"),
    NoteFormat.BIRP: _("BIRP"),
    NoteFormat.GIRP: _("GIRP"),
}
KIND_WORDS = {
    AdditionKind.ADDENDUM: _("Something was left out"),
    AdditionKind.AMENDMENT: _("Something in it is wrong"),
}
LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class NoteDesk:
    """One note on the page: whom it is about, and what stands in it."""

    key: str
    name: str
    form: NoteFormat
    parts: Mapping[str, str]


class NotesForm(StandingForm):
    """All drafts of a session; its fields are made for the notes that can still be changed."""

    desks: Sequence[NoteDesk] = ()

    def rows(self) -> Iterator[tuple[NoteDesk, dict[str, Field]]]:
        """Give each note with the fields of its parts."""
        for desk in self.desks:
            yield desk, {key: self[_name(desk, key)] for key, _heading in FORMAT_PARTS[desk.form]}

    def drafts(self) -> dict[str, tuple[NoteFormat, dict[str, str]]]:
        """Give what stands on the page, by whom it is about."""
        return {
            desk.key: (desk.form, {key: str(field.data or "") for key, field in fields.items()})
            for desk, fields in self.rows()
        }


def notes_form(desks: Sequence[NoteDesk]) -> NotesForm:
    """Make the form of a session's notes, filled with what stands."""
    fields: dict[str, Any] = {"desks": tuple(desks)}
    for desk in desks:
        for key, heading in FORMAT_PARTS[desk.form]:
            fields[_name(desk, key)] = TextAreaField(
                _(heading),
                [Sometimes(), Length(max=LONGEST_PART)],
                default=desk.parts.get(key, ""),
            )
    form: NotesForm = type("NotesOfSession", (NotesForm,), fields)()
    return form


def _name(desk: NoteDesk, part: str) -> str:
    return f"words_{desk.key or 'group'}_{part}"


class FormatForm(ClinicForm):
    """In which format notes are begun that have no words yet."""

    format = SelectField(
        _("Format of new notes"),
        choices=options([(each.value, words) for each, words in FORMAT_WORDS.items()]),
    )


class SigningForm(ClinicForm):
    """Drafts to sign, with a reason for each name that stays; its fields are made for them."""

    was_there = BooleanField(_("I was in the room"), default=True)
    remark = TextAreaField(
        _("Why they come late, or how you know what happened"),
        [Sometimes(), Length(max=LONGEST_REASON)],
    )

    def seen(self) -> dict[str, int]:
        """Give the notes that were chosen, each with the version that was looked at.

        What is no version of any note stands for one that nobody has looked at.
        """
        chosen = [name[7:] for name in self._fields if name.startswith("chosen_")]
        versions = {each: str(self[f"seen_{each}"].data) for each in chosen}
        return {
            each: int(seen) if re.fullmatch(r"[0-9]{1,9}", seen) else -1
            for each, seen in versions.items()
            if self[f"chosen_{each}"].data
        }

    def reasons(self, signs: Sequence[str]) -> dict[str, str]:
        """Give the reasons that were written, by the signs of the findings."""
        named = {sign: self._fields.get(reason_name(sign)) for sign in signs}
        return {sign: str(field.data) for sign, field in named.items() if field and field.data}


def signing_form(versions: Mapping[str, int], signs: Sequence[str]) -> SigningForm:
    """Make the form for drafts by their public ids, and for the findings in them."""
    fields: dict[str, Any] = {}
    for public_id, version in versions.items():
        fields[f"chosen_{public_id}"] = BooleanField(_("Sign this note"), default=True)
        fields[f"seen_{public_id}"] = HiddenField(default=str(version))
    for sign in signs:
        fields[reason_name(sign)] = StringField(
            _("Why it stays"), [Sometimes(), Length(max=LONGEST_REASON)]
        )
    form: SigningForm = type("SigningOfSession", (SigningForm,), fields)()
    return form


def reason_name(sign: str) -> str:
    """Name the field of a finding; the sign itself would put the name into the page's source."""
    return f"reason_{blake2b(sign.encode(), digest_size=8).hexdigest()}"


class AdditionForm(Once, ClinicForm):
    """Adding to a note that was signed."""

    kind = RadioField(
        _("What is it?"),
        choices=options([(each.value, words) for each, words in KIND_WORDS.items()]),
        validators=[InputRequired(_("Say what it is."))],
        default=AdditionKind.ADDENDUM.value,
    )
    reason = StringField(
        _("Why it is added"),
        [DataRequired(_("Say why it is added.")), Length(max=LONGEST_REASON)],
    )
    words = TextAreaField(
        _("What is added, or how it should read"),
        [
            DataRequired(_("Write what is added.")),
            Length(max=LONGEST_PART),
        ],
    )
    overruled = StringField(
        _("Why the name stays"),
        [Sometimes(), Length(max=LONGEST_REASON)],
        description=_("Needed only where somebody else can be found in it."),
    )


class ProcessNoteForm(StandingForm):
    """What a therapist keeps of a meeting for herself."""

    words = TextAreaField(_("Your own words"), [Sometimes(), Length(max=LONGEST_PART)])
