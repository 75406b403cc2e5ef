"""Who is ready for a group to begin, and telling people what is missing after a look at it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import ngettext
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused, Stale
from clinic.domain.text import N_
from clinic.forms.people.readiness import TellingForm, papers_form
from clinic.lookups.people.readiness import Board, large_print_of
from clinic.operations.people.readiness import tell_what_is_missing
from clinic.queries.people.readiness import readiness_board
from clinic.web.gate import access
from clinic.web.pages import clinic
from clinic.web.request_context import actor, db, now, reader

blueprint = Blueprint("readiness", __name__)


@blueprint.get("/cohorts/<id:cohort_id>/readiness")
@access(Action.COHORT_READ)
def show(cohort_id: str) -> str:
    """Show everybody with a place, and what is settled with each."""
    page = readiness_board(db(), reader(), cohort_id, now())
    papers = papers_form(page.paper_people, large_print_of(db(), page))
    return render_template("therapist/people/readiness/show.html", page=page, papers=papers)


@blueprint.get("/cohorts/<id:cohort_id>/readiness/messages")
@access(Action.CLIENT_INVITE)
def new(cohort_id: str) -> str:
    """Show what would be sent to whom."""
    page = readiness_board(db(), reader(), cohort_id, now())
    return _draw(page, TellingForm(data={"seen": page.seen}))


@blueprint.post("/cohorts/<id:cohort_id>/readiness/messages")
@access(Action.CLIENT_INVITE)
def create(cohort_id: str) -> Response | tuple[str, int]:
    """Send what was shown, and nothing else."""
    page = readiness_board(db(), reader(), cohort_id, now())
    form = TellingForm()
    if form.validate():
        try:
            if form.seen.data != page.seen:
                raise Stale(
                    N_("What would be sent has changed in the meantime. Please look again.")
                )
            ways = {one.enrollment.public_id: one.way for one in page.to_tell if one.way}
            told = tell_what_is_missing(db(), actor(), page.cohort, ways)
        except Refused as refused:
            form.add_refusal(refused)
            page = readiness_board(db(), reader(), cohort_id, now())
        else:
            flash(
                ngettext("%(num)s person was told.", "%(num)s people were told.", len(told)),
                "success",
            )
            return redirect(url_for(".show", cohort_id=cohort_id), 303)
    form.seen.data = page.seen
    return _draw(page, form), 422


def _draw(page: Board, form: TellingForm) -> str:
    may_invite = clinic().has_crisis_help
    return render_template(
        "therapist/people/readiness/new.html", page=page, form=form, may_invite=may_invite
    )
