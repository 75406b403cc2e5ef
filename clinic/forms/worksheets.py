"""The answers of a sheet as a browser without scripts sends them, or as a PDF brings them back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from clinic.domain.worksheets import (
    CIRCLES,
    LADDER_PARTS,
    MOST_ROWS,
    Answer,
    Field,
    FieldKind,
    Worksheet,
    check_answers,
)


@dataclass(frozen=True, slots=True)
class Brought:
    """A sheet as it would be with what a filled PDF brings; a field left open there stays as is."""

    answers: dict[str, object]
    changed: tuple[str, ...]
    # The labels of answers that stood and would become others.
    has_faults: bool

    @property
    def may_be_kept(self) -> bool:
        """Whether nobody has to look before it is kept."""
        return not self.changed and not self.has_faults


def answers_sent(sheet: Worksheet, sent: MultiDict[str, str]) -> dict[str, object]:
    """Gather the controls of a sheet into answers, as `check_answers` takes them.

    Names are `key`, `key-part` for circles and `key-row-column` for tables and ladders.
    """
    answers = {field.key: _answer(field, sent) for field in sheet.fields}
    return {key: answer for key, answer in answers.items() if answer not in (None, "", [], {})}


def answers_brought(
    sheet: Worksheet, standing: Mapping[str, Answer], pairs: Iterable[tuple[str, str]]
) -> Brought:
    """Lay what a filled PDF brings over what stands, and say what that would change."""
    sent = answers_sent(sheet, MultiDict(pairs))
    checked, faults = check_answers(sheet, sent)
    changed = tuple(
        field.label
        for field in sheet.fields
        if field.key in standing
        and checked.get(field.key, standing[field.key]) != standing[field.key]
    )
    return Brought({**standing, **sent}, changed, bool(faults))


def _answer(field: Field, sent: MultiDict[str, str]) -> object:
    match field.kind:
        case FieldKind.CHECKS | FieldKind.BODY_MAP:
            return sent.getlist(field.key)
        case FieldKind.CIRCLES:
            return {part: sent[name] for part in CIRCLES if (name := f"{field.key}-{part}") in sent}
        case FieldKind.TABLE:
            return _rows(field.key, [column.key for column in field.columns], sent)
        case FieldKind.LADDER:
            return [_step(row) for row in _rows(field.key, list(LADDER_PARTS), sent)]
    return sent.get(field.key)


def _rows(key: str, columns: list[str], sent: MultiDict[str, str]) -> list[dict[str, object]]:
    """Read rows to the last that was sent; one beyond the most is kept, so that it is refused."""
    rows: list[dict[str, object]] = []
    for number in range(MOST_ROWS + 1):
        names = {column: f"{key}-{number}-{column}" for column in columns}
        rows.append({column: sent[name] for column, name in names.items() if sent.get(name)})
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _step(row: Mapping[str, object]) -> dict[str, object]:
    return {**row, "done": True} if "done" in row else dict(row)
