"""The public holidays of a country and its regions, as the holidays library knows them."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

import holidays

LANGUAGE = "en_US"
_NEVER_OFFERED = (holidays.PUBLIC, holidays.WORKDAY)
# Every group leaves the public ones out; a workday is a Saturday on which people work.
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


def kinds_of(country: str) -> tuple[str, ...]:
    """Give the kinds of holidays that a country has beside the public ones.

    August 15 is "catholic" in Bavaria, and Easter Monday "optional" in Quebec: whether a clinic
    meets then is its own choice.
    """
    if not has_holidays(country):
        return ()
    known = type(holidays.country_holidays(country)).supported_categories
    return tuple(kind for kind in known if kind not in _NEVER_OFFERED)


def years_without(country: str, region: str, first: int, last: int) -> tuple[int, ...]:
    """Name the years in which a listed country has no day: nobody has entered them so far."""
    if not has_holidays(country):
        return ()
    region = region if region in regions_of(country) else ""
    return tuple(year for year in range(first, last + 1) if not _of_year(country, region, year, ()))


def public_holidays(
    country: str, region: str, first_on: date, last_on: date, kinds: Iterable[str] = ()
) -> dict[date, str]:
    """Give the holidays between two days, both included; none where there is no list.

    `kinds` are further kinds that the clinic keeps; one that the country does not have is nothing.
    """
    if not has_holidays(country):
        return {}
    if region not in regions_of(country):
        region = ""
    kept = tuple(sorted(set(kinds) & set(kinds_of(country))))
    return {
        on: name
        for year in range(first_on.year, last_on.year + 1)
        for on, name in _of_year(country, region, year, kept)
        if first_on <= on <= last_on
    }


def _language(known: Sequence[str], own: str | None) -> str | None:
    """Choose the language of names: ours, else another English, else that of the country.

    Left open, or where it has no such language, the library would take that of the machine.
    """
    english = (name for name in known if name.startswith("en"))
    return LANGUAGE if LANGUAGE in known else next(english, own)


@lru_cache(maxsize=256)
def _of_year(
    country: str, region: str, year: int, kinds: tuple[str, ...]
) -> tuple[tuple[date, str], ...]:
    kind = type(holidays.country_holidays(country))
    found = holidays.country_holidays(
        country,
        subdiv=region or None,
        years=year,
        language=_language(kind.supported_languages, kind.default_language),
        expand=False,
        # Some lists have no public days and only others (the days of a stock exchange).
        categories=(holidays.PUBLIC, *kinds)
        if holidays.PUBLIC in kind.supported_categories
        else (*kind.supported_categories[:1], *kinds),
    )
    return tuple(sorted(found.items()))
