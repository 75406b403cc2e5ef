"""Who leads a cohort and who reads along: the list, adding somebody, ending somebody's part."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action, Role
from clinic.domain.errors import Refused
from clinic.forms.groups.cohort_people import (
    AddPersonForm,
    EndPartForm,
    add_person_form,
    end_part_form,
)
from clinic.models.accounts import Account
from clinic.operations.groups.cohort_people import add_to_cohort, end_part_in_cohort
from clinic.queries.groups.cohort_people import CohortPeople, StaffPart, cohort_people
from clinic.web.gate import access, fresh
from clinic.web.request_context import actor, db, reader

blueprint = Blueprint("cohort_people", __name__)

_PLACE = "/cohorts/<id:cohort_id>/people"
_PART = f"{_PLACE}/<id:account_id>/end"


@blueprint.get(_PLACE)
@access(Action.COHORT_OPEN)
def index(cohort_id: str) -> str:
    """Show who works in the group, from when to when."""
    page = cohort_people(db(), reader(), cohort_id)
    return _page(page, _adding(page))


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
            add_to_cohort(db(), actor(form.once.data), page.cohort, person)
        except Refused as refused:
            form.add_refusal(refused)
        else:
            flash(_("%(name)s works in this group now.", name=person.name), "success")
            return redirect(url_for(".index", cohort_id=cohort_id), 303)
    elif any(part.account.public_id == form.person.data for part in page.standing):
        # Pressed twice: the second time she is here already.
        return redirect(url_for(".index", cohort_id=cohort_id), 303)
    return _page(page, form), 422


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
            end_part_in_cohort(db(), actor(), page.cohort, part.account, heir)
        except Refused as refused:
            form.add_refusal(refused)
        else:
            flash(_("%(name)s no longer works in this group.", name=part.account.name), "success")
            # Whoever ends her own part does not find the group any more.
            if part.is_reader:
                return redirect(url_for("therapist.cohorts.index"), 303)
            return redirect(url_for(".index", cohort_id=cohort_id), 303)
    return _ending(page, part, form), 422


def _part(page: CohortPeople, account_id: str) -> StaffPart:
    found = next((each for each in page.standing if each.account.public_id == account_id), None)
    return found or abort(404)


def _adding(page: CohortPeople) -> AddPersonForm:
    words = {Role.THERAPIST: _("therapist"), Role.SUPERVISOR: _("supervisor")}
    return add_person_form(
        (each.public_id, f"{each.name}, {words[each.role]}") for each in page.others
    )


def _ending_form(page: CohortPeople, part: StaffPart) -> EndPartForm:
    return end_part_form(_named(each) for each in page.heirs_of(part))


def _named(account: Account) -> tuple[str, str]:
    return account.public_id, account.name


def _page(page: CohortPeople, form: AddPersonForm) -> str:
    return render_template("therapist/groups/cohort_people/index.html", page=page, form=form)


def _ending(page: CohortPeople, part: StaffPart, form: EndPartForm) -> str:
    return render_template(
        "therapist/groups/cohort_people/edit.html", page=page, part=part, form=form
    )
