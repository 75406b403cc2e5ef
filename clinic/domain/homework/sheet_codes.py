"""The short codes on printed sheets: how they look, how they are read back, how long they live."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

LETTERS = "BCDFGHJKMNPRSTVWXZ"
"""Without vowels no code is a word, and without L, Q and Y none is taken for a neighbor."""

LENGTH = 8
LASTS_AFTER_WINDOW = timedelta(days=14)
MISSES_PER_ACCOUNT = 20
"""Within the hour in which tries to sign in are counted; a hand that slips needs two or three."""

_PRINTED_BETWEEN = str.maketrans("", "", " -\N{NON-BREAKING HYPHEN}\N{EN DASH}")


def new_code(choose: Callable[[Sequence[str]], str]) -> str:
    """Make a code. It is an address and no secret: it opens nothing to whoever may not read it."""
    return "".join(choose(LETTERS) for _ in range(LENGTH))


def printed_code(code: str) -> str:
    """Write a code as it stands on paper, "BCDF-GHJK"."""
    return f"{code[:4]}-{code[4:]}"


def read_code(typed: str) -> str:
    """Read a code as somebody typed it, or the link that a scanner read; empty for neither."""
    plain = typed.rpartition("/")[2].translate(_PRINTED_BETWEEN)
    # Letters of other scripts may become two, or one of ours, when they are made large.
    code = plain.upper() if plain.isascii() else ""
    return code if len(code) == LENGTH and set(code) <= set(LETTERS) else ""


def lasts_until(closes_at: datetime, now: datetime) -> datetime:
    """Say when a code ends: two weeks after the window, or after a print that came later still."""
    return max(closes_at, now) + LASTS_AFTER_WINDOW
