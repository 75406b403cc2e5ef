"""How soon a passphrase would be guessed, as zxcvbn estimates from what people really choose."""

from collections.abc import Iterable, Mapping
from threading import Lock

from zxcvbn import zxcvbn

from clinic.domain.clinic.passphrases import FEWEST_GUESSES, Weakness

_LOOKED_AT = 20
"""Letters from the beginning: enough for many guesses, and few enough to be judged at once."""

_SHORTEST_NAME = 3
_OURS = ("hearth", "passphrase", "compassion", "homework", "therapy", "kindness")
"""What comes to mind on this page."""

# zxcvbn keeps the names that it is given in a table of the whole process.
_one_at_a_time = Lock()


def weakness_of(passphrase: str, names: Iterable[str]) -> Weakness | None:
    """Say by what a passphrase would be guessed soon, if it would.

    `names` holds what others know of the person and the clinic. Blanks count for nothing, since
    `i love you` is tried with `iloveyou`.
    """
    known = {_plain(part) for name in (*names, *_OURS) for part in (name, *name.split())}
    given = sorted(part for part in known if len(part) >= _SHORTEST_NAME)
    with _one_at_a_time:
        found = zxcvbn(_plain(passphrase)[:_LOOKED_AT], user_inputs=given)
    if found["guesses"] >= FEWEST_GUESSES:
        return None
    return _named(max(found["sequence"], key=_letters))


def _plain(text: str) -> str:
    return "".join(text.lower().split())


def _letters(part: Mapping[str, object]) -> int:
    return len(str(part["token"]))


def _named(part: Mapping[str, object]) -> Weakness:
    """Name what most of it is; another kind of zxcvbn is told as what many people choose."""
    match part["pattern"]:
        case "repeat" | "sequence" | "spatial" | "date" | "regex":
            return Weakness.PATTERN
        case "dictionary" if part["dictionary_name"] == "user_inputs":
            return Weakness.COMMON if part["matched_word"] in _OURS else Weakness.NAME
        case _:
            return Weakness.COMMON
