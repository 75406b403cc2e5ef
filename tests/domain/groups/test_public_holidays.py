"""Holidays of a country: kinds beside the public one, years without any, and their names."""

import subprocess
import sys
from datetime import date

import pytest

from clinic.public_holidays import has_holidays, kinds_of, public_holidays, years_without


@pytest.mark.parametrize(("country", "years"), [("LK", (2027, 2028)), ("UA", (2026, 2027, 2028))])
def test_a_listed_country_without_days_says_in_which_years(
    country: str, years: tuple[int, ...]
) -> None:
    assert has_holidays(country)
    assert years_without(country, "", 2026, 2028) == years


@pytest.mark.parametrize(
    ("country", "region", "kind", "on", "name"),
    [
        ("DE", "BY", "catholic", date(2026, 8, 15), "Assumption Day"),
        ("CA", "QC", "optional", date(2026, 4, 6), "Easter Monday"),
    ],
)
def test_kinds_beside_the_public_one_are_kept_where_the_clinic_says_so(
    country: str, region: str, kind: str, on: date, name: str
) -> None:
    assert kind in kinds_of(country)
    assert on not in public_holidays(country, region, on, on)
    assert public_holidays(country, region, on, on, [kind, "of nobody"]) == {on: name}


def test_names_do_not_follow_the_language_of_the_machine() -> None:
    ask = (
        "import holidays; from datetime import date; from clinic.public_holidays import *;"
        "print([sorted(public_holidays(c, '', date(2026, 1, 1), date(2026, 12, 31)).items())"
        " for c in holidays.list_supported_countries()])"
    )
    said = {
        subprocess.run(  # noqa: S603  # our own interpreter and text
            [sys.executable, "-c", ask],
            env={"LANG": lang, "LC_ALL": lang, "PYTHONUTF8": "1"},
            capture_output=True,
            check=True,
        ).stdout
        for lang in ("C", "de_DE.UTF-8", "uk_UA.UTF-8")
    }
    assert len(said) == 1
