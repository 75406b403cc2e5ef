"""What keeps people safe in the content that ships, carried over to every other version of it.

A running cohort stays on the words that it began with. That somebody is told of an answer, and that
a plan never closes, are no words: they hold in every version from the day on which they are known.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from clinic.domain.homework.worksheets import Choice, Column, Field, FieldKind, Worksheet
from clinic.domain.programs.programs import Program
from clinic.domain.risk import RiskSign

Part = TypeVar("Part", Field, Column)

_ALIKE = {FieldKind.CHECKS: FieldKind.CHOICE, FieldKind.LINES: FieldKind.LINE}
# one of many and several of many, one line and several: the same answer says the same


def with_safety_of(sheet: Worksheet, newest: Worksheet) -> Worksheet:
    """Give a sheet the marks of the newest text at keys that agree; a mark of its own stays.

    It never closes where the newest never does. Nothing that somebody reads is changed.
    """
    found = {field.key: field for field in newest.fields}
    blocks = tuple(
        _carried(block, found[block.key])
        if isinstance(block, Field) and block.key in found
        else block
        for block in sheet.blocks
    )
    stays_open = sheet.stays_open or (newest.stays_open and bool(sheet.fields))
    return replace(sheet, blocks=blocks, stays_open=stays_open)


def with_points_of(program: Program, risks: Mapping[str, RiskSign]) -> Program:
    """Give a program the marks of points that ship, wherever it asks one in the same words."""
    asked = (*program.inclusion, *program.exclusion)
    carried = {text: risks[text] for text in asked if text in risks}
    return replace(program, point_risks=tuple({**carried, **dict(program.point_risks)}.items()))


def _carried(part: Part, newest: Part) -> Part:
    if _alike(part.kind) != _alike(newest.kind):
        return part
    part = replace(part, options=_marked_options(part, newest))
    if isinstance(part, Field) and isinstance(newest, Field):
        columns = {column.key: column for column in newest.columns}
        part = replace(
            part,
            columns=tuple(
                _carried(column, columns[column.key]) if column.key in columns else column
                for column in part.columns
            ),
        )
    return _bounded(part, newest)


def _marked_options(part: Field | Column, newest: Field | Column) -> tuple[Choice, ...]:
    signs = {option.key: option.risk for option in newest.options}
    return tuple(
        replace(option, risk=option.risk or signs.get(option.key)) for option in part.options
    )


def _bounded(part: Part, newest: Part) -> Part:
    """Carry the mark of words, or of a number; of two bounds the one that is heard earlier."""
    # 7 of 10 says something else than 7 of 100.
    is_other_scale = part.kind is FieldKind.RATING and part.maximum != newest.maximum
    if newest.risk is None or is_other_scale:
        return part
    if part.risk is None or newest.risk_from is None or part.risk_from is None:
        return replace(part, risk=part.risk or newest.risk, risk_from=newest.risk_from)
    return replace(part, risk_from=min(part.risk_from, newest.risk_from))


def _alike(kind: FieldKind) -> FieldKind:
    return _ALIKE.get(kind, kind)
