"""What is done between two meetings, and what was written there."""

from clinic.blueprints.therapist.homework import (
    assignments,
    exercises,
    practice_papers,
    refusals,
    responses,
    worksheets,
)

NOUNS = (
    assignments,
    exercises,
    practice_papers,
    refusals,
    responses,
    worksheets,
)
