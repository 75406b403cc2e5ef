"""Countries by their names, as a reader would look for them."""

from babel import Locale
from flask_babel import get_locale

from clinic.domain.name_order import folded

_NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
"""Codes of two letters that stand for something larger, or for nothing."""


def country_name(code: str) -> str:
    """Give the name of a country; the code itself where nobody knows it."""
    return str(_names().get(code, code))


def countries() -> list[tuple[str, str]]:
    """Give every country by its two letters and its name, in the order of the names."""
    found = [
        (code, name)
        for code, name in _names().items()
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES
    ]
    return sorted(found, key=lambda pair: folded(pair[1]))


def _names() -> dict[str, str]:
    locale = get_locale() or Locale("en")
    return dict(locale.territories)
