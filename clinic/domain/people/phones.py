"""Telephone numbers in a clinic's own words, so that a phone can dial what it shows."""

import re
from dataclasses import dataclass

_NUMBER = re.compile(r"(?<![\w.:/+-])\+?\(?\d[\d \u00a0()-]*\d(?![\w:/]|[.-]\d)", re.ASCII)
_YEAR = re.compile(r"(\d\d? )?(19|20)\d\d")
_AT_HOME_ONLY = re.compile(r"(?<=\d) ?\(0\) ?")
# +44 (0)20: the zero is dialed where no + is.
_FEWEST, _MOST = 3, 15
# 15 by ITU-T E.164; emergency numbers have 3.
_FEWEST_WITH_A_HYPHEN = 7
# Fewer are hours, as 9-17.


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A piece of a text; `dials` is what a phone is to dial where the piece is a number."""

    text: str
    dials: str = ""


def with_numbers(text: str) -> list[TextPiece]:
    """Cut a text at its telephone numbers; joined again, the pieces are the text."""
    pieces: list[TextPiece] = []
    end = 0
    for found in _NUMBER.finditer(text):
        number = found.group()
        if not _is_telephone(number):
            continue
        pieces.append(TextPiece(text[end : found.start()]))
        pieces.append(TextPiece(number, _dialed(number)))
        end = found.end()
    return [piece for piece in [*pieces, TextPiece(text[end:])] if piece.text]


def first_number(text: str) -> TextPiece | None:
    """Give the first telephone number of a text."""
    return next((piece for piece in with_numbers(text) if piece.dials), None)


def _dialed(number: str) -> str:
    told = _AT_HOME_ONLY.sub("", number) if number.startswith("+") else number
    return re.sub(r"[^\d+]", "", told)


def _is_telephone(number: str) -> bool:
    digits = sum(sign.isdigit() for sign in number)
    fewest = _FEWEST_WITH_A_HYPHEN if "-" in number else _FEWEST
    return fewest <= digits <= _MOST and not _YEAR.fullmatch(number)
