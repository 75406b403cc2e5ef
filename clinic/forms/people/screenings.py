"""The form of a first talk: one row a point, and what was decided."""

from collections.abc import Iterator, Sequence
from typing import Any

from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.core import Field
from wtforms.validators import Length

from clinic.domain.people.screenings import (
    LONGEST_NOTE,
    LONGEST_WORDS,
    PointAnswer,
    ScreeningOutcome,
    TalkPoint,
)
from clinic.forms.base import Once, options
from clinic.forms.base import lazy as _
from clinic.forms.standing import StandingForm

ANSWERS = (
    (PointAnswer.YES.value, _("Yes")),
    (PointAnswer.NO.value, _("No")),
    (PointAnswer.NOT_SURE.value, _("Not sure")),
    ("", _("Not asked yet")),
)
OUTCOMES = (
    ("", _("Not decided yet: keep what was found so far")),
    (ScreeningOutcome.SUITABLE.value, _("The group suits now")),
    (ScreeningOutcome.NOT_NOW.value, _("Not now; look again later")),
    (ScreeningOutcome.OTHER_HELP.value, _("Another kind of help suits better")),
)


_ANSWERS = frozenset(answer.value for answer in PointAnswer)
# a page that is drawn again may hold something else


class ScreeningForm(Once, StandingForm):
    """What a talk found; its rows are made for the points of the program."""

    points: Sequence[TalkPoint] = ()

    seen = HiddenField(validators=[Length(max=60)])
    words = TextAreaField(
        _("Overall"),
        [Length(max=LONGEST_WORDS)],
        description=_("What you agreed, and what you offered instead. It is kept sealed."),
    )
    outcome = RadioField(_("Next steps"), choices=options(OUTCOMES), default="")

    def rows(self) -> Iterator[tuple[TalkPoint, Field, Field]]:
        """Give each point with the two fields of its row."""
        for number, point in enumerate(self.points):
            yield point, self[f"answer_{number}"], self[f"note_{number}"]

    def found(self) -> tuple[TalkPoint, ...]:
        """Give the points with what was found."""
        return tuple(
            TalkPoint(
                point.kind,
                point.text,
                PointAnswer(answer.data) if answer.data in _ANSWERS else None,
                note.data or "",
                point.risk,
            )
            for point, answer, note in self.rows()
        )

    @property
    def decision(self) -> ScreeningOutcome | None:
        """Give what was decided, if anything was."""
        return ScreeningOutcome(self.outcome.data) if self.outcome.data else None


def screening_form(points: Sequence[TalkPoint], seen: str, words: str) -> ScreeningForm:
    """Make the form of a program's points, filled with what was found so far."""
    fields: dict[str, Any] = {"points": tuple(points)}
    for number, point in enumerate(points):
        fields[f"answer_{number}"] = RadioField(
            point.text,
            choices=options(ANSWERS),
            default=point.answer.value if point.answer else "",
        )
        fields[f"note_{number}"] = StringField(
            _("Note"), [Length(max=LONGEST_NOTE)], default=point.note
        )
    form: ScreeningForm = type("ScreeningOfPoints", (ScreeningForm,), fields)(
        data={"seen": seen, "words": words}
    )
    return form
