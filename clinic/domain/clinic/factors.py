"""Second factors: what beside the passphrase proves who one is, and how long a proof holds."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from math import log2

from clinic.domain.access import Role

STEP = timedelta(seconds=30)
"""How long an app shows one code (RFC 6238)."""

CODE_DIGITS = 6
STEPS_ASIDE = 1
"""How many steps a telephone's clock may be ahead or behind."""

SECRET_BYTES = 20
HOW_MANY_CODES = 10
MOST_PASSKEYS = 10
DEVICE_TRUSTED = timedelta(days=30)
DOOR_STANDS = timedelta(minutes=10)
"""How long somebody whose passphrase was right may look for the second factor."""

FIRST_FACTOR_RESTS = timedelta(days=7)
"""How long after a link or words let somebody in no first factor is set up; her own is told of."""

FRESH_FOR = timedelta(minutes=15)
"""How long after a proof deeds are done that carry much."""

_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
# without those that are mistaken for each other on paper
_SIGNS_A_CODE = 10
CODE_BITS = _SIGNS_A_CODE * log2(len(_SIGNS))


class FactorKind(StrEnum):
    """What proves, beside the passphrase, who somebody is."""

    APP = "app"
    """Shows a code of six digits, another one each half minute."""
    PASSKEY = "passkey"
    """A key that never leaves a telephone, a computer or a stick."""


def asks_for_factor(role: Role, *, has_factor: bool, is_required: bool) -> bool:
    """Say whether somebody stops at the door before anything is shown.

    Staff do where the clinic asks for it; everybody does who has one.
    """
    return has_factor or (is_required and role is not Role.CLIENT)


def step_of(at: datetime) -> int:
    """Count the steps since 1970 at an instant."""
    return int(at.timestamp() // STEP.total_seconds())


def open_steps(at: datetime, used: int | None) -> Iterable[int]:
    """List the steps whose code counts now; one that was used, and all before it, never again."""
    now = step_of(at)
    steps = range(now - STEPS_ASIDE, now + STEPS_ASIDE + 1)
    return [step for step in steps if used is None or step > used]


def is_fresh(proved_at: datetime, now: datetime) -> bool:
    """Say whether somebody proved a moment ago who she is."""
    return now - proved_at <= FRESH_FOR


def new_recovery_code(choose: Callable[[Sequence[str]], str]) -> str:
    """Make one printed code, as "abcde-fghij"; `choose` has to be fit for secrets."""
    signs = "".join(choose(_SIGNS) for _ in range(_SIGNS_A_CODE))
    half = _SIGNS_A_CODE // 2
    return f"{signs[:half]}-{signs[half:]}"


def plain_recovery_code(typed: str) -> str:
    """Give a printed code as it is hashed, however it was spaced, joined or capitalized."""
    letters = unicodedata.normalize("NFKC", typed).lower()
    return "".join(sign for sign in letters if sign.isalnum())


def plain_app_code(typed: str) -> str | None:
    """Give the six digits that somebody typed, or `None` where it is something else."""
    digits = "".join(unicodedata.normalize("NFKC", typed).split())
    is_code = len(digits) == CODE_DIGITS and digits.isascii() and digits.isdigit()
    return digits if is_code else None
