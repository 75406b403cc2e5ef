"""Hostile bodies without end, the same on every machine: the n-th of a door is always the same."""

from collections.abc import Iterator
from random import Random

from tests.access.places import Door
from tests.hostile.forms import Body
from tests.hostile.values import VALUES, Twist, twists

# One in five is a value that is known to break programs; the others are made up.
_KNOWN_OF_FIVE = 1
_ALPHABETS = (
    "abc XYZ",
    "0123456789-+.,eE",
    "\0\a\b\t\n\r\x1b\x7f\x85\u2028\u2029",
    "\u200b\u200f\u202e\u2066\ufeff\ufffd\ufffe",
    "'\"`;%_\\/<>&{}[]()$#@!=|*?:",
    "äßıſﬁÅΩ漢字٣५𝟙👩‍👧🏳️",
    "\u0300\u0351\u20dd\u0488",
)
_ENDS = ("", "1", "2026-04-20", "18:00", "a" * 20, "someone.new@example.org", "on", "true", "null")
_NUMBERS = (7, 8, 15, 16, 31, 32, 53, 63, 64, 127, 1023)
_LENGTHS = (1, 2, 7, 30, 121, 255, 256, 2001, 20_001)


def generated(body: Body, door: Door, count: int) -> Iterator[Twist]:
    """Give so many bodies in which one to three fields are not what they should be."""
    names = sorted({name for name, _value in body} - {"csrf_token"})
    if not names:
        return
    # No secret: the same bodies on every machine.
    chance = Random(f"{door.endpoint} {door.method}")  # noqa: S311
    for number in range(count):
        if chance.randrange(5) < _KNOWN_OF_FIVE:
            told, bent = chance.choice(tuple(twists(body, chance.choice(names))))
        else:
            told, bent = "made up", body
            for name in chance.sample(names, min(len(names), chance.choice((1, 1, 2, 3)))):
                bent = _with(bent, name, _value(chance))
        yield f"{number}: {told}", bent


def _with(body: Body, name: str, value: str | bytes) -> Body:
    return (*((key, kept) for key, kept in body if key != name), (name, value))


def _value(chance: Random) -> str | bytes:
    match chance.randrange(7):
        case 0:
            return str(
                chance.choice((-1, 1)) * (2 ** chance.choice(_NUMBERS) + chance.choice((-1, 0)))
            )
        case 1:
            year, month, day = (chance.randrange(most) for most in (10_000, 14, 33))
            return f"{year:04}-{month:02}-{day:02}"
        case 2:
            return f"{chance.randrange(26):02}:{chance.randrange(62):02}"
        case 3:
            return bytes(chance.randrange(256) for _ in range(chance.choice(_LENGTHS[:5])))
        case 4:
            cut = chance.choice(tuple(VALUES.values()))
            return cut[: chance.choice(_LENGTHS)]
        case 5:
            return _made_up(chance, chance.choice(_LENGTHS[:4])) + chance.choice(_ENDS)
        case _:
            return _made_up(chance, chance.choice(_LENGTHS))


def _made_up(chance: Random, length: int) -> str:
    signs = "".join(chance.sample(_ALPHABETS, chance.choice((1, 2, 3))))
    return "".join(chance.choice(signs) for _ in range(length))
