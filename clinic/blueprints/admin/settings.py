"""What the clinic says about itself."""

from zoneinfo import available_timezones

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.forms.clinic.settings import ClinicSettingsForm
from clinic.lookups.groups.schedules import count_off_the_wall
from clinic.operations.clinic.settings import change_settings
from clinic.public_holidays import has_holidays, regions_of, years_without
from clinic.web.countries import countries
from clinic.web.gate import access, edits, fresh
from clinic.web.pages import clinic
from clinic.web.reading_words import reading_words
from clinic.web.request_context import actor, db, now
from clinic.zone_database import use_newest_zones

blueprint = Blueprint("settings", __name__)


@blueprint.get("/settings")
@access(Action.SETTINGS_MANAGE)
def edit() -> str:
    """Show every setting and where it appears."""
    return _page(ClinicSettingsForm(countries(), obj=clinic()))


@blueprint.post("/settings")
@access(Action.SETTINGS_MANAGE)
@fresh()
@edits
def update() -> Response | tuple[str, int]:
    """Store the settings."""
    form = ClinicSettingsForm(countries(), obj=clinic())
    if not form.validate():
        return _page(form), 422
    try:
        change_settings(db(), actor(), form.settings())
    except Refused as refused:
        form.add_refusal(refused)
        return _page(form), 422
    flash(_("The clinic's settings are saved."), "success")
    return redirect(url_for("admin.settings.edit"), 303)


def _page(form: ClinicSettingsForm) -> str:
    zones = sorted(name for name in available_timezones() if "/" in name or name == "UTC")
    country = form.country.data or ""
    year = now().year
    return render_template(
        "admin/settings/edit.html",
        form=form,
        reading=reading_words(),
        zones=zones,
        has_zone=clinic().has_zone,
        regions=regions_of(country),
        rules=use_newest_zones(),
        off_the_wall=count_off_the_wall(db(), now()),
        years_without=years_without(country, form.region.data or "", year, year + 3),
        lacks_holidays=bool(country) and not has_holidays(country),
    )
