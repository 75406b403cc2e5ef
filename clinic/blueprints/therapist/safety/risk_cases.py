"""Risk cases: what waits for a person with a name, what was done, and the second look."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.domain.risk import SecondLook
from clinic.forms.base import ClinicForm
from clinic.forms.safety.risk import FOUND, WAYS, RiskActionForm, RiskClosureForm, SecondLookForm
from clinic.operations.safety.risk import (
    CORRECTED,
    HANDED_OVER,
    PASSED_ON,
    SAID_AGAIN,
    SETTLED,
    TAKEN_BACK,
    TAKEN_OVER,
    close_risk_case,
    look_again,
    note_risk_action,
    see_risk_case,
    take_over_risk_case,
)
from clinic.presenters.sheet_words import SHEET_WORDS
from clinic.queries.safety.case_backgrounds import case_background
from clinic.queries.safety.risk import case_page, get_case, list_cases
from clinic.web.gate import access
from clinic.web.pages import risk_script
from clinic.web.request_context import actor, db, now, reader

blueprint = Blueprint("risk_cases", __name__)


@blueprint.get("/risk-cases")
@access(Action.RISK_READ)
def index() -> str:
    """List the open cases, unread ones first, then what waits for a second look, then the rest."""
    return render_template(
        "therapist/safety/risk_cases/index.html",
        page=list_cases(db(), reader(), now()),
        contacts=_ways(),
    )


@blueprint.get("/risk-cases/<id:case_id>")
@access(Action.RISK_READ)
def show(case_id: str) -> str:
    """Show what happened, to whom, and what has been done. Reading marks nothing."""
    return _page(case_id)


@blueprint.post("/risk-cases/<id:case_id>/look")
@access(Action.RISK_ACT)
def see(case_id: str) -> Response:
    """Note who takes the case up, so that a colleague knows."""
    see_risk_case(db(), actor(), get_case(db(), reader(), case_id))
    return _done(case_id, _("Your colleagues see that you are looking at this."))


@blueprint.post("/risk-cases/<id:case_id>/owner")
@access(Action.RISK_ACT)
def take_over(case_id: str) -> Response:
    """Make the case one's own."""
    try:
        take_over_risk_case(db(), actor(), get_case(db(), reader(), case_id))
    except Refused as refused:
        flash(_(refused.message, **refused.params), "warning")
        return redirect(url_for("therapist.risk_cases.show", case_id=case_id), 303)
    return _done(case_id, _("The case is yours now, and your colleagues see it."))


@blueprint.post("/risk-cases/<id:case_id>/actions")
@access(Action.RISK_ACT)
def note(case_id: str) -> Response | tuple[str, int]:
    """Note one thing that was done; the case stays open."""
    case = get_case(db(), reader(), case_id)
    form = RiskActionForm()

    def do() -> None:
        by = actor(form.once.data)
        note_risk_action(db(), by, case, str(form.way.data), form.words.data)

    if _try(form, do):
        return _done(case_id, _("Noted, with your name and the time."))
    return _page(case_id, action_form=form), 422


@blueprint.post("/risk-cases/<id:case_id>/closure")
@access(Action.RISK_ACT)
def close(case_id: str) -> Response | tuple[str, int]:
    """End a case with a name, a deed and a time."""
    case = get_case(db(), reader(), case_id)
    form = RiskClosureForm()

    def do() -> None:
        close_risk_case(db(), actor(), case, str(form.action.data), form.contact.data)

    if _try(form, do):
        return _done(case_id, _("The case is closed, with your name and the time."))
    return _page(case_id, form=form), 422


@blueprint.post("/risk-cases/<id:case_id>/second-look")
@access(Action.RISK_ACT)
def look_over(case_id: str) -> Response | tuple[str, int]:
    """Confirm how a colleague closed a case, or open a new one for what is still to be done."""
    case = get_case(db(), reader(), case_id)
    form = SecondLookForm()
    stands = [case]

    def do() -> None:
        found = SecondLook(form.found.data)
        by = actor(form.once.data)
        stands[0] = look_again(db(), by, case, found, form.second_words.data)

    if not _try(form, do):
        return _page(case_id, second_form=form), 422
    if stands[0].public_id != case_id:
        return _done(stands[0].public_id, _("A new case is open for what is still to be done."))
    return _done(case_id, _("Your second look is noted, with your name and the time."))


def _try(form: ClinicForm, do: Callable[[], None]) -> bool:
    if not form.validate():
        return False
    try:
        do()
    except Refused as refused:
        form.add_refusal(refused)
        return False
    return True


def _done(case_id: str, sentence: str) -> Response:
    flash(sentence, "success")
    return redirect(url_for("therapist.risk_cases.show", case_id=case_id), 303)


def _ways() -> dict[str, str]:
    return WAYS | {
        TAKEN_OVER: _("Took the case over"),
        HANDED_OVER: _("Handed the case over to a colleague"),
        PASSED_ON: _("Passed on, because this person no longer works in the group"),
        TAKEN_BACK: _("Taken back by the person"),
        CORRECTED: _("Corrected by staff"),
        SETTLED: _("Settled by the paper"),
        SAID_AGAIN: _("Said again"),
    }


def _page(
    case_id: str,
    form: RiskClosureForm | None = None,
    action_form: RiskActionForm | None = None,
    second_form: SecondLookForm | None = None,
) -> str:
    page = case_page(db(), reader(), case_id, now())
    return render_template(
        "therapist/safety/risk_cases/show.html",
        page=page,
        background=case_background(db(), reader(), page.line.case, now()),
        words=SHEET_WORDS,
        form=form or RiskClosureForm(formdata=None),
        action_form=action_form or RiskActionForm(formdata=None),
        second_form=second_form or SecondLookForm(formdata=None),
        contacts=_ways(),
        found=FOUND,
        script=risk_script(),
    )
