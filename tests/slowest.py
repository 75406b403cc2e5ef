"""The files of tests that take longest, so that they are begun first.

By the seconds of processor that each was measured at. A file that is not here comes after them in
its own order; one that is gone does no harm.
"""

SLOWEST = (
    "tests/journeys/test_every_page.py",
    "tests/journeys/test_one_cohort.py",
    "tests/access/test_two_places.py",
    "tests/access/test_matrix.py",
    "tests/access/test_extreme_days.py",
    "tests/access/test_canaries.py",
    "tests/access/test_reading_alone.py",
    "tests/access/test_not_shared.py",
    "tests/access/test_risk_stays.py",
    "tests/access/test_secrets.py",
    "tests/pages/handouts/test_assignments.py",
    "tests/pages/handouts/test_large_print.py",
    "tests/pages/therapist/groups/test_cohorts.py",
    "tests/pages/handouts/test_packs.py",
    "tests/pages/handouts/test_pack_choices.py",
    "tests/pages/test_every_mark.py",
    "tests/pages/therapist/post/test_messages_by_place.py",
    "tests/pages/therapist/programs/test_unreadable.py",
    "tests/pages/handouts/test_service_report.py",
    "tests/pages/therapist/groups/test_not_yet.py",
    "tests/pages/test_written_fields.py",
    "tests/operations/groups/test_schedules.py",
    "tests/pages/therapist/groups/test_sessions.py",
    "tests/pages/portal/test_practice_unkept.py",
    "tests/operations/clinic/test_tries.py",
    "tests/pages/therapist/programs/test_programs.py",
    "tests/pages/test_uploads.py",
    "tests/access/test_gate.py",
    "tests/pages/therapist/test_costs.py",
    "tests/operations/safety/test_risk_care.py",
    "tests/cli/test_score_imports_refused.py",
    "tests/pages/therapist/outcomes/test_readings.py",
    "tests/pages/auth/test_calendars.py",
)
