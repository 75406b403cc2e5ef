"""Cohorts: the list, opening one with a look at its dates, its page, changing and closing it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.enrollments import PaperNames
from clinic.domain.errors import Refused, Stale
from clinic.domain.groups.cohorts import (
    CohortDetails,
    LaidOut,
    bring_preparation_forward,
    check_opening,
    dates_of,
)
from clinic.domain.groups.series import RhythmKind
from clinic.forms.groups.cohorts import ChangeCohortForm, OpenCohortForm
from clinic.lookups.groups.days_off import blocked_days
from clinic.lookups.programs.content import program_of
from clinic.models.cohorts import Cohort
from clinic.operations.groups.cohorts import change_cohort, close_cohort, open_cohort
from clinic.presenters.cohort_charts import describe, draw_cohort
from clinic.presenters.course_charts import occasion_name
from clinic.public_holidays import has_holidays, years_without
from clinic.queries.cohort_page import cohort_page
from clinic.queries.groups.cohorts import OpeningChoices, get_cohort, list_cohorts, opening_choices
from clinic.queries.safety.risk import open_cases_of_cohort
from clinic.web.countries import country_name
from clinic.web.gate import access, edits
from clinic.web.pages import clinic
from clinic.web.request_context import actor, db, now, reader

blueprint = Blueprint("cohorts", __name__)

_USUAL_PLACES = 8


@blueprint.get("/cohorts")
@access(Action.COHORT_READ)
def index() -> str:
    """List the cohorts, the next to meet first."""
    page = list_cohorts(db(), reader(), now())
    return render_template("therapist/groups/cohorts/index.html", page=page)


@blueprint.get("/cohorts/new")
@access(Action.COHORT_OPEN)
def new() -> str:
    """Ask for everything that has to be known."""
    choices = opening_choices(db(), reader())
    mine = [p.public_id for p in choices.therapists if p.id == reader().account_id]
    form = _opening_form(
        choices,
        capacity=_USUAL_PLACES,
        time_zone=clinic().time_zone if clinic().has_zone else choices.newest_zone,
        paper_names=PaperNames.NAME_AND_INITIAL.value,
        rhythm=RhythmKind.WEEKLY.value,
        facilitators=mine,
    )
    return _opening_page(form)


@blueprint.post("/cohorts")
@access(Action.COHORT_OPEN)
def create() -> Response | str | tuple[str, int]:
    """Show the dates first where that was asked, else open the cohort."""
    choices = opening_choices(db(), reader())
    form = _opening_form(choices)
    if form.validate():
        try:
            preview = _dates(form, choices)
            if "preview" in request.form:
                return _opening_page(form, preview)
            cohort = _open(form, choices)
        except Refused as refused:
            form.add_refusal(refused)
        else:
            flash(_("%(name)s is open. Enroll people now.", name=cohort.name), "success")
            return redirect(url_for(".show", cohort_id=cohort.public_id), 303)
    return _opening_page(form), 422


@blueprint.get("/cohorts/<id:cohort_id>")
@access(Action.COHORT_READ)
def show(cohort_id: str) -> str:
    """Show where the group is."""
    page = cohort_page(db(), reader(), cohort_id, now(), request.args.get("measure"))
    measure = page.measure
    return render_template(
        "therapist/groups/cohorts/show.html",
        page=page,
        cases=open_cases_of_cohort(db(), reader(), page.cohort, now()),
        drawings=draw_cohort(measure) if measure and measure.scored else None,
        description=describe(measure) if measure else "",
        occasion_name=occasion_name,
    )


@blueprint.get("/cohorts/<id:cohort_id>/edit")
@access(Action.COHORT_OPEN)
def edit(cohort_id: str) -> str:
    """Ask what is to change."""
    cohort = get_cohort(db(), reader(), cohort_id)
    return render_template(
        "therapist/groups/cohorts/edit.html", cohort=cohort, form=ChangeCohortForm(obj=cohort)
    )


@blueprint.post("/cohorts/<id:cohort_id>")
@access(Action.COHORT_OPEN)
@edits
def update(cohort_id: str) -> Response | tuple[str, int]:
    """Change the cohort, unless somebody else did in the meantime."""
    cohort = get_cohort(db(), reader(), cohort_id)
    form = ChangeCohortForm(obj=cohort)
    status = 422
    if form.validate():
        try:
            _change(cohort, form)
        except Refused as refused:
            form.add_refusal(refused)
            status = 409 if isinstance(refused, Stale) else 422
        else:
            flash(_("The cohort is changed."), "success")
            return redirect(url_for(".show", cohort_id=cohort_id), 303)
    cohort = get_cohort(db(), reader(), cohort_id)
    return render_template("therapist/groups/cohorts/edit.html", cohort=cohort, form=form), status


@blueprint.post("/cohorts/<id:cohort_id>/closure")
@access(Action.COHORT_OPEN)
def close(cohort_id: str) -> Response:
    """Close the cohort; everything stays readable."""
    cohort = close_cohort(db(), actor(), get_cohort(db(), reader(), cohort_id))
    flash(_("%(name)s is closed. Everything stays readable.", name=cohort.name), "success")
    return redirect(url_for(".show", cohort_id=cohort_id), 303)


def _opening_form(choices: OpeningChoices, **values: object) -> OpenCohortForm:
    form = OpenCohortForm(now().date(), **values)
    form.offer(
        [(row.public_id, row.title) for row in choices.programs],
        [(row.public_id, row.name) for row in choices.therapists],
        [(row.public_id, row.name) for row in choices.supervisors],
    )
    return form


def _opening_page(form: OpenCohortForm, preview: LaidOut | None = None) -> str:
    country = clinic().country
    return render_template(
        "therapist/groups/cohorts/new.html",
        form=form,
        preview=preview,
        country=country_name(country) if country else "",
        has_holidays=has_holidays(country),
        years_without=_years_without(preview),
    )


def _years_without(preview: LaidOut | None) -> tuple[int, ...]:
    """Name the years of the dates looked at for which nobody has entered public holidays."""
    if preview is None:
        return ()
    years = [each.starts_at.year for each in preview.sessions]
    return years_without(clinic().country, clinic().region, min(years), max(years))


def _dates(form: OpenCohortForm, choices: OpeningChoices) -> LaidOut:
    row = next(row for row in choices.programs if row.public_id == form.program.data)
    plan = form.plan()
    leading = {p.id for p in choices.therapists if p.public_id in (form.facilitators.data or [])}
    blocked = blocked_days(db(), plan.first_on, leading)
    laid_out = bring_preparation_forward(dates_of(program_of(row), plan, blocked), now())
    check_opening(laid_out.sessions, len(leading), now())
    return laid_out


def _open(form: OpenCohortForm, choices: OpeningChoices) -> Cohort:
    row = next(row for row in choices.programs if row.public_id == form.program.data)
    leading, reading = set(form.facilitators.data or []), set(form.supervisors.data or [])
    return open_cohort(
        db(),
        actor(form.once.data),
        form.plan(),
        row,
        [person for person in choices.therapists if person.public_id in leading],
        [person for person in choices.supervisors if person.public_id in reading],
    )


def _change(cohort: Cohort, form: ChangeCohortForm) -> None:
    change_cohort(
        db(),
        actor(),
        cohort,
        CohortDetails(
            name=str(form.name.data),
            discreet_name=str(form.discreet_name.data),
            place=form.place.data or "",
            video_url=form.video_url.data,
            capacity=int(form.capacity.data or 0),
        ),
        cohort.version,
    )
