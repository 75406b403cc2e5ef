"""What a group's scores come to: change person by person, by occasion, and beside what was done."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from clinic.domain.access import Action
from clinic.domain.groups.cohort_views import CohortView, view_of
from clinic.domain.outcomes.reports import GroupChange, OccasionFigures
from clinic.domain.outcomes.talking_therapies import POPULATION
from clinic.presenters.change_words import basis_of, category_name, source_in_words
from clinic.presenters.cohort_plots import (
    Picture,
    attendance_picture,
    change_cells,
    change_picture,
    means_picture,
    practice_picture,
)
from clinic.presenters.course_charts import occasion_name
from clinic.presenters.effect_words import EffectRow, effect_rows
from clinic.presenters.service_words import tally_words, term_name
from clinic.queries.outcomes.cohort_measures import CohortMeasures, cohort_measures
from clinic.web.gate import access
from clinic.web.request_context import db, now, reader

blueprint = Blueprint("cohort_measures", __name__)


@dataclass(frozen=True, slots=True)
class Pictures:
    """The drawings of the page; what there is nothing to draw of is none."""

    change: Picture | None
    means: Picture | None
    attendance: Picture | None
    practice: Picture | None


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


@blueprint.get("/cohorts/<id:cohort_id>/scores")
@access(Action.COHORT_READ)
def show(cohort_id: str) -> str:
    """Show what one scale comes to across the group."""
    view = view_of(request.args.get("view"))
    chosen = (request.args.get("measure", ""), request.args.get("scale", ""))
    page = cohort_measures(db(), reader(), cohort_id, now(), view, chosen)
    measure = page.measure
    return render_template(
        "therapist/outcomes/cohort_measures/show.html",
        page=page,
        views=_views(),
        pictures=Pictures(
            change_picture(page),
            means_picture(page),
            attendance_picture(page),
            practice_picture(page),
        ),
        basis=basis_of(measure.criteria) if measure else (),
        occasions=_occasions(page),
        changes=_changes(page),
        category_name=category_name,
        change_cells=change_cells,
        occasion_name=occasion_name,
        source_in_words=source_in_words,
        population=POPULATION,
        term_name=term_name,
        tally_words=tally_words,
    )


def _views() -> dict[CohortView, tuple[str, str]]:
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


def _occasions(page: CohortMeasures) -> tuple[OccasionTable, ...]:
    measure = page.measure
    if measure is None:
        return ()
    return (
        OccasionTable(str(_("Everybody who began")), measure.everybody),
        OccasionTable(str(_("Completers")), measure.completers),
    )


def _changes(page: CohortMeasures) -> tuple[ChangeTable, ...]:
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
