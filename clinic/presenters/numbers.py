"""Scores, means and points as people read them."""

from flask_babel import format_decimal, ngettext


def figure(value: float | None) -> str:
    """Write a score with at most two decimals; an empty text where there is none."""
    return "" if value is None else str(format_decimal(round(value, 2)))


def group_figure(value: float | None, decimals: int = 2) -> str:
    """Write a mean or a standard deviation, always with the same number of decimals."""
    if value is None:
        return ""
    # Adding 0 takes the sign off a zero.
    return str(format_decimal(round(value, decimals) + 0.0, format=f"#,##0.{'0' * decimals}"))


def points_in_words(shown: str) -> str:
    """Write a number of points as it is shown: one point, and 1.0 points."""
    count = 1 if shown.lstrip("+-\N{MINUS SIGN}") == "1" else 2
    return str(ngettext("%(points)s point", "%(points)s points", count, points=shown))
