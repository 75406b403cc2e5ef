"""The first talk about a place: what was found, point by point, and what was decided."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.domain.safety.cries import cries_found
from clinic.forms.people.screenings import ScreeningForm, screening_form
from clinic.operations.people.screenings import hear_unkept_points, note_screening
from clinic.queries.people.screenings import ScreeningPage, get_screening
from clinic.web.gate import access, edits
from clinic.web.pages import clinic, risk_script
from clinic.web.request_context import actor, db, reader

blueprint = Blueprint("screenings", __name__)


@blueprint.get("/enrollments/<id:enrollment_id>/screening")
@access(Action.CLIENT_READ)
def show(enrollment_id: str) -> str:
    """Show every look so far, the newest first."""
    page = get_screening(db(), reader(), enrollment_id)
    return render_template(
        "therapist/people/screenings/show.html", page=page, help=clinic(), script=risk_script()
    )


@blueprint.get("/enrollments/<id:enrollment_id>/screening/edit")
@access(Action.CLIENT_ENROLL)
def edit(enrollment_id: str) -> str:
    """Ask point by point, beginning with what was found before."""
    page = get_screening(db(), reader(), enrollment_id)
    return _draw(page, _form(page))


@blueprint.post("/enrollments/<id:enrollment_id>/screening")
@access(Action.CLIENT_ENROLL)
@edits
def update(enrollment_id: str) -> Response | tuple[str, int]:
    """Keep what was found, and decide where something was decided."""
    page = get_screening(db(), reader(), enrollment_id)
    form = _form(page)
    if form.validate():
        try:
            note_screening(
                db(),
                actor(form.once.data),
                page.enrollment,
                form.found(),
                form.decision,
                form.words.data or "",
                seen=(form.seen.data or "") if form.decision else page.seen,
            )
        except Refused as refused:
            form.add_refusal(refused)
            page = get_screening(db(), reader(), enrollment_id)
            # What was found is laid together; a decision is taken by who has seen all of it.
            form.seen.data = page.seen
        else:
            kept = _("Kept. Nothing is decided yet.")
            flash(_("The decision is noted.") if form.decision else kept, "success")
            return redirect(url_for(".show", enrollment_id=enrollment_id), 303)
    if cries_found(form.found()):
        # What says harm does not wait until the rest of the page is right.
        hear_unkept_points(db(), actor(), page.enrollment, form.found())
        page = get_screening(db(), reader(), enrollment_id)
    return _draw(page, form), 422


def _form(page: ScreeningPage) -> ScreeningForm:
    newest = page.newest
    # What was said about a decision belongs to it; what was found so far is gone on with.
    words = newest.words if newest and newest.outcome is None else ""
    return screening_form(page.points, page.seen, words)


def _draw(page: ScreeningPage, form: ScreeningForm) -> str:
    return render_template(
        "therapist/people/screenings/edit.html",
        page=page,
        form=form,
        is_pressing=request.method == "POST" and bool(cries_found(form.found())),
        help=clinic(),
        script=risk_script(),
    )
