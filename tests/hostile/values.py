"""Values that break programs, and shapes that a form may be bent into."""

from collections.abc import Iterator, Sequence
from typing import TypeVar
from urllib.parse import quote_plus

from tests.hostile.forms import Body

T = TypeVar("T")
Twist = tuple[str, Body]

VALUES: dict[str, str | bytes] = {
    "nothing": "",
    "NUL": "a\0b",
    "control signs": "a\x07\x1b[31mb",
    "lone surrogate": b"\xed\xa0\x80",
    "no UTF-8": b"\xff\xfe\xc3",
    "2^31": "2147483648",
    "-2^31": "-2147483649",
    "2^63": "9223372036854775808",
    "5,000 digits": "9" * 5000,
    "Arabic-Indic digits": "٣",
    "infinity": "1e400",
    "no number": "NaN",
    "600 kB": "x" * 600_000,
    "600 kB of spaces": "a" + " " * 600_000 + "b",
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈",
    "turned round": "\u202eevil\u2066",
    "combining signs": "Z" + "\u0351" * 500,
    "markup": "<script>alert(1)</script>",
    "attribute": "\"'><img src=x onerror=alert(1)>",
    "template": "{{7*7}}{% for x in y %}",
    "percent": "%s%n%(name)s%",
    "format": "{0.__class__}{name}",
    "SQL": "' OR 1=1; --",
    "new header": "a\r\nSet-Cookie: b=c",
    "path": "../../../../etc/passwd\0.html",
    "address": "javascript:alert(1)",
    "two addresses": "a@example.org, b@example.org",
    "first day": "0001-01-01",
    "last day": "9999-12-31",
    "no day": "2026-02-30",
    "last minute": "23:59:59",
    "no id": "a" * 20,
}
EXTRAS: Body = (("role", "administrator"), ("account_id", "1"), ("cohort_id", "1"), ("id", "1"))
"""What no form of ours asks for, in the hope that some object is filled with whatever is sent."""


def twists(body: Body, name: str) -> Iterator[Twist]:
    """Give the bodies in which one field is not what it should be."""
    others = tuple((key, value) for key, value in body if key != name)
    own = next(value for key, value in body if key == name)
    yield "missing", others
    yield "doubled", (*body, (name, own))
    yield "doubled otherwise", (*body, (name, "2147483648"))
    yield "array", (*others, (f"{name}[]", own), (f"{name}[0]", own))
    yield "object", (*others, (f"{name}[key]", own), (f"{name}.key", own))
    for told, value in VALUES.items():
        yield told, (*others, (name, value))


def encoded(body: Body) -> bytes:
    """Write a body as a form is sent, whatever its bytes are."""
    return "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in body).encode()


def share_of(every: Sequence[T], place: int, *, is_whole: bool) -> Sequence[T]:
    """Give all of them before a release, and else one, another one for the next door."""
    return every if is_whole else (every[place % len(every)],)
