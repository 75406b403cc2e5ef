"""What therapists and supervisors work with: one module a noun, collected here."""

from flask import Blueprint

from clinic.blueprints.therapist import (
    administrations,
    assignments,
    attendance,
    clients,
    cohort_program,
    cohorts,
    covers,
    dashboard,
    enrollments,
    exercises,
    invitations,
    keyings,
    measure_uses,
    measures,
    messages,
    own_measures,
    program_parts,
    program_versions,
    programs,
    questionnaires,
    responses,
    risk_cases,
    sessions,
    settlements,
    wordings,
    worksheets,
)

blueprint = Blueprint("therapist", __name__, url_prefix="/therapist")

for noun in (
    administrations,
    assignments,
    attendance,
    clients,
    cohort_program,
    cohorts,
    covers,
    dashboard,
    enrollments,
    exercises,
    invitations,
    keyings,
    measure_uses,
    measures,
    messages,
    own_measures,
    program_parts,
    program_versions,
    programs,
    questionnaires,
    responses,
    risk_cases,
    sessions,
    settlements,
    wordings,
    worksheets,
):
    blueprint.register_blueprint(noun.blueprint)
