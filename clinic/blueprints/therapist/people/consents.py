"""How it stands with somebody's consent: seen, noted from paper, taken back."""

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.forms.people.consents import SignatureForm, TakingBackForm
from clinic.lookups.people.consents import consent_texts, get_consent_text
from clinic.operations.people.consents import note_signature, take_back
from clinic.presenters.consent_words import effects_to_staff
from clinic.presenters.dates import in_zone
from clinic.queries.people.consents import ConsentPage, consent_of
from clinic.web.gate import access
from clinic.web.request_context import actor, db, now, reader

blueprint = Blueprint("consents", __name__)


@blueprint.get("/enrollments/<id:enrollment_id>/consent")
@access(Action.CLIENT_READ)
def show(enrollment_id: str) -> str:
    """Show the text in force, how it stands, and every agreement."""
    page = consent_of(db(), reader(), enrollment_id)
    return _draw(page, _signature(page), TakingBackForm())


@blueprint.post("/enrollments/<id:enrollment_id>/consent")
@access(Action.CLIENT_ENROLL)
def create(enrollment_id: str) -> Response | tuple[str, int]:
    """Note a signature on paper."""
    page = consent_of(db(), reader(), enrollment_id)
    form = _signature(page)
    if form.validate() and form.signed_on.data:
        text = get_consent_text(db(), form.text.data)
        try:
            note_signature(db(), actor(), page.enrollment, text, form.signed_on.data)
        except Refused as refused:
            form.add_refusal(refused)
            page = consent_of(db(), reader(), enrollment_id)
        else:
            flash(_("The signature is noted."), "success")
            return redirect(url_for(".show", enrollment_id=enrollment_id), 303)
    return _draw(page, form, TakingBackForm()), 422


@blueprint.post("/enrollments/<id:enrollment_id>/consent/withdrawal")
@access(Action.CLIENT_ENROLL)
def remove(enrollment_id: str) -> Response | tuple[str, int]:
    """Note that the person has taken it back."""
    page = consent_of(db(), reader(), enrollment_id)
    form = TakingBackForm()
    if not form.validate():
        return _draw(page, _signature(page), form), 422
    take_back(db(), actor(), page.enrollment, form.reason.data or "")
    flash(_("It is noted that the agreement was taken back."), "success")
    return redirect(url_for(".show", enrollment_id=enrollment_id), 303)


def _signature(page: ConsentPage) -> SignatureForm:
    texts = consent_texts(db())
    choices = [
        (text.public_id, _("Version %(number)s: %(title)s", number=text.number, title=text.title))
        for text in texts
    ]
    today: datetime = in_zone(now(), page.enrollment.cohort.time_zone)
    return SignatureForm(choices, data={"signed_on": today.date()})


def _draw(page: ConsentPage, form: SignatureForm, back: TakingBackForm) -> str:
    return render_template(
        "therapist/people/consents/show.html",
        page=page,
        form=form,
        back_form=back,
        effects=effects_to_staff(),
    )
