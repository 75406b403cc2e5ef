"""A group's results: change person by person, by occasion, and beside what was done."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request

from clinic.domain.access import Action
from clinic.domain.groups.cohort_views import view_of
from clinic.domain.outcomes.talking_therapies import POPULATION
from clinic.presenters.change_words import basis_of, category_name, source_in_words
from clinic.presenters.cohort_measures import change_tables, occasion_tables, views_in_words
from clinic.presenters.cohort_plots import (
    Picture,
    attendance_picture,
    change_cells,
    change_picture,
    means_picture,
    practice_picture,
)
from clinic.presenters.course_charts import occasion_name
from clinic.presenters.service_words import tally_words, term_name
from clinic.queries.outcomes.cohort_measures import cohort_measures
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


@blueprint.get("/cohorts/<id:cohort_id>/scores")
@access(Action.COHORT_READ)
def show(cohort_id: str) -> str:
    """Show the results of one scale across the group."""
    view = view_of(request.args.get("view"))
    chosen = (request.args.get("measure", ""), request.args.get("scale", ""))
    page = cohort_measures(db(), reader(), cohort_id, now(), view, chosen)
    measure = page.measure
    return render_template(
        "therapist/outcomes/cohort_measures/show.html",
        page=page,
        views=views_in_words(),
        pictures=Pictures(
            change_picture(page),
            means_picture(page),
            attendance_picture(page),
            practice_picture(page),
        ),
        basis=basis_of(measure.criteria) if measure else (),
        occasions=occasion_tables(page),
        changes=change_tables(page),
        category_name=category_name,
        change_cells=change_cells,
        occasion_name=occasion_name,
        source_in_words=source_in_words,
        population=POPULATION,
        term_name=term_name,
        tally_words=tally_words,
    )
