"""The letters that mark days in the charts of a person's course."""

from string import ascii_lowercase


def letter_of(number: int) -> str:
    """Give the letter of a note: a to z, then a2, b2 and on."""
    turn, place = divmod(number, len(ascii_lowercase))
    return f"{ascii_lowercase[place]}{turn + 1 if turn else ''}"
