"""The form of a questionnaire of one's own: rows that come and go, and what they say together.

Numbers are taken as they were typed: the parser of instrument files reads them, and says what is
wrong with them, so that the form and the source cannot come to disagree.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.core import Field
from wtforms.validators import DataRequired, InputRequired, Length

from clinic.domain.measures.instruments import Direction, RuleKind
from clinic.domain.measures.rights import WordingMedium
from clinic.forms.base import ClinicForm, Once, Row, Sometimes, options
from clinic.forms.base import lazy as _
from clinic.forms.programs.content import SourceField

MOST_ROWS = 200
OURS, LICENSED = "ours", "licensed"
MEDIA_WORDS = [
    (WordingMedium.SCREEN.value, _("On a screen, for instance in the portal")),
    (WordingMedium.PAPER.value, _("On paper")),
    (WordingMedium.EXPORT.value, _("In a file for others")),
    (WordingMedium.TRANSLATION.value, _("In translation")),
]
RULE_WORDS = [
    (RuleKind.SUM.value, _("Sum of the answers")),
    (RuleKind.MEAN.value, _("Mean of the answers")),
    (RuleKind.WEIGHTED.value, _("Weighted sum")),
    (RuleKind.LOOKUP.value, _("Sum, looked up in a table")),
]
BETTER_WORDS = [
    (Direction.LOWER.value, _("A lower score is better")),
    (Direction.HIGHER.value, _("A higher score is better")),
]


class OptionRow(Row):
    """One answer that can be chosen."""

    value = StringField(_("Code"))
    label = StringField(_("Words"))


class QuestionRow(Row):
    """One question, and what of it the scoring has to know."""

    text = StringField(_("Question"))
    is_reversed = BooleanField(_("Reversed"))
    risk_from = StringField(_("Risk from"))
    answer = StringField(_("Answer to try"))


class BandRow(Row):
    """One named range of scores."""

    low = StringField(_("From"))
    high = StringField(_("To"))
    label = StringField(_("Name"))


class ScaleRow(Row):
    """One score: of which questions, by which rule, and what its ranges are called."""

    key = HiddenField()
    title = StringField(_("Name of the score"))
    questions = StringField(_("Questions"), description=_("Such as 1-5, 8; blank for all."))
    kind = SelectField(_("Rule"), choices=options(RULE_WORDS), default=RuleKind.SUM.value)
    factor = StringField(_("Times"), description=_("For instance 2 for a doubled score."))
    better = SelectField(_("Direction"), choices=options(BETTER_WORDS), default="lower")
    missing = StringField(
        _("Answers that may be missing"), description=_("The mean of the others stands in.")
    )
    details = StringField(
        _("Weights or table"),
        description=_("Weights like 1 = 2, 2 = 0.5; a table like 0 = 0, 1 = 3.5."),
    )
    cutoff = StringField(_("Cut-off"))
    bands = FieldList(FormField(BandRow), max_entries=30)


class InstrumentForm(Once, ClinicForm):
    """Everything that a questionnaire of one's own needs."""

    key = HiddenField()
    name = StringField(
        _("Name"),
        [DataRequired(_("Give it a name."))],
        description=_("For instance Evening check, four questions."),
    )
    short_name = StringField(
        _("Short name"),
        [DataRequired(_("Give it a short name."))],
        description=_("As it appears in lists and charts."),
    )
    purpose = StringField(
        _("What it is for"),
        [DataRequired(_("Say in one line what it is for."))],
        description=_("One line for those who answer, in plain words."),
    )
    recall = StringField(
        _("Asks about"),
        [DataRequired(_("Say about which time it asks."))],
        description=_("For instance the last week."),
    )
    lead_in = TextAreaField(_("Words before the questions"))
    answers = FieldList(FormField(OptionRow), max_entries=101)
    questions = FieldList(FormField(QuestionRow), max_entries=MOST_ROWS)
    scales = FieldList(FormField(ScaleRow), max_entries=20)
    source = StringField(
        _("Where the scoring comes from"),
        [DataRequired(_("Say where the scoring comes from."))],
        description=_("A paper, a manual, or your own team. It stands beside every figure."),
    )
    is_verified = BooleanField(_("Somebody read it there and compared it"))
    origin = RadioField(
        _("Whose questions are these?"),
        choices=options(
            [
                (OURS, _("We wrote them ourselves")),
                (LICENSED, _("Somebody else’s, and we may use them")),
            ]
        ),
        default=OURS,
    )
    holder = StringField(_("Who holds the rights"), [DataRequired(_("Say who holds the rights."))])
    notice = StringField(
        _("Notice that stands with the words"),
        description=_("If you leave it blank, it is © and whoever holds the rights."),
    )
    reference = StringField(
        _("Where the permission is written down"),
        [Sometimes()],
        description=_(
            "Needed for words of somebody else, for instance a license number, or a letter and "
            "its date."
        ),
    )
    until = StringField(_("Permission ends on"), description=_("Leave it blank if it has no end."))
    media = SelectMultipleField(_("Where the words may appear"), choices=options(MEDIA_WORDS))
    note = StringField(
        _("What did you change, and why?"),
        [Length(max=300)],
        description=_("One line for your colleagues; it stands beside the version."),
    )

    def say(self, path: str, message: str) -> None:
        """Say a fault beside the field that it is about, or on top of the form."""
        field = self._at(path.split("."))
        sentence = f"{message[:1].upper()}{message[1:]}."
        if field is None:
            self.form_errors.append(sentence)
            return
        field.errors = [*field.errors, sentence]
        rows: Any = {
            "items": self.questions,
            "risk_items": self.questions,
            "options": self.answers,
            "scales": self.scales,
        }.get(path.partition(".")[0])
        if rows is not None:
            # The list of what to mend looks into rows that say that they have something.
            rows.errors = [entry.errors for entry in rows.entries]

    def _at(self, path: Sequence[str]) -> Field | None:
        name, *rest = path
        place = int(rest[0]) if rest and rest[0].isdecimal() else -1
        if name == "items":
            return self._in(self.questions, place, "text")
        if name == "options":
            return self._in(self.answers, place, "label" if rest[1:] == ["label"] else "value")
        if name == "scales":
            return self._in_scale(place, rest[1:])
        if name == "risk_items":
            risky = [row for row in self.questions if row.form.risk_from.data]
            return risky[place].form.risk_from if 0 <= place < len(risky) else None
        known = {"key_source": self.source, "rights": self.holder, "license": self.reference}
        if rest and rest[0] in {"notice", "until", "media", "holder"}:
            return self[rest[0]]
        return known.get(name) or self._fields.get(name)

    def _in_scale(self, place: int, rest: Sequence[str]) -> Field | None:
        if not 0 <= place < len(self.scales.entries):
            return None
        row: Any = self.scales.entries[place].form
        if rest[:2] == ["bands", "ranges"] and len(rest) > 2:
            name = rest[3] if len(rest) > 3 else "low"
            return self._in(row.bands, int(rest[2]), name)
        part = rest[0] if rest else "title"
        names = {
            "items": "questions",
            "missing": "missing",
            "better": "better",
            "cutoff": "cutoff",
            "rule": "factor" if rest[1:] == ["factor"] else "details",
        }
        field: Field = row[names.get(part, "title")]
        return field

    @staticmethod
    def _in(rows: Any, place: int, name: str) -> Field | None:
        if not 0 <= place < len(rows.entries):
            return None
        form = rows.entries[place].form
        field: Field = form[name] if name in form else form["low"]
        return field


