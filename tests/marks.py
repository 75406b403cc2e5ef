"""Every field and option of the shipped sheets that opens a risk case, with an answer that does."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from sqlalchemy import select

from clinic.content.instrument_files import SHIPPED, load_instruments
from clinic.content.library import Library, load_library
from clinic.db import Db, operation
from clinic.domain.access import Actor
from clinic.domain.homework.worksheets import Column, Field, FieldKind
from clinic.domain.risk import RiskSign
from clinic.models.programs import WorksheetRow
from clinic.models.risk import RiskCase
from clinic.settings import ROOT
from tests.cast import Cast
from tests.every_kind import fill


@dataclass(frozen=True)
class Mark:
    """One mark: where it stands, what it is heard as, and how it is made in each medium."""

    code: str
    flag: str
    sign: RiskSign
    answers: dict[str, object]
    pairs: tuple[tuple[str, str], ...]
    """The same answer as a form or a PDF sends it."""


def library() -> Library:
    return load_library(ROOT / "worksheets", frozenset(load_instruments(SHIPPED).instruments))


def marks() -> list[Mark]:
    """Walk all sheets that ship."""
    sheets = library().worksheets
    return [mark for code in sheets for field in sheets[code].fields for mark in _of(code, field)]


def unmarked(source: str) -> str:
    """Give a text as it was before there were marks, and sheets that never close."""
    source = re.sub(r"\{label: (.+?), risk: [a-z]+\}", r"\1", source)
    return re.sub(r"^(?:stays_open: true|risk: .+)\n", "", source, flags=re.MULTILINE)


@operation
def make_older(db: Db, _actor: Actor, code: str) -> None:
    """Let a sheet be one from before there were marks, as a cohort that runs may have it."""
    row = db.scalars(select(WorksheetRow).where(WorksheetRow.code == code)).one()
    row.source = unmarked(row.source)


def cases(db: Db, cast: Cast, name: str = "mia") -> list[RiskCase]:
    """List the cases of one person as they stand, the oldest first."""
    db.commit()
    found = select(RiskCase).where(RiskCase.enrollment_id == cast.enrollments[name].id)
    newest = found.order_by(RiskCase.id).execution_options(populate_existing=True)
    return list(db.scalars(newest))


def filled(pdf: bytes, mark: Mark) -> bytes:
    """Fill the one answer in, as a viewer does."""
    name, value = mark.pairs[0]
    with pikepdf.open(BytesIO(pdf)) as document:
        fields = {str(field.T): field for field in document.Root.AcroForm.Fields}
        box = fields.get(f"{name}-{value}")
        fill(fields[name] if box is None else box, value if box is None else "on")
        saved = BytesIO()
        document.save(saved)
    return saved.getvalue()


def _of(code: str, field: Field) -> Iterator[Mark]:
    if field.kind is FieldKind.TABLE:
        for column in field.columns:
            for option, sign, value in _values(column):
                row = {column.key: value}
                pair = (f"{field.key}-0-{column.key}", str(value))
                flag = f"{field.key}.{column.key}{option}"
                yield Mark(code, flag, sign, {field.key: [row]}, (pair,))
        return
    for option, sign, value in _values(field):
        is_many = field.kind is FieldKind.CHECKS
        answer = [value] if is_many else value
        yield Mark(
            code, f"{field.key}{option}", sign, {field.key: answer}, ((field.key, str(value)),)
        )


def _values(part: Field | Column) -> Iterator[tuple[str, RiskSign, str | float]]:
    for option in part.options:
        if option.risk is not None:
            yield f".{option.key}", option.risk, option.key
    if part.risk is not None:
        yield "", part.risk, "some words" if part.risk_from is None else part.risk_from
