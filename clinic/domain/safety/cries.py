"""What in an answer says that a person may come to harm, or that hard memories broke in.

The source of a sheet or of a program declares it at a field, an option or a point of the first
talk. Words that somebody writes are never searched: only a mark that was declared is heard.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from clinic.domain.homework.worksheets import Answer, Cell, Column, Field, Worksheet
from clinic.domain.measures import scoring
from clinic.domain.measures.instruments import Instrument
from clinic.domain.people.screenings import PointAnswer, TalkPoint
from clinic.domain.risk import RiskKind, RiskSign

LONGEST_FLAG = 100


@dataclass(frozen=True, slots=True)
class Cry:
    """One mark that an answer makes."""

    flag: str
    """What was asked, the same for every row of a table: a key, and an option where there is
    one."""
    place: str
    """Where it was said, with the row."""
    sign: RiskSign | None = None
    kind: RiskKind = RiskKind.SHEET
    words: str = ""
    """Labels of the field and the option, never what somebody wrote."""
    item: int | None = None
    answer: int | None = None
    """The question of an instrument, and the raw code."""


def cries_in(worksheet: Worksheet, answers: Mapping[str, Answer]) -> tuple[Cry, ...]:
    """Find every mark that stands in the answers of a sheet, in its order."""
    return tuple(
        cry
        for field in worksheet.fields
        if field.key in answers
        for cry in _in_field(field, answers[field.key])
    )


def marks_of(part: Field | Column) -> tuple[str, ...]:
    """Name what carries a mark: the labels of options, or "" for the whole field."""
    if part.risk is not None:
        return ("",)
    own = [option.label for option in part.options if option.risk is not None]
    columns = part.columns if isinstance(part, Field) else ()
    return (*own, *(column.label for column in columns if marks_of(column)))


def is_marked(part: Worksheet | Field | Column) -> bool:
    """Whether an answer in here may ask for a look."""
    if isinstance(part, Worksheet):
        return any(is_marked(field) for field in part.fields)
    return bool(marks_of(part))


def starred(column: Column) -> str:
    """Give a column's label, with the star to which the words above the table belong."""
    return f"{column.label} *" if is_marked(column) else column.label


def cries_found(points: Iterable[TalkPoint]) -> tuple[Cry, ...]:
    """Find what a first talk found that somebody has to look at the same day."""
    return tuple(
        Cry(flag_of(point), flag_of(point), point.risk, RiskKind.SCREENING, point.text)
        for point in points
        if point.risk is not None and _is_heard(point, point.risk)
    )


def cries_of_items(instrument: Instrument, answers: scoring.Answers) -> tuple[Cry, ...]:
    """Find every risk item of an instrument that was answered so that somebody has to look."""
    return tuple(
        Cry(
            str(risk.item),
            f"{risk.item}={risk.value}",
            None,
            RiskKind.ITEM,
            "",
            risk.item,
            risk.value,
        )
        for risk in scoring.flags(instrument, answers)
        if risk.state is scoring.RiskState.FLAGGED
    )


def cries_of_page(instrument: Instrument, codes: Mapping[int, int | None]) -> tuple[Cry, ...]:
    """Find the risk items of a page on which other answers may be missing or wrong."""
    return cries_of_items(instrument, sound_answers(instrument, codes))


def sound_answers(instrument: Instrument, codes: Mapping[int, int | None]) -> dict[int, int]:
    """Keep what can be an answer, whatever stands beside it."""
    return {
        item: code
        for item, code in codes.items()
        if code is not None and not scoring.check_answers(instrument, {item: code})
    }


def cries_of_practice(*, felt_worse: bool, memories_broke_in: bool) -> tuple[Cry, ...]:
    """Say what the ticks of one line of the log are heard as."""
    ticks = (
        (felt_worse, RiskKind.FELT_WORSE, RiskSign.WORSE),
        (memories_broke_in, RiskKind.MEMORIES, RiskSign.MEMORIES),
    )
    return tuple(Cry(kind, kind, sign, kind) for is_on, kind, sign in ticks if is_on)


def places(cries: Collection[Cry]) -> frozenset[str]:
    """Gather where something was said."""
    return frozenset(cry.place for cry in cries)


def flags(cries: Iterable[Cry]) -> frozenset[str]:
    """Gather what was said, wherever."""
    return frozenset(cry.flag for cry in cries)


def _is_heard(point: TalkPoint, sign: RiskSign) -> bool:
    is_doubt = point.answer is PointAnswer.NOT_SURE
    return point.speaks_against or (is_doubt and sign.is_heard_in_doubt)


def flag_of(point: TalkPoint) -> str:
    """Name a point of the first talk by its words, wherever it is asked."""
    # Words may be longer than a key, and another version may ask them in another place.
    return f"{point.kind}.{hashlib.sha256(point.text.encode()).hexdigest()[:24]}"


def _in_field(field: Field, answer: Answer) -> Iterator[Cry]:
    if isinstance(answer, list) and field.columns:
        for number, row in enumerate(answer):
            if isinstance(row, dict):
                yield from _in_row(field, number, row)
    elif isinstance(answer, list):
        for option in field.options:
            if option.risk is not None and option.key in answer:
                flag = f"{field.key}.{option.key}"
                yield Cry(flag, flag, option.risk, words=f"{field.label}: {option.label}")
    elif not isinstance(answer, dict):
        yield from _in_cell(field, answer, field.key, field.key, field.label)


def _in_row(field: Field, number: int, row: Mapping[str, Cell]) -> Iterator[Cry]:
    for column in field.columns:
        if column.key in row:
            flag, place = f"{field.key}.{column.key}", f"{field.key}.{number}.{column.key}"
            words = f"{field.label}: {column.label}"
            yield from _in_cell(column, row[column.key], flag, place, words)


def _in_cell(
    part: Field | Column, answer: Cell, flag: str, place: str, words: str
) -> Iterator[Cry]:
    """Hear one answer: an option that is marked, a number from its bound on, or any words."""
    for option in part.options:
        if option.risk is not None and option.key == answer:
            said = f"{words}: {option.label}"
            yield Cry(f"{flag}.{option.key}", f"{place}.{option.key}", option.risk, words=said)
    bound = part.risk_from
    is_reached = bound is None or (isinstance(answer, int | float) and answer >= bound)
    if part.risk is not None and is_reached:
        yield Cry(flag, place, part.risk, words=words)