class SourceForm(Once, ClinicForm):
    """The same questionnaire as the text of a file."""

    text = SourceField(_("Source"), [InputRequired(_("The source is empty."))])
    note = StringField(
        _("What did you change, and why?"),
        [Length(max=300)],
        description=_("One line for your colleagues; it stands beside the version."),
    )


def change_rows(form: InstrumentForm, deed: str) -> bool:
    """Add, take away or move a row as a button says; `False` where the deed is another one."""
    verb, _dash, place = deed.partition("-")
    kind, *numbers = place.split("-")
    rows: Any = {"answer": form.answers, "question": form.questions, "scale": form.scales}.get(kind)
    at = int(numbers[-1]) if numbers and numbers[-1].isdecimal() and len(numbers[-1]) < 4 else -1
    if kind == "band":
        scale = int(numbers[0]) if numbers and numbers[0].isdecimal() else -1
        if not 0 <= scale < len(form.scales.entries):
            return False
        rows = form.scales.entries[scale].form.bands
    if rows is None or verb not in {"add", "remove", "up"}:
        return False
    values = [entry.data for entry in rows.entries]
    if verb == "add" and len(values) < rows.max_entries:
        values.append(_following(kind, values))
    elif verb == "remove" and 0 <= at < len(values):
        del values[at]
    elif verb == "up" and 0 < at < len(values):
        values[at - 1], values[at] = values[at], values[at - 1]
    _refill(rows, values)
    return True


def _following(kind: str, values: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    last = str(values[-1].get("value") or "") if values and kind == "answer" else ""
    return {"value": str(int(last) + 1)} if last.isdecimal() and len(last) < 4 else {}


def _refill(rows: Any, values: Sequence[Mapping[str, Any]]) -> None:
    """Draw the rows again from their values, numbered from 0 without gaps."""
    while rows.entries:
        rows.pop_entry()
    rows.last_index = -1
    for value in values:
        rows.append_entry(value)


class UseForm(Once, ClinicForm):
    """A program of one's own, and the occasions on which it is to ask something."""

    program = HiddenField()
    occasions = SelectMultipleField(_("Ask it"), choices=[])


class ImportForm(ClinicForm):
    """A FHIR Questionnaire as a file."""

    file = FileField(
        _("FHIR Questionnaire"),
        [FileRequired(_("Choose a file."))],
        description=_("JSON of HL7 FHIR R4, at most 1 MB."),
    )
