"""Who leads a cohort, reads along or stands in: the list, adding somebody, ending a part."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action, Role
from clinic.domain.errors import Refused
from clinic.domain.groups.parts import Stretch, end_of, first_instant
from clinic.forms.groups.cohort_people import (
    AddPersonForm,
    EndPartForm,
    StandInForm,
    add_person_form,
    end_part_form,
    stand_in_form,
)
from clinic.models.accounts import Account
from clinic.operations.groups.cohort_people import (
    add_to_cohort,
    end_part_in_cohort,
    keep_in_cohort,
)
from clinic.operations.groups.stand_ins import let_stand_in, take_back_stand_in
from clinic.queries.groups.cohort_people import (
    CohortPeople,
    StaffPart,
    cohort_people,
    get_stand_in,
)
from clinic.web.gate import access, fresh
from clinic.web.pages import clinic, moment
from clinic.web.request_context import actor, db, now, reader

blueprint = Blueprint("cohort_people", __name__)

_PLACE = "/cohorts/<id:cohort_id>/people"
_PART = f"{_PLACE}/<id:account_id>/end"


@blueprint.get(_PLACE)
@access(Action.COHORT_OPEN)
def index(cohort_id: str) -> str:
    """Show who works in the group, from when to when."""
    page = cohort_people(db(), reader(), cohort_id)
    return _page(page, _adding(page), _standing_in(page))


@blueprint.post(_PLACE)
@access(Action.COHORT_OPEN)
@fresh()
def create(cohort_id: str) -> Response | tuple[str, int]:
    """Add a colleague."""
    page = cohort_people(db(), reader(), cohort_id)
    form = _adding(page)
    if form.validate():
        person = next(each for each in page.others if each.public_id == form.person.data)
        try:
            add_to_cohort(db(), actor(form.once.data), page.cohort, person, _span(form))
        except Refused as refused:
            form.add_refusal(refused)
        else:
            flash(_("%(name)s is in the list below.", name=person.name), "success")
            return redirect(url_for(".index", cohort_id=cohort_id), 303)
    elif any(part.account.public_id == form.person.data for part in page.standing):
        # Pressed twice: the second time she is here already.
        return redirect(url_for(".index", cohort_id=cohort_id), 303)
    return _page(page, form, _standing_in(page)), 422


@blueprint.get(_PART)
@access(Action.COHORT_OPEN)
def edit(cohort_id: str, account_id: str) -> str:
    """Say what ends, and ask who takes over the open risk cases."""
    page = cohort_people(db(), reader(), cohort_id)
    part = _part(page, account_id)
    return _ending(page, part, _ending_form(page, part))


@blueprint.post(_PART)
@access(Action.COHORT_OPEN)
@fresh()
def remove(cohort_id: str, account_id: str) -> Response | tuple[str, int]:
    """End somebody's part in the group."""
    page = cohort_people(db(), reader(), cohort_id)
    part = _part(page, account_id)
    form = _ending_form(page, part)
    if form.validate():
        heir = next((a for a in page.heirs_of(part) if a.public_id == form.heir.data), None)
        try:
            end_part_in_cohort(db(), actor(), page.cohort, part.account, heir, _end(form))
        except Refused as refused:
            form.add_refusal(refused)
        else:
            if form.last_on.data:
                name = part.account.name
                flash(
                    _("The last day of %(name)s is set, and can be taken back.", name=name),
                    "success",
                )
                return redirect(url_for(".index", cohort_id=cohort_id), 303)
            flash(_("%(name)s no longer works in this group.", name=part.account.name), "success")
            # Whoever ends her own part does not find the group any more.
            if part.is_reader:
                return redirect(url_for("therapist.cohorts.index"), 303)
            return redirect(url_for(".index", cohort_id=cohort_id), 303)
    return _ending(page, part, form), 422


@blueprint.post(f"{_PLACE}/<id:account_id>/keep")
@access(Action.COHORT_OPEN)
def keep(cohort_id: str, account_id: str) -> Response:
    """Take back an end that was set and has not come."""
    page = cohort_people(db(), reader(), cohort_id)
    part = _part(page, account_id)
    keep_in_cohort(db(), actor(), page.cohort, part.account)
    flash(_("%(name)s stays until further notice.", name=part.account.name), "success")
    return redirect(url_for(".index", cohort_id=cohort_id), 303)


@blueprint.post(f"{_PLACE}/stand-ins")
@access(Action.COHORT_OPEN)
@fresh()
def lend(cohort_id: str) -> Response | tuple[str, int]:
    """Let a colleague stand in at one meeting."""
    page = cohort_people(db(), reader(), cohort_id)
    form = _standing_in(page)
    if form.validate():
        session = next(each for each in page.meetings if each.public_id == form.session.data)
        person = next(each for each in page.therapists if each.public_id == form.person.data)
        try:
            let_stand_in(db(), actor(form.once.data), session, person)
        except Refused as refused:
            form.add_refusal(refused)
        else:
            flash(_("%(name)s stands in at that meeting.", name=person.name), "success")
            return redirect(url_for(".index", cohort_id=cohort_id), 303)
    return _page(page, _adding(page), form), 422


@blueprint.post(f"{_PLACE}/stand-ins/<id:stand_in_id>/end")
@access(Action.COHORT_OPEN)
def take_back(cohort_id: str, stand_in_id: str) -> Response:
    """Close the group again to whoever was to stand in."""
    row = get_stand_in(db(), reader(), cohort_id, stand_in_id)
    take_back_stand_in(db(), actor(), row)
    flash(_("%(name)s does not find this group any more.", name=row.account.name), "success")
    return redirect(url_for(".index", cohort_id=cohort_id), 303)


def _span(form: AddPersonForm) -> Stretch:
    first_on, zone = form.first_on.data, ZoneInfo(clinic().time_zone)
    since = now() if first_on is None else max(now(), first_instant(first_on, zone))
    last_on = form.last_on.data
    return Stretch(since, None if last_on is None else end_of(last_on, zone))


def _end(form: EndPartForm) -> datetime | None:
    last_on = form.last_on.data
    return None if last_on is None else end_of(last_on, ZoneInfo(clinic().time_zone))


def _part(page: CohortPeople, account_id: str) -> StaffPart:
    found = next((each for each in page.standing if each.account.public_id == account_id), None)
    return found or abort(404)


def _adding(page: CohortPeople) -> AddPersonForm:
    words = {Role.THERAPIST: _("therapist"), Role.SUPERVISOR: _("supervisor")}
    return add_person_form(
        (each.public_id, f"{each.name}, {words[each.role]}") for each in page.others
    )


def _standing_in(page: CohortPeople) -> StandInForm:
    zone = page.cohort.time_zone
    return stand_in_form(
        (
            (
                each.public_id,
                _("Session %(number)s, ", number=each.number) + moment(each.starts_at, zone),
            )
            for each in page.meetings
        ),
        (_named(each) for each in page.therapists),
    )


def _ending_form(page: CohortPeople, part: StaffPart) -> EndPartForm:
    return end_part_form(_named(each) for each in page.heirs_of(part))


def _named(account: Account) -> tuple[str, str]:
    return account.public_id, account.name


def _page(page: CohortPeople, form: AddPersonForm, standing_in: StandInForm) -> str:
    return render_template(
        "therapist/groups/cohort_people/index.html", page=page, form=form, standing_in=standing_in
    )


def _ending(page: CohortPeople, part: StaffPart, form: EndPartForm) -> str:
    return render_template(
        "therapist/groups/cohort_people/edit.html", page=page, part=part, form=form
    )
