"""The answers of a sheet as a browser without scripts sends them, or as a PDF brings them back."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import assert_never

from werkzeug.datastructures import MultiDict

from clinic.domain.homework.sheet_answers import AnswerFault, SentSheet, check_answers
from clinic.domain.homework.worksheets import (
    CIRCLES,
    LADDER_PARTS,
    MOST_ROWS,
    Answer,
    Field,
    FieldKind,
    Worksheet,
)
from clinic.domain.merging import Clash, merge


@dataclass(frozen=True, slots=True)
class SheetFromPdf:
    """A sheet as it would be with what a filled PDF brings."""

    answers: dict[str, object]
    """What cannot stand, and what was changed here meanwhile, as the file says it."""
    taken: tuple[str, ...]
    """The labels of answers that the file brings, changes or empties."""
    faults: tuple[AnswerFault, ...]
    clashes: tuple[Clash, ...]
    """What was changed both here and in the file; `mine` is what the file says."""


def answers_sent(sheet: Worksheet, sent: MultiDict[str, str]) -> dict[str, object]:
    """Gather the controls of a sheet into answers, as `check_answers` takes them.

    Names are `key`, `key-part` for circles and `key-row-column` for tables and ladders.
    """
    answers = {field.key: _answer(field, sent) for field in sheet.fields}
    return {key: answer for key, answer in answers.items() if answer not in (None, "", [], {})}


def written_in(sheet: Worksheet, sent: MultiDict[str, str]) -> SentSheet:
    """Read a whole form: its answers, and what the page was drawn from."""
    return SentSheet(
        answers_sent(sheet, sent),
        sent.get("version", 0, type=int),
        _base(sent.get("base", "")),
        sent.get("reason", ""),
    )


def clashing(typed: Mapping[str, object], clashes: Iterable[Clash]) -> dict[str, object]:
    """Give the fields that were changed twice as this page has them."""
    keys = {clash.key.partition(".")[0] for clash in clashes}
    return {key: typed[key] for key in keys if key in typed}


def _base(text: str) -> Mapping[str, object] | None:
    try:
        base = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return base if isinstance(base, dict) else None


def answers_brought(
    sheet: Worksheet,
    standing: Mapping[str, Answer],
    pairs: Iterable[tuple[str, str]],
    base: Iterable[tuple[str, str]] | None,
) -> SheetFromPdf:
    """Lay what was changed in a filled PDF over what stands.

    `base` is what stood in the file when it was given out. Where that is not known, a field left
    open takes nothing away.
    """
    sent = answers_sent(sheet, MultiDict(pairs))
    checked, faults = check_answers(sheet, sent)
    given_out, _old = check_answers(sheet, answers_sent(sheet, MultiDict(base or ())))
    odd = {fault.key.partition(".")[0] for fault in faults}
    theirs = {**checked, **{key: given_out[key] for key in odd & given_out.keys()}}
    merged = merge(given_out, standing, theirs)
    taken = tuple(
        field.label
        for field in sheet.fields
        if merged.values.get(field.key) != standing.get(field.key)
    )
    answers = {**merged.values, **{key: sent[key] for key in odd}}
    clashes = tuple(Clash(each.key, each.theirs, each.mine) for each in merged.clashes)
    return SheetFromPdf(answers, taken, faults, clashes)


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
        case FieldKind.LINE | FieldKind.LINES | FieldKind.NUMBER | FieldKind.RATING:
            return sent.get(field.key)
        case FieldKind.CHOICE | FieldKind.DATE:
            return sent.get(field.key)
        case _:
            assert_never(field.kind)


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
