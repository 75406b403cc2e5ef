"""The waiting list of a cohort: who is on it, its rule, joining and leaving it."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.blueprints.therapist.people.doubles import look_alikes
from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.domain.people.waiting import WaitingEnd, WaitingRule
from clinic.forms.people.waiting import ChangeWaitingForm, OffListForm, RuleForm, WaitingForm
from clinic.lookups.people.names import full_name
from clinic.lookups.people.waiting import note_of
from clinic.models.cohorts import Cohort
from clinic.models.waiting import Waiting
from clinic.operations.people.waiting import (
    change_waiting,
    choose_rule,
    put_new_client_on_list,
    put_on_list,
    take_off_list,
)
from clinic.queries.groups.cohorts import get_cohort
from clinic.queries.people.enrollments import Joining, joining
from clinic.queries.people.waiting import get_waiting, waiting_list
from clinic.web.gate import access, edits
from clinic.web.request_context import actor, db, now, reader

blueprint = Blueprint("waiting", __name__)


@blueprint.get("/cohorts/<id:cohort_id>/waiting")
@access(Action.COHORT_READ)
def index(cohort_id: str) -> str:
    """Show who waits, in the order of the list's rule."""
    page = waiting_list(db(), reader(), cohort_id, now())
    return render_template("therapist/people/waiting/index.html", page=page)


@blueprint.get("/cohorts/<id:cohort_id>/waiting/new")
@access(Action.CLIENT_ENROLL)
def new(cohort_id: str) -> str:
    """Ask who is to wait."""
    found = joining(db(), reader(), cohort_id, now())
    today = now().astimezone(ZoneInfo(found.cohort.time_zone)).date()
    return _new_page(found, _form(found, referred_on=today))


@blueprint.post("/cohorts/<id:cohort_id>/waiting/new")
@access(Action.CLIENT_ENROLL)
def create(cohort_id: str) -> Response | tuple[str, int]:
    """Put somebody on the list."""
    found = joining(db(), reader(), cohort_id, now())
    form = _form(found)
    if form.validate() and form.referred_on.data:
        try:
            waiting = _put(found, form, form.referred_on.data)
        except Refused as refused:
            form.add_refusal(refused)
            found = joining(db(), reader(), cohort_id, now())
        else:
            person = get_waiting(db(), reader(), waiting.public_id).enrollment.client
            flash(_("%(name)s is on the waiting list.", name=full_name(person)), "success")
            return redirect(_list_of(found.cohort), 303)
    return _new_page(found, form), 422


@blueprint.get("/waiting/<id:waiting_id>")
@access(Action.CLIENT_ENROLL)
def edit(waiting_id: str) -> str:
    """Ask what is to be noted otherwise."""
    waiting = get_waiting(db(), reader(), waiting_id)
    return _edit_page(waiting, _standing(waiting))


@blueprint.post("/waiting/<id:waiting_id>")
@access(Action.CLIENT_ENROLL)
@edits
def update(waiting_id: str) -> Response | tuple[str, int]:
    """Change what is noted."""
    waiting = get_waiting(db(), reader(), waiting_id)
    form = _standing(waiting)
    if form.validate() and form.referred_on.data:
        try:
            change_waiting(db(), actor(), waiting, form.referred_on.data, form.note.data)
        except Refused as refused:
            form.add_refusal(refused)
            waiting = get_waiting(db(), reader(), waiting_id)
        else:
            flash(_("It is noted."), "success")
            return redirect(_list_of(waiting.enrollment.cohort), 303)
    return _edit_page(waiting, form), 422


@blueprint.get("/waiting/<id:waiting_id>/removal")
@access(Action.CLIENT_ENROLL)
def leave(waiting_id: str) -> str:
    """Ask why somebody no longer waits."""
    return _leave_page(get_waiting(db(), reader(), waiting_id), OffListForm())


@blueprint.post("/waiting/<id:waiting_id>/removal")
@access(Action.CLIENT_ENROLL)
def remove(waiting_id: str) -> Response | tuple[str, int]:
    """Take somebody off the list."""
    waiting = get_waiting(db(), reader(), waiting_id)
    form = OffListForm()
    if form.validate():
        ending = WaitingEnd(form.ending.data)
        take_off_list(db(), actor(), waiting, ending, form.words.data)
        name = full_name(waiting.enrollment.client)
        flash(_("%(name)s is off the list, and can be put on it again.", name=name), "success")
        return redirect(_list_of(waiting.enrollment.cohort), 303)
    return _leave_page(waiting, form), 422


@blueprint.get("/cohorts/<id:cohort_id>/waiting/rule")
@access(Action.CLIENT_ENROLL)
def edit_rule(cohort_id: str) -> str:
    """Ask in which order places are to be offered."""
    cohort = get_cohort(db(), reader(), cohort_id)
    return _rule_page(cohort, _rule(cohort))


@blueprint.post("/cohorts/<id:cohort_id>/waiting/rule")
@access(Action.CLIENT_ENROLL)
@edits
def update_rule(cohort_id: str) -> Response | tuple[str, int]:
    """Lead the list by a rule from now on."""
    cohort = get_cohort(db(), reader(), cohort_id)
    form = _rule(cohort)
    if form.validate():
        choose_rule(db(), actor(), cohort, WaitingRule(form.rule.data), form.words.data)
        flash(_("From now on the list follows this rule."), "success")
        return redirect(_list_of(cohort), 303)
    return _rule_page(cohort, form), 422


def _standing(waiting: Waiting) -> ChangeWaitingForm:
    noted = {"referred_on": waiting.referred_on, "note": note_of(db(), waiting)}
    return ChangeWaitingForm(data=noted)


def _rule(cohort: Cohort) -> RuleForm:
    return RuleForm(data={"rule": cohort.waiting_rule.value})


def _form(found: Joining, **standing: object) -> WaitingForm:
    known = [(c.public_id, f"{full_name(c)} · {c.code}") for c in found.candidates]
    return WaitingForm(known, data=standing)


def _put(found: Joining, form: WaitingForm, day: date) -> Waiting:
    doer, note = actor(form.once.data), form.note.data
    if not form.is_new:
        client = next(c for c in found.candidates if c.public_id == form.chosen)
        return put_on_list(db(), doer, found.cohort, client, day, note)
    newcomer = replace(form.newcomer, may_be_known=bool(look_alikes(form)))
    return put_new_client_on_list(db(), doer, found.cohort, newcomer, day, note)


def _list_of(cohort: Cohort) -> str:
    return url_for("therapist.waiting.index", cohort_id=cohort.public_id)


def _new_page(found: Joining, form: WaitingForm) -> str:
    return render_template(
        "therapist/people/waiting/new.html", page=found, form=form, doubles=look_alikes(form)
    )


def _edit_page(waiting: Waiting, form: ChangeWaitingForm) -> str:
    return render_template(
        "therapist/people/waiting/edit.html",
        page=waiting.enrollment,
        form=form,
        waiting_id=waiting.public_id,
    )


def _leave_page(waiting: Waiting, form: OffListForm) -> str:
    return render_template(
        "therapist/people/waiting/leave.html",
        page=waiting.enrollment,
        form=form,
        waiting_id=waiting.public_id,
    )


def _rule_page(cohort: Cohort, form: RuleForm) -> str:
    return render_template("therapist/people/waiting/edit_rule.html", cohort=cohort, form=form)
