"""What a client agrees to: read, agreed to, taken back, and kept on paper."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import get_translations
from flask_babel import gettext as _
from werkzeug import Response

from clinic.blueprints.portal.room import show_page
from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.forms.people.consents import AgreementForm, TakingBackForm
from clinic.lookups.groups.places import place_of
from clinic.operations.people.consents import agree, take_back
from clinic.presenters.consent_words import effects_to_her
from clinic.queries.people.consents import ConsentPage, consent_of
from clinic.web.consent_papers import consent_paper
from clinic.web.gate import access
from clinic.web.request_context import actor, db, now, reader

blueprint = Blueprint("consents", __name__)


@blueprint.get("/places/<id:enrollment_id>/agreement")
@access(Action.CONSENT_GIVE)
def show(enrollment_id: str) -> str:
    """Show the text, and how it stands."""
    page = consent_of(db(), reader(), enrollment_id)
    return _draw(page, AgreementForm(data={"text": page.text.public_id}), TakingBackForm())


@blueprint.post("/places/<id:enrollment_id>/agreement")
@access(Action.CONSENT_GIVE)
def create(enrollment_id: str) -> Response | tuple[str, int]:
    """Agree to the text that was shown."""
    page = consent_of(db(), reader(), enrollment_id)
    form = AgreementForm()
    if form.validate():
        try:
            agree(db(), actor(), page.enrollment, form.text.data or "")
        except Refused as refused:
            form.add_refusal(refused)
            page = consent_of(db(), reader(), enrollment_id)
        else:
            flash(_("Thank you. It is noted, and you can take it back at any time."), "success")
            return redirect(url_for(".show", enrollment_id=enrollment_id), 303)
    form.text.data = page.text.public_id
    return _draw(page, form, TakingBackForm()), 422


@blueprint.post("/places/<id:enrollment_id>/agreement/withdrawal")
@access(Action.CONSENT_GIVE)
def remove(enrollment_id: str) -> Response | tuple[str, int]:
    """Take it back."""
    page = consent_of(db(), reader(), enrollment_id)
    form = TakingBackForm()
    if not form.validate():
        return _draw(page, AgreementForm(data={"text": page.text.public_id}), form), 422
    take_back(db(), actor(), page.enrollment, form.reason.data or "")
    flash(
        _("It is noted. The people who lead your group will see it and talk with you."), "success"
    )
    return redirect(url_for(".show", enrollment_id=enrollment_id), 303)


@blueprint.get("/places/<id:enrollment_id>/agreement.pdf")
@access(Action.CONSENT_GIVE)
def paper(enrollment_id: str) -> Response:
    """Give the text on paper, with what was agreed."""
    page = consent_of(db(), reader(), enrollment_id)
    return consent_paper(page, now(), get_translations())


def _draw(page: ConsentPage, form: AgreementForm, back: TakingBackForm) -> str:
    place = place_of(page.enrollment, now())
    return show_page(
        "portal/consents/show.html",
        page,
        [place],
        form=form,
        back_form=back,
        place=place,
        effects=effects_to_her(),
    )
