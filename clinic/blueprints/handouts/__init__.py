"""Paper for the room, asked for by staff: one module a noun, collected here."""

from flask import Blueprint

from clinic.blueprints.handouts import (
    administrations,
    assignments,
    consents,
    letters,
    make_up_packs,
    pack_jobs,
    packs,
    readiness,
    reports,
    responses,
    waiting,
    worksheets,
)
from clinic.blueprints.handouts import departures as departures

blueprint = Blueprint("handouts", __name__, url_prefix="/handouts")

for noun in (
    administrations,
    assignments,
    consents,
    departures,
    letters,
    make_up_packs,
    pack_jobs,
    packs,
    readiness,
    reports,
    responses,
    waiting,
    worksheets,
):
    blueprint.register_blueprint(noun.blueprint)
