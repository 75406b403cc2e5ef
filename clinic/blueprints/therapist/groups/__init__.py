"""Groups: cohorts, their sessions, and the dates of both."""

from clinic.blueprints.therapist.groups import (
    attendance,
    cohort_people,
    cohort_program,
    cohorts,
    make_ups,
    schedule_changes,
    sessions,
)

NOUNS = (
    attendance,
    cohort_people,
    cohort_program,
    cohorts,
    make_ups,
    schedule_changes,
    sessions,
)
