"""Answers as a row of the database holds them: read whole, or in part with every misfit named.

What was written through this program always fits. A row that was damaged, or changed by another
hand, may hold what the instrument cannot have: no score is calculated from what is left of it.
"""

from collections.abc import Mapping
from typing import NamedTuple

from clinic.domain.errors import Refused
from clinic.domain.measures.instruments import Instrument
from clinic.domain.measures.scoring import check_answers
from clinic.domain.text import N_


class Unfit(Refused):
    """Answers that stand in a row and cannot be answers to its questions."""

    def __init__(self, instrument: Instrument) -> None:
        super().__init__(
            N_(
                "What is stored as the answers to %(name)s does not fit its questions, so nothing "
                "is calculated from it. Nothing was changed. What came on paper can be corrected "
                "from the paper; otherwise whoever looks after this program may find the answers "
                "in an earlier copy."
            ),
            {"name": instrument.short_name},
        )


class StoredAnswers(NamedTuple):
    """Raw codes by item number, and whether anything beside them is no answer."""

    codes: dict[int, int]
    misfits: tuple[str, ...] = ()
    """What could not be read, by the name under which it is stored."""


def read_stored(instrument: Instrument, stored: object) -> StoredAnswers:
    """Give what fits of what a row holds, and name the rest."""
    if stored is None:
        return StoredAnswers({})
    if not isinstance(stored, Mapping):
        return StoredAnswers({}, ("*",))
    codes: dict[int, int] = {}
    misfits = []
    for name, code in stored.items():
        number = _number(name)
        if number is None or code is None or check_answers(instrument, {number: code}):
            misfits.append(str(name))
        else:
            codes[number] = code
    return StoredAnswers(codes, tuple(misfits))


def codes_of(instrument: Instrument, stored: object) -> dict[int, int]:
    """Give the raw codes that a row holds, or raise `Unfit` where not all of them are some."""
    read = read_stored(instrument, stored)
    if read.misfits:
        raise Unfit(instrument)
    return read.codes


def fitting_codes(instrument: Instrument, stored: object) -> dict[int, int]:
    """Give the raw codes that fit, where what does not is told elsewhere or about to be mended."""
    return read_stored(instrument, stored).codes


def _number(name: object) -> int | None:
    text = str(name)
    return int(text) if text.isascii() and text.isdigit() and str(int(text)) == text else None
