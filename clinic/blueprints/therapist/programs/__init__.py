"""Programs and their content, with versions."""

from clinic.blueprints.therapist.programs import program_parts, program_versions, programs

NOUNS = (
    program_parts,
    program_versions,
    programs,
)
