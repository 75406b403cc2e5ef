"""The tables of a group's scores, and for whom each view of them is."""

from dataclasses import dataclass

from flask_babel import gettext as _

from clinic.domain.groups.cohort_views import CohortView
from clinic.domain.outcomes.reports import GroupChange, OccasionFigures
from clinic.presenters.effect_words import EffectRow, effect_rows
from clinic.queries.outcomes.cohort_measures import CohortMeasures


@dataclass(frozen=True, slots=True)
class ChangeTable:
    """What changed for some of the people, with the effect sizes of it."""

    title: str
    change: GroupChange
    effects: tuple[EffectRow, ...]


@dataclass(frozen=True, slots=True)
class OccasionTable:
    """Some of the people, occasion by occasion."""

    title: str
    rows: tuple[OccasionFigures, ...]


def views_in_words() -> dict[CohortView, tuple[str, str]]:
    """Name each view of the page, and say for whom it is."""
    return {
        CohortView.NAMED: (
            str(_("With names")),
            str(_("With names: for those who work with these people.")),
        ),
        CohortView.UNNAMED: (
            str(_("Without names")),
            str(
                _(
                    "Without names, to show in the clinic. Whoever knows these people may still"
                    " recognize somebody by a score."
                )
            ),
        ),
        CohortView.OUTSIDE: (
            str(_("For outside")),
            str(
                _(
                    "As it may leave the clinic: nobody is shown as a point, and figures of fewer"
                    " than five people are left out (–) with whatever would let them be found by"
                    " subtracting. The report for the service follows the same rule."
                )
            ),
        ),
    }


def occasion_tables(page: CohortMeasures) -> tuple[OccasionTable, ...]:
    """Give the figures by occasion, of everybody and of those who stayed."""
    measure = page.measure
    if measure is None:
        return ()
    return (
        OccasionTable(str(_("Everybody who began")), measure.everybody),
        OccasionTable(str(_("Completers")), measure.completers),
    )


def change_tables(page: CohortMeasures) -> tuple[ChangeTable, ...]:
    """Give what changed, for everybody and for those who stayed, with its effect sizes."""
    measure = page.measure
    if measure is None or measure.span is None:
        return ()
    titled = (
        (_("Everybody with a first score"), measure.change_of_all),
        (_("Completers with both scores"), measure.change_of_completers),
    )
    return tuple(
        ChangeTable(str(title), change, effect_rows(change.effects))
        for title, change in titled
        if change is not None
    )
