"""Noting that a person would rather not answer a questionnaire, and taking that back."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.forms.measures.administrations import RefusalForm
from clinic.operations.homework.refusals import refuse, take_up_again
from clinic.presenters.course_charts import occasion_name
from clinic.queries.measures.measures import AdministrationPage, get_administration
from clinic.web.gate import access, edits
from clinic.web.request_context import actor, db, now, reader

blueprint = Blueprint("refusals", __name__)


@blueprint.get("/administrations/<id:administration_id>/refusal")
@access(Action.RESPONSE_TYPE)
def edit(administration_id: str) -> str:
    """Ask for a reason, if there is one."""
    page = get_administration(db(), reader(), administration_id, now())
    return _draw(page, _standing(page))


@blueprint.post("/administrations/<id:administration_id>/refusal")
@access(Action.RESPONSE_TYPE)
@edits
def update(administration_id: str) -> Response | tuple[str, int]:
    """Note it; nothing is asked again on this occasion."""
    page = get_administration(db(), reader(), administration_id, now())
    form = _standing(page)
    if form.validate():
        try:
            refuse(db(), actor(form.once.data), page.administration, form.reason.data or "")
        except Refused as refused:
            form.add_refusal(refused)
            page = get_administration(db(), reader(), administration_id, now())
        else:
            flash(_("Noted. Nothing more is asked on this occasion."), "success")
            return redirect(_read(administration_id), 303)
    return _draw(page, form), 422


@blueprint.post("/administrations/<id:administration_id>/refusal/removal")
@access(Action.RESPONSE_TYPE)
def remove(administration_id: str) -> Response:
    """Take it back: the questionnaire is asked for again."""
    page = get_administration(db(), reader(), administration_id, now())
    take_up_again(db(), actor(), page.administration)
    flash(_("The questionnaire will be asked again."), "success")
    return redirect(_read(administration_id), 303)


def _standing(page: AdministrationPage) -> RefusalForm:
    return RefusalForm(reason=page.refusal)


def _read(administration_id: str) -> str:
    return url_for("therapist.administrations.show", administration_id=administration_id)


def _draw(page: AdministrationPage, form: RefusalForm) -> str:
    return render_template(
        "therapist/homework/refusals/edit.html",
        page=page,
        form=form,
        occasion=occasion_name(page.administration.occasion),
    )
