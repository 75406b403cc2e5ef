"""The form of a whole room: one row of answers a person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from wtforms import RadioField
from wtforms.fields.core import Field

from clinic.domain.enrollments import AttendanceMark
from clinic.forms.base import BoundedInteger, options
from clinic.forms.base import lazy as _
from clinic.forms.standing import StandingForm

UNMARKED = ""
MARK_WORDS = {
    AttendanceMark.PRESENT: _("Here"),
    AttendanceMark.LATE: _("Late"),
    AttendanceMark.LEFT_EARLY: _("Left early"),
    AttendanceMark.EXCUSED: _("Excused"),
    AttendanceMark.ABSENT: _("Not here"),
}
CHOICES = [*((mark.value, words) for mark, words in MARK_WORDS.items()), (UNMARKED, _("No mark"))]
WITH_MINUTES = (AttendanceMark.LATE, AttendanceMark.LEFT_EARLY)
WAITING = frozenset(mark.value for mark in AttendanceMark if mark.waits)
"""The answers that are refused before the session begins."""


@dataclass(frozen=True, slots=True)
class Seat:
    """One person's place in the room, with the mark so far."""

    enrollment_id: str
    name: str
    mark: AttendanceMark | None
    minutes_missed: int | None


class RoomForm(StandingForm):
    """The room; its fields are made for the people who are expected in it."""

    seats: Sequence[Seat] = ()

    def rows(self) -> Iterator[tuple[Seat, Field, Field]]:
        """Give each person with the two fields of the row."""
        for seat in self.seats:
            yield (
                seat,
                self[f"mark_{seat.enrollment_id}"],
                self[f"minutes_{seat.enrollment_id}"],
            )

    def marks(self) -> dict[str, tuple[AttendanceMark, int | None] | None]:
        """Give what was marked by enrollment; minutes only where they mean something."""
        found: dict[str, tuple[AttendanceMark, int | None] | None] = {}
        for seat, mark, minutes in self.rows():
            if not mark.data:
                found[seat.enrollment_id] = None
                continue
            chosen = AttendanceMark(mark.data)
            missed = minutes.data if chosen in WITH_MINUTES else None
            found[seat.enrollment_id] = (chosen, missed)
        return found


def room_form(seats: Sequence[Seat]) -> RoomForm:
    """Make the form of a room, filled with the marks so far."""
    fields: dict[str, Any] = {"seats": tuple(seats)}
    for seat in seats:
        fields[f"mark_{seat.enrollment_id}"] = RadioField(
            seat.name,
            choices=options(CHOICES),
            default=seat.mark.value if seat.mark else UNMARKED,
        )
        fields[f"minutes_{seat.enrollment_id}"] = BoundedInteger(
            gettext("Minutes missed by %(name)s", name=seat.name),
            low=0,
            high=480,
            default=seat.minutes_missed,
        )
    form: RoomForm = type("RoomOfPeople", (RoomForm,), fields)()
    return form
