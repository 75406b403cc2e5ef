"""Questionnaires: what they ask, when they were given, and what their answers score."""

from clinic.blueprints.therapist.measures import (
    administrations,
    corrections,
    keyings,
    measure_uses,
    measures,
    norms,
    own_measures,
    questionnaires,
    score_files,
    settlements,
    wordings,
)

NOUNS = (
    administrations,
    corrections,
    keyings,
    measure_uses,
    measures,
    norms,
    own_measures,
    questionnaires,
    score_files,
    settlements,
    wordings,
)
