"""Home practice: giving one more piece after a session, and taking one out for a person."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused, Repeated
from clinic.domain.homework.doses import MOST_MINUTES_A_DAY, Dose, is_too_much
from clinic.domain.homework.exercises import SKILL_LABELS
from clinic.forms.homework.assignments import AssignmentForm
from clinic.operations.homework.assignments import assign, switch
from clinic.queries.homework.assignments import (
    AssignablePart,
    GivenTo,
    Giving,
    get_assignment,
    giving,
)
from clinic.web.errors import sentence
from clinic.web.gate import access
from clinic.web.request_context import actor, db, reader

blueprint = Blueprint("assignments", __name__)


@blueprint.get("/sessions/<id:session_id>/homework/new")
@access(Action.ASSIGNMENT_CHANGE)
def new(session_id: str) -> str:
    """Ask what is to be given; with `part`, how often and to whom."""
    found = giving(db(), reader(), session_id)
    if "part" not in request.args:
        return render_template(
            "therapist/homework/assignments/choose.html", page=found, skills=SKILL_LABELS
        )
    part = _part(found)
    dose = {"times_per_week": part.times_per_week, "minutes": part.minutes}
    return _page(found, part, AssignmentForm(_people(found), data=dose))


@blueprint.post("/sessions/<id:session_id>/homework/new")
@access(Action.ASSIGNMENT_CHANGE)
def create(session_id: str) -> Response | tuple[str, int]:
    """Give it, once somebody has meant a dose that is more than most people keep up."""
    found = giving(db(), reader(), session_id)
    part = _part(found)
    form = AssignmentForm(_people(found))
    too_much = False
    if form.validate():
        too_much = not form.is_dose_meant.data and _warn(found, part, form)
        if not too_much and _give(found, part, form):
            flash(_("“%(title)s” is given.", title=part.title), "success")
            return redirect(url_for("therapist.sessions.show", session_id=session_id), 303)
        found = giving(db(), reader(), session_id)
    return _page(found, part, form, too_much=too_much), 422


@blueprint.post("/assignments/<id:assignment_id>")
@access(Action.ASSIGNMENT_CHANGE)
def update(assignment_id: str) -> Response:
    """Take a piece out for one person, or put it back; what was done stays."""
    row = get_assignment(db(), reader(), assignment_id)
    wanted = request.form.get("is_active")
    if wanted not in ("yes", "no"):
        abort(400)
    enrollment = row.enrollment
    switch(db(), actor(), row, is_active=wanted == "yes")
    name = enrollment.client.preferred_name
    if wanted == "yes":
        flash(_("It is back in %(name)s's home practice.", name=name), "success")
    else:
        flash(_("It is taken out of %(name)s's home practice.", name=name), "success")
    page = url_for(
        "therapist.clients.show",
        client_id=enrollment.client.public_id,
        place=enrollment.public_id,
        _anchor="assignments",
    )
    return redirect(page, 303)


def _part(found: Giving) -> AssignablePart:
    asked = request.args.get("part", "")
    return next((p for p in found.parts if p.public_id == asked), None) or abort(404)


def _people(found: Giving) -> list[tuple[str, str]]:
    return [
        (
            one.enrollment.public_id,
            ngettext(
                "%(name)s: %(num)s minute a day now",
                "%(name)s: %(num)s minutes a day now",
                round(one.minutes_a_day),
                name=one.name,
            ),
        )
        for one in found.recipients
    ]


def _chosen(found: Giving, form: AssignmentForm) -> list[GivenTo]:
    ids = frozenset(form.people.data or ())
    return [one for one in found.recipients if one.enrollment.public_id in ids]


def _dose(form: AssignmentForm) -> Dose:
    return Dose(int(form.times_per_week.data or 0), int(form.minutes.data or 0))


def _warn(found: Giving, part: AssignablePart, form: AssignmentForm) -> bool:
    """Name on the form everybody whose day would hold too much; say whether there is anybody."""
    would_be = [(one.name, one.minutes_with(part, _dose(form))) for one in _chosen(found, form)]
    too_much = [f"{name} ({round(minutes)})" for name, minutes in would_be if is_too_much(minutes)]
    if too_much:
        form.form_errors.append(
            _(
                "This would add up to more than %(most)s minutes a day for %(names)s. Most people "
                "then do less, not more. Give less, or check that you mean it.",
                most=MOST_MINUTES_A_DAY,
                names=", ".join(too_much),
            )
        )
    return bool(too_much)


def _give(found: Giving, part: AssignablePart, form: AssignmentForm) -> bool:
    if found.window is None:
        form.form_errors.append(_("No session follows, so there is no time left to practice."))
        return False
    people = [one.enrollment for one in _chosen(found, form)]
    try:
        assign(
            db(),
            actor(form.once.data),
            found.group_session,
            people,
            part.row,
            found.window,
            _dose(form),
        )
    except Repeated:
        # Sent twice: what was asked for is given.
        return True
    except Refused as refused:
        form.form_errors.append(sentence(refused))
        return False
    return True


def _page(
    found: Giving, part: AssignablePart, form: AssignmentForm, *, too_much: bool = False
) -> str:
    return render_template(
        "therapist/homework/assignments/new.html",
        page=found,
        part=part,
        form=form,
        too_much=too_much,
    )
