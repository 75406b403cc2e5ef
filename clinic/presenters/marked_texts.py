"""A text in pieces, of which some are marked."""

from collections.abc import Iterable

from clinic.domain.notes.name_leaks import Leak


def marked(text: str, leaks: Iterable[Leak]) -> list[tuple[str, Leak | None]]:
    """Divide a text into pieces in its order, each with the finding it is, or none."""
    pieces: list[tuple[str, Leak | None]] = []
    place = 0
    for leak in leaks:
        if leak.start > place:
            pieces.append((text[place : leak.start], None))
        pieces.append((text[leak.start : leak.end], leak))
        place = leak.end
    if place < len(text):
        pieces.append((text[place:], None))
    return pieces
