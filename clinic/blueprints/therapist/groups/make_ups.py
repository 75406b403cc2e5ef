"""Make-up sessions: planning one for somebody who missed a meeting, changing it, and who came."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.domain.groups.schedule_clashes import Caution
from clinic.forms.groups.attendance import MARK_WORDS, WAITING
from clinic.forms.groups.make_ups import ChangeTimeForm, PlanMakeUpForm, SeatsForm, seats_form
from clinic.lookups.groups.make_ups import Candidate, candidates_of
from clinic.lookups.groups.schedule_plans import cautions_against, cautions_against_move
from clinic.models.make_ups import MakeUp
from clinic.models.sessions import GroupSession
from clinic.operations.groups.make_ups import (
    When,
    cancel_make_up,
    mark_make_up,
    move_make_up,
    plan_make_up,
)
from clinic.queries.groups.make_ups import MakeUpPage, get_make_up, make_up_page
from clinic.queries.groups.sessions import get_session
from clinic.web.gate import access, edits
from clinic.web.request_context import actor, db, now, reader

blueprint = Blueprint("make_ups", __name__)


@blueprint.get("/sessions/<id:session_id>/make-ups/new")
@access(Action.SESSION_CHANGE)
def new(session_id: str) -> str:
    """Ask when and for whom; those who are marked as not here are chosen."""
    session = get_session(db(), reader(), session_id)
    people = candidates_of(db(), session)
    zone = ZoneInfo(session.cohort.time_zone)
    form = PlanMakeUpForm(
        starts_at=session.starts_at.astimezone(zone).time(),
        ends_at=session.ends_at.astimezone(zone).time(),
        people=[one.row.public_id for one in people if one.has_missed and not one.has_one],
    )
    return _planning(session, people, form)


@blueprint.post("/sessions/<id:session_id>/make-ups")
@access(Action.SESSION_CHANGE)
def create(session_id: str) -> Response | tuple[str, int]:
    """Plan a make-up session."""
    session = get_session(db(), reader(), session_id)
    people = candidates_of(db(), session)
    form = PlanMakeUpForm()
    form.offer(_offered(people))
    if form.validate():
        chosen = [one.row for one in people if one.row.public_id in (form.people.data or [])]
        when = When(*form.instants(session.cohort.time_zone), form.place.data or "")
        ids = [person.id for person in chosen]
        cautions = cautions_against(db(), session, when.starts_at, when.ends_at, when.place, ids)
        if not form.has_seen(_said(cautions, when)):
            return _planning(session, people, form, cautions), 422
        try:
            row = plan_make_up(db(), actor(form.once.data), session, chosen, when)
        except Refused as refused:
            form.add_refusal(refused)
        else:
            flash(_("The make-up is planned. They get one message after ten minutes."), "success")
            return redirect(url_for(".show", make_up_id=row.public_id), 303)
    session = get_session(db(), reader(), session_id)
    return _planning(session, candidates_of(db(), session), form), 422


@blueprint.get("/make-ups/<id:make_up_id>")
@access(Action.SESSION_READ)
def show(make_up_id: str) -> str:
    """Show when it is, who sits in it and what it opens."""
    page = make_up_page(db(), reader(), make_up_id, now())
    return _page(page, _seats(page), _when(page.row))


@blueprint.post("/make-ups/<id:make_up_id>/attendance")
@access(Action.ATTENDANCE_MARK)
@edits
def mark(make_up_id: str) -> Response | tuple[str, int]:
    """Note who came."""
    page = make_up_page(db(), reader(), make_up_id, now())
    form = _seats(page)
    if form.validate():
        try:
            mark_make_up(db(), actor(), page.row, form.marks())
        except Refused as refused:
            form.add_refusal(refused)
        else:
            flash(_("It is noted. Make-ups are counted apart."), "success")
            return redirect(url_for(".show", make_up_id=make_up_id), 303)
    page = make_up_page(db(), reader(), make_up_id, now())
    return _page(page, form, _when(page.row)), 422


@blueprint.post("/make-ups/<id:make_up_id>/time")
@access(Action.SESSION_CHANGE)
@edits
def update(make_up_id: str) -> Response | tuple[str, int]:
    """Give it another time."""
    page = make_up_page(db(), reader(), make_up_id, now())
    form = _when(page.row, is_sent=True)
    if form.validate():
        when = When(*form.instants(page.session.cohort.time_zone), form.place.data or "")
        moved_to = when.starts_at, when.ends_at, when.place
        cautions = cautions_against_move(db(), page.row, *moved_to)
        if not form.has_seen(_said(cautions, when)):
            return _page(page, _seats(page, is_sent=False), form, cautions), 422
        try:
            move_make_up(db(), actor(), page.row, when)
        except Refused as refused:
            form.add_refusal(refused)
        else:
            flash(_("The make-up has its new time."), "success")
            return redirect(url_for(".show", make_up_id=make_up_id), 303)
    page = make_up_page(db(), reader(), make_up_id, now())
    return _page(page, _seats(page, is_sent=False), form), 422


@blueprint.post("/make-ups/<id:make_up_id>/removal")
@access(Action.SESSION_CHANGE)
def remove(make_up_id: str) -> Response:
    """Cancel it."""
    cancel_make_up(db(), actor(), get_make_up(db(), reader(), make_up_id))
    flash(_("The make-up is canceled."), "success")
    return redirect(url_for(".show", make_up_id=make_up_id), 303)


def _said(cautions: Sequence[Caution], when: When) -> list[str]:
    """Give the sentences with the time they are about: for another time they count again."""
    said = [f"{one.message} {sorted(one.params.items())}" for one in cautions]
    return [when.starts_at.isoformat(), when.ends_at.isoformat(), *said] if said else []


def _planning(
    session: GroupSession,
    people: list[Candidate],
    form: PlanMakeUpForm,
    cautions: Sequence[Caution] = (),
) -> str:
    form.offer(_offered(people))
    is_needed = not all(one.has_one for one in people)
    return render_template(
        "therapist/groups/make_ups/new.html",
        session=session,
        form=form,
        is_needed=is_needed,
        cautions=cautions,
    )


def _offered(people: list[Candidate]) -> list[tuple[str, str]]:
    """Offer also who has a make-up, so that a form which is sent twice leads to the same one."""
    return [
        (
            one.row.public_id,
            _("%(name)s, who has a make-up", name=one.name) if one.has_one else one.name,
        )
        for one in people
    ]


def _page(
    page: MakeUpPage, seats: SeatsForm, when: ChangeTimeForm, against: Sequence[Caution] = ()
) -> str:
    return render_template(
        "therapist/groups/make_ups/show.html",
        page=page,
        seats=seats,
        when_form=when,
        cautions=page.cautions,
        against=against,
        mark_words=MARK_WORDS,
        waiting=() if page.has_begun else WAITING,
    )


def _seats(page: MakeUpPage, *, is_sent: bool = True) -> SeatsForm:
    given = [(one.enrollment_id, one.name, one.mark) for one in page.seats]
    return seats_form(given, is_sent=is_sent)


def _when(row: MakeUp, *, is_sent: bool = False) -> ChangeTimeForm:
    zone = ZoneInfo(row.group_session.cohort.time_zone)
    starts_at, ends_at = (at.astimezone(zone) for at in (row.starts_at, row.ends_at))
    standing = {
        "starts_on": starts_at.date(),
        "starts_at": starts_at.time(),
        "ends_at": ends_at.time(),
        "place": row.place,
    }
    return ChangeTimeForm(data=standing) if is_sent else ChangeTimeForm(None, data=standing)
