"""When something may still be written down: the place, the window and the day."""

from datetime import date, datetime, timedelta

from clinic.domain.enrollments import CohortStatus, EnrollmentStatus
from clinic.domain.errors import Refused
from clinic.domain.text import N_

MOST_DAYS_BACK = 14
"""Memory of minutes and tension fades; paper that was written at the time has no such bound."""

MOST_MINUTES = 600
MOST_TENSION = 10
LONGEST_NOTE = 5000


def check_place(status: EnrollmentStatus, cohort: CohortStatus) -> None:
    """Refuse writing while a place is paused, and once it or its cohort is over."""
    if status is EnrollmentStatus.PAUSED:
        raise Refused(
            N_("Your place is paused, so nothing needs to be filled in. What you saved is safe.")
        )
    if status is not EnrollmentStatus.ENROLLED or cohort is CohortStatus.CLOSED:
        raise Refused(N_("Your time in this group is over. You can read this, but not change it."))


def check_window(opens_at: datetime, closes_at: datetime, now: datetime) -> None:
    """Refuse writing before a window opens, and from the instant at which it closes."""
    if now < opens_at:
        raise Refused(N_("This is not open yet."))
    if now >= closes_at:
        raise Refused(N_("This is closed now. What you saved before is safe."))


def check_practice_day(
    on: date, today: date, first_on: date, last_on: date, *, has_bound: bool
) -> None:
    """Refuse a day to come, one too far back, and one outside the days of the assignment.

    `first_on` and `last_on` are the days on which the assignment may be practiced, on the clock of
    the cohort; `has_bound` is false for paper.
    """
    if on > today:
        raise Refused(N_("That day is still to come."), field="practiced_on")
    if has_bound and on < today - timedelta(days=MOST_DAYS_BACK):
        raise Refused(
            N_("That is more than %(days)s days ago. Please choose a later day."),
            {"days": MOST_DAYS_BACK},
            "practiced_on",
        )
    if on < first_on:
        raise Refused(N_("That was before you were given this practice."), field="practiced_on")
    if on > last_on:
        raise Refused(N_("That was after the time for this practice."), field="practiced_on")


def check_practice_figures(minutes: int, *tensions: int | None) -> None:
    """Refuse minutes and tensions that cannot be."""
    if not 0 <= minutes <= MOST_MINUTES:
        raise Refused(
            N_("Minutes are a whole number from 0 to %(most)s."), {"most": MOST_MINUTES}, "minutes"
        )
    for tension in tensions:
        if tension is not None and not 0 <= tension <= MOST_TENSION:
            raise Refused(N_("Tension is a whole number from 0 to %(most)s."), {"most": 10})
