"""Risk cases: what waits for a person with a name, and what was done."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.forms.risk import CONTACTS, RiskClosureForm
from clinic.operations.risk import close_risk_case, see_risk_case
from clinic.queries.risk import case_page, get_case, list_cases
from clinic.web.context import actor, db, now, reader
from clinic.web.gate import access

blueprint = Blueprint("risk_cases", __name__)


@blueprint.get("/risk-cases")
@access(Action.RISK_READ)
def index() -> str:
    """List the open cases by when somebody must look, and below them the closed ones."""
    return render_template(
        "therapist/risk_cases/index.html",
        page=list_cases(db(), reader(), now()),
        contacts=CONTACTS,
    )


@blueprint.get("/risk-cases/<id:case_id>")
@access(Action.RISK_READ)
def show(case_id: str) -> str:
    """Show what happened, to whom, and what has been done. Reading marks nothing."""
    return _page(case_id, RiskClosureForm())


@blueprint.post("/risk-cases/<id:case_id>/look")
@access(Action.RISK_ACT)
def see(case_id: str) -> Response:
    """Note who takes the case up, so that a colleague knows."""
    see_risk_case(db(), actor(), get_case(db(), reader(), case_id))
    flash(_("Your colleagues see that you are looking at this."), "success")
    return redirect(url_for("therapist.risk_cases.show", case_id=case_id), 303)


@blueprint.post("/risk-cases/<id:case_id>/closure")
@access(Action.RISK_ACT)
def close(case_id: str) -> Response | tuple[str, int]:
    """End a case with a name, a deed and a time."""
    case = get_case(db(), reader(), case_id)
    form = RiskClosureForm()
    if form.validate():
        try:
            close_risk_case(db(), actor(), case, str(form.action.data), form.contact.data)
        except Refused as refused:
            form.add_refusal(refused)
        else:
            flash(_("The case is closed, with your name and the time."), "success")
            return redirect(url_for("therapist.risk_cases.show", case_id=case_id), 303)
    return _page(case_id, form), 422


def _page(case_id: str, form: RiskClosureForm) -> str:
    return render_template(
        "therapist/risk_cases/show.html",
        page=case_page(db(), reader(), case_id, now()),
        form=form,
        contacts=CONTACTS,
    )
