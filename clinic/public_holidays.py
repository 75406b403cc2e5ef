"""The public holidays of a country and its regions, as the holidays library knows them."""

from datetime import date
from functools import lru_cache

import holidays

LANGUAGE = "en_US"
_COUNTRIES = frozenset(holidays.list_supported_countries())


def has_holidays(country: str) -> bool:
    """Say whether there is a list of public holidays for a country, by its two letters."""
    return country in _COUNTRIES


def regions_of(country: str) -> dict[str, str]:
    """Give the regions that have holidays of their own, by code, with a name where one is known."""
    if not has_holidays(country):
        return {}
    kind = type(holidays.country_holidays(country))
    names: dict[str, str] = {}
    for name, code in getattr(kind, "subdivisions_aliases", {}).items():
        names.setdefault(code, name)
    return {code: names.get(code, code) for code in kind.subdivisions}


def public_holidays(country: str, region: str, first_on: date, last_on: date) -> dict[date, str]:
    """Give the holidays between two days, both included; none where there is no list."""
    if not has_holidays(country):
        return {}
    if region not in regions_of(country):
        region = ""
    return {
        on: name
        for year in range(first_on.year, last_on.year + 1)
        for on, name in _of_year(country, region, year)
        if first_on <= on <= last_on
    }


@lru_cache(maxsize=256)
def _of_year(country: str, region: str, year: int) -> tuple[tuple[date, str], ...]:
    found = holidays.country_holidays(
        country, subdiv=region or None, years=year, language=LANGUAGE, expand=False
    )
    return tuple(sorted(found.items()))
