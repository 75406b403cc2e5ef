"""The form on which a week of home practice is typed in from paper: a line a day and practice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from flask_babel import gettext as _
from wtforms import BooleanField, StringField
from wtforms.fields.core import Field
from wtforms.validators import Length, Optional

from clinic.domain.homework.homework import MOST_MINUTES, MOST_TENSION
from clinic.forms.base import BoundedInteger
from clinic.forms.base import lazy as __
from clinic.forms.standing import StandingForm

NUMBERS = ("minutes", "before", "after")
TICKS = ("has_stepped_down", "felt_worse", "memories_broke_in")
AGAIN = "again"
"""The tick by which somebody says that a line is another practice of its day."""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One line of the form: its place on the sheet, and what stands in it."""

    key: str
    label: str
    """In words, as "Safe place, Tuesday"."""
    values: Mapping[str, object] | None
    """None where nothing was typed yet."""
    told: tuple[int, ...] = ()
    """Minutes that the person wrote down online on that day."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one line says; `minutes` is `None` where it cannot be kept without them."""

    minutes: int | None
    before: int | None
    after: int | None
    has_stepped_down: bool
    felt_worse: bool
    memories_broke_in: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was typed."""
        numbers = (self.minutes, self.before, self.after)
        ticks = (self.has_stepped_down, self.felt_worse, self.memories_broke_in)
        return all(number is None for number in numbers) and not any(ticks)


class PracticePaperForm(StandingForm):
    """Lines by the key of their place, as `minutes-KEY`; it is made by `practice_paper_form`."""

    reason = StringField(__("Why a tick that opened a case goes"), [Optional(), Length(max=300)])

    boxes: Sequence[SheetLine]

    def validate(self, extra_validators: Mapping[str, Sequence[object]] | None = None) -> bool:
        """Read every line, and say of each what keeps it from being kept."""
        is_valid = bool(super().validate(extra_validators))
        for box in self.boxes:
            if fault := self._fault_of(box):
                field = self.field(box, "minutes")
                field.errors = [*field.errors, fault]
                is_valid = False
        return is_valid

    def field(self, box: SheetLine, name: str) -> Field:
        """Give one field of a line."""
        return self._fields[f"{name}-{box.key}"]

    def said(self, box: SheetLine) -> Said:
        """Give what a line says; where a number cannot be read, what stood stands."""
        numbers = {}
        for name in NUMBERS:
            field = self.field(box, name)
            numbers[name] = field.object_data if field.process_errors else field.data
        ticks = {name: bool(self.field(box, name).data) for name in TICKS}
        return Said(**numbers, **ticks)

    def is_clashing(self, box: SheetLine) -> bool:
        """Say whether somebody else changed the same line meanwhile."""
        names = {f"settle-{self.field(box, name).name}" for name in (*NUMBERS, *TICKS)}
        return any(clash.choice in names for clash in self.clashes)

    def is_doubtful(self, box: SheetLine) -> bool:
        """Say whether a line may be one that the person wrote down online already."""
        is_new = box.values is None and not self.said(box).is_empty
        return is_new and bool(box.told) and not self.field(box, AGAIN).data

    def is_changed(self, box: SheetLine) -> bool:
        """Say whether a line differs from what stands."""
        said = self.said(box)
        if box.values is None:
            return not said.is_empty
        return any(getattr(said, name) != box.values[name] for name in (*NUMBERS, *TICKS))

    def _fault_of(self, box: SheetLine) -> str:
        said = self.said(box)
        if self.is_doubtful(box):
            minutes = ", ".join(_("%(minutes)s min", minutes=each) for each in box.told)
            return _(
                "Written down online for this day already: %(told)s. Check “this is another one” "
                "to keep this as well, or empty the line.",
                told=minutes,
            )
        is_read = not self.field(box, "minutes").process_errors
        if said.minutes is None and is_read and not said.is_empty:
            return _("Type the minutes too, 0 if it was a moment.")
        return ""


def practice_paper_form(boxes: Sequence[SheetLine]) -> PracticePaperForm:
    """Make the form of a sheet with what stands on it."""
    fields: dict[str, object] = {}
    for box in boxes:
        for name, field in _fields(box.label).items():
            fields[f"{name}-{box.key}"] = field
    kind = type("PracticePaperOfThese", (PracticePaperForm,), {**fields, "boxes": tuple(boxes)})
    standing = {
        f"{name}-{box.key}": value for box in boxes for name, value in (box.values or {}).items()
    }
    return cast("PracticePaperForm", kind(data=standing))


def _fields(label: str) -> dict[str, Field]:
    def number(name: str, most: int, unit: str = "") -> Field:
        return BoundedInteger(f"{label}: {name}", [Optional()], low=0, high=most, unit=unit)

    return {
        "minutes": number(_("minutes"), MOST_MINUTES, "min"),
        "before": number(_("before"), MOST_TENSION),
        "after": number(_("after"), MOST_TENSION),
        "has_stepped_down": BooleanField(f"{label}: {_('gentler')}"),
        "felt_worse": BooleanField(f"{label}: {_('felt worse')}", render_kw={"data-risk": True}),
        "memories_broke_in": BooleanField(
            f"{label}: {_('hard memories')}", render_kw={"data-risk": True}
        ),
        AGAIN: BooleanField(_("this is another one")),
    }
