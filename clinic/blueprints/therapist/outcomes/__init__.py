"""What became of scores: change, effects, evaluations, reports."""

from clinic.blueprints.therapist.outcomes import cohort_measures

NOUNS = (cohort_measures,)
