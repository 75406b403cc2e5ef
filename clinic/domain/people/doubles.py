"""Whether somebody who is to be entered may be known already. It is asked, and never decided."""

from dataclasses import dataclass
from enum import StrEnum

from clinic.domain.name_order import folded

_FEWEST_DIGITS = 7
"""Shorter numbers are extensions, and many people share one."""


class Likeness(StrEnum):
    """In what two people are alike."""

    EMAIL = "email"
    PHONE = "phone"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Traits:
    """By what a person is told from others."""

    preferred_name: str
    family_name: str = ""
    email: str | None = None
    phone: str | None = None


def likenesses(one: Traits, other: Traits) -> tuple[Likeness, ...]:
    """Say in what two people are alike; a couple may share an address, and a name is no proof."""
    alike = {
        Likeness.EMAIL: bool(one.email) and _address(one.email) == _address(other.email),
        Likeness.PHONE: _is_same_number(one.phone, other.phone),
        Likeness.NAME: _name(one) == _name(other),
    }
    return tuple(likeness for likeness, is_so in alike.items() if is_so)


def _address(email: str | None) -> str:
    return (email or "").strip().casefold()


def _name(person: Traits) -> tuple[str, ...]:
    words = f"{person.preferred_name} {person.family_name}".replace("-", " ").split()
    return tuple(folded(word).casefold() for word in words)


def _is_same_number(one: str | None, other: str | None) -> bool:
    """Compare two numbers, of which one may begin with its country: +44 20 7946 0000 and 020 …"""
    short, long = sorted((_digits(one), _digits(other)), key=len)
    return len(short) >= _FEWEST_DIGITS and long.endswith(short)


def _digits(phone: str | None) -> str:
    told = (phone or "").replace("(0)", "")
    return "".join(sign for sign in told if sign.isascii() and sign.isdigit()).lstrip("0")
