"""The form of a questionnaire: any of its questions, each with the answers it offers."""

from collections.abc import Mapping, Sequence
from typing import cast

from flask import request
from flask_babel import gettext as _
from wtforms import RadioField

from clinic.domain.measures.instruments import Instrument, Item
from clinic.forms.base import ClinicForm, Once, options
from clinic.forms.standing import StandingForm, drawn_from, drawn_values

_PREFIX = "item_"
NO_ANSWER = ""
_LONGEST_CODE, _NO_CODE = 3, -1


class AnswersForm(StandingForm):
    """Questions by number, as `item_3`; it is made by `answers_form`."""

    def validate(self, extra_validators: Mapping[str, Sequence[object]] | None = None) -> bool:
        """Refuse an answer to a question that the page did not ask, besides wrong ones."""
        is_valid = bool(super().validate(extra_validators))
        # A part of a form may come without a name.
        sent = {name for name in request.form if name and name.startswith(_PREFIX)}
        if sent - set(self._fields):
            self.form_errors.append(_("There is no such question here."))
            return False
        return is_valid

    @property
    def codes(self) -> dict[int, int | None]:
        """Give what was answered: raw codes by item number, `None` for no answer."""
        return {
            int(field.name.removeprefix(_PREFIX)): whole_code(field.data)
            for field in self
            if field.name.startswith(_PREFIX)
        }

    def field_of(self, item: Item) -> RadioField:
        """Give the field of a question."""
        return cast("RadioField", self._fields[f"{_PREFIX}{item.number}"])


def answers_form(
    instrument: Instrument, items: Sequence[Item], standing: Mapping[int, int]
) -> AnswersForm:
    """Make a form of some questions of an instrument, with the answers that stand."""
    fields = {
        f"{_PREFIX}{item.number}": RadioField(
            item.text,
            choices=options(
                [
                    *(
                        (str(option.value), option.label or str(option.value))
                        for option in instrument.options_of(item)
                    ),
                    (NO_ANSWER, _("I would rather not answer")),
                ]
            ),
            default=str(standing[item.number]) if item.number in standing else NO_ANSWER,
            coerce=str,
        )
        for item in items
    }
    kind = cast("type[AnswersForm]", type("AnswersOfThese", (AnswersForm,), fields))
    return kind()


def whole_code(sent: object) -> int | None:
    """Read a code that a script sends, as text or as a number; what is no code becomes -1."""
    if sent is None or sent == NO_ANSWER:
        return None
    if isinstance(sent, str) and sent.isascii() and sent.isdigit() and len(sent) <= _LONGEST_CODE:
        return int(sent)
    return sent if type(sent) is int else _NO_CODE


def changed_codes(
    codes: Mapping[int, int | None], standing: Mapping[int, int], drawn: object
) -> tuple[dict[int, int | None], set[int]]:
    """Give what a script's page changed, and the questions that somebody else changed as well.

    `drawn` is what the page was drawn from; without it, the page is taken at its word.
    """
    was = drawn_values(drawn)
    if was is None:
        return dict(codes), set()
    changed: dict[int, int | None] = {}
    clashing = set()
    for number, code in codes.items():
        before, now = was.get(f"{_PREFIX}{number}"), _as_sent(standing.get(number))
        if before is None or _as_sent(code) in (before, now):
            continue
        if now == before:
            changed[number] = code
        else:
            clashing.add(number)
    return changed, clashing


def drawn_codes(codes: Mapping[int, int | None]) -> str:
    """Write down what a page shows once its answers are kept."""
    return drawn_from({f"{_PREFIX}{number}": _as_sent(code) for number, code in codes.items()})


def _as_sent(code: int | None) -> str:
    return NO_ANSWER if code is None else str(code)


class SendForm(Once, ClinicForm):
    """Sending has no field but its once-only key."""
