"""The form on which a questionnaire is keyed from paper: one box a question, and the total."""

from collections.abc import Mapping, Sequence
from typing import cast

from flask import request
from flask_babel import gettext as _
from wtforms import BooleanField, StringField

from clinic.domain.errors import Refused
from clinic.domain.measures.instruments import Instrument, Item
from clinic.domain.measures.keyings import (
    MISSING,
    counted_total,
    counts_of,
    is_same_total,
    key_of,
    keys_of,
    read_key,
    read_marks,
    read_total,
)
from clinic.forms.base import ClinicForm, Once
from clinic.forms.base import lazy as __

_PREFIX = "item_"


class KeyingForm(Once, ClinicForm):
    """Boxes by the number of their question, as `item_3`; it is made by `keying_form`."""

    written_total = StringField(__("Total the client wrote"))
    stands = BooleanField(__("The keys are right, and the total on the paper is not"))

    instrument: Instrument
    items: Sequence[Item]
    codes: dict[int, int | None]
    """What was keyed, `None` for a question left open; complete only after `validate`."""
    total: float | None = None

    def validate(self, extra_validators: Mapping[str, Sequence[object]] | None = None) -> bool:
        """Read every box and the total, and refuse a box of no question of this page."""
        is_valid = bool(super().validate(extra_validators))
        self.codes = {}
        if self.instrument.marks is not None:
            return self._read_marks() and self._read_total() and is_valid
        for item in self.items:
            try:
                self.codes[item.number] = read_key(
                    self.instrument, item, self.box_of(item).data or ""
                )
            except Refused as refused:
                refused.field = f"{_PREFIX}{item.number}"
                self.add_refusal(refused)
                is_valid = False
        sent = {name for name in request.form if name and name.startswith(_PREFIX)}
        if sent - set(self._fields):
            self.form_errors.append(_("There is no such question here."))
            return False
        return self._read_total() and is_valid

    def _read_marks(self) -> bool:
        typed = {item.number: self.box_of(item).data or "" for item in self.items}
        try:
            read = read_marks(self.instrument, typed)
        except Refused as refused:
            refused.field = f"{_PREFIX}{refused.params['item']}"
            self.add_refusal(refused)
            return False
        self.codes = {number: read[number] for number in typed}
        return True

    def keys_for(self, item: Item) -> tuple[str, ...]:
        """List what may be typed for a question."""
        return keys_of(self.instrument, item)

    def counts_for(self, item: Item) -> Mapping[int, int]:
        """Give what each code of a reversed question counts in the running total."""
        return counts_of(self.instrument, item)

    @property
    def answers(self) -> dict[int, int]:
        """Give the raw codes by item number, without those that were left open."""
        return {number: code for number, code in self.codes.items() if code is not None}

    @property
    def difference(self) -> tuple[float, float] | None:
        """Give the total on the paper and that of the keys, where they do not agree."""
        counted = counted_total(self.instrument, self.answers)
        if self.total is None or counted is None or is_same_total(self.total, counted):
            return None
        return self.total, counted

    def box_of(self, item: Item) -> StringField:
        """Give the box of a question."""
        return cast("StringField", self._fields[f"{_PREFIX}{item.number}"])

    def _read_total(self) -> bool:
        try:
            self.total = read_total(self.written_total.data or "")
        except Refused as refused:
            refused.field = "written_total"
            self.add_refusal(refused)
            return False
        return True


def keying_form(
    instrument: Instrument,
    items: Sequence[Item] | None = None,
    standing: Mapping[int, int] | None = None,
    base: "type[KeyingForm]" = KeyingForm,
) -> KeyingForm:
    """Make a form of an instrument, empty, or with what stands where a keying is corrected."""
    asked = instrument.asked if items is None else items
    fields: dict[str, object] = {
        f"{_PREFIX}{item.number}": StringField(
            item.text or _("Question %(number)s", number=item.number),
            default=None if standing is None else _standing_key(instrument, item, standing),
        )
        for item in asked
    }
    fields |= {"instrument": instrument, "items": asked}
    kind = cast("type[KeyingForm]", type("KeyingOfThese", (base,), fields))
    return kind()


def _standing_key(instrument: Instrument, item: Item, standing: Mapping[int, int]) -> str:
    code = standing.get(item.number)
    return MISSING if code is None else key_of(instrument, code)
