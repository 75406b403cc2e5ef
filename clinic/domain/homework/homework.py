"""When something may be written down, where a piece of homework stands, and what is for today."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from clinic.domain.enrollments import CohortStatus, EnrollmentStatus
from clinic.domain.errors import Refused
from clinic.domain.text import N_

MOST_DAYS_BACK = 14
"""Memory of minutes and tension fades; paper that was written at the time has no such bound."""

NEXT_MEETING = timedelta(days=1)
"""How soon a meeting follows that a window was closed for."""
LAST_WORDS = timedelta(hours=2)
LONGEST_FINISH = timedelta(days=2)
"""So long after its window nothing that was begun in it can be finished any more, whatever met."""

MOST_DAYS_OF_PAPER = 366
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
    """Refuse writing before a window opens, and from the instant at which it closes.

    For what was begun in time, `closes_at` is the end that `finish_by` gives.
    """
    check_begun(opens_at, now)
    if now >= closes_at:
        raise Refused(
            N_(
                "This is closed now. What you saved before is safe; what you typed since is still "
                "on this page, so you can copy it."
            )
        )


@dataclass(frozen=True, slots=True, order=True)
class Meets:
    """When a group meets, from its begin to its end."""

    starts_at: datetime
    ends_at: datetime


def finish_by(closes_at: datetime, meetings: Iterable[Meets]) -> datetime:
    """Say until when that may be finished which was begun before its window closed.

    A window closes so that the meeting behind it can be prepared: until that meeting is over, what
    somebody is writing is of use. Where none follows within a day, there is time for last words.
    An answer that comes then belongs to the occasion of its window, and to no other.
    """
    for each in sorted(meetings):
        if each.ends_at > closes_at and each.starts_at <= closes_at + NEXT_MEETING:
            return each.ends_at
    return closes_at + LAST_WORDS


def is_in_time(begun_at: datetime | None, closes_at: datetime) -> bool:
    """Say whether something was begun before its window closed."""
    return begun_at is not None and begun_at < closes_at


def check_begun(opens_at: datetime, now: datetime) -> None:
    """Refuse writing before a window opens."""
    if now < opens_at:
        raise Refused(N_("This is not open yet."))


def check_practice_day(
    on: date, today: date, first_on: date, last_on: date, *, has_bound: bool
) -> None:
    """Refuse a day to come, one too far back, and one outside the days of the assignment.

    `first_on` and `last_on` are the days on which the assignment may be practiced, on the clock of
    the person; `has_bound` is false for paper.
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


def days_of_paper(first_on: date, last_on: date) -> tuple[date, ...]:
    """List the days of a sheet for home practice, from the meeting to the next, both of them.

    A year of them at most: where a stored day is wrong, a line for each would fill a hundred years.
    """
    days = min((last_on - first_on).days + 1, MOST_DAYS_OF_PAPER)
    return tuple(first_on + timedelta(days=day) for day in range(days))


def lines_of_day(times_per_week: int) -> int:
    """Say how many lines a sheet has for one day: one, or as many as were agreed a day."""
    return -(-times_per_week // 7)


def check_practice_figures(minutes: int, *tensions: int | None) -> None:
    """Refuse minutes and tensions that cannot be."""
    if not 0 <= minutes <= MOST_MINUTES:
        raise Refused(
            N_("Enter minutes as a whole number from 0 to %(most)s."),
            {"most": MOST_MINUTES},
            "minutes",
        )
    for tension in tensions:
        if tension is not None and not 0 <= tension <= MOST_TENSION:
            raise Refused(N_("Enter tension as a whole number from 0 to %(most)s."), {"most": 10})


class HomeworkState(StrEnum):
    """Where a piece of home practice stands. Nothing is ever called missed."""

    UPCOMING = "upcoming"
    OPEN = "open"
    DONE = "done"
    CLOSED = "closed"
    PAUSED = "paused"
    AGREED = "agreed"
    """Closed during a break or right after it: missed by agreement."""


def state_of(
    opens_at: datetime,
    closes_at: datetime,
    now: datetime,
    *,
    is_done: bool,
    is_paused: bool,
    is_excused: bool = False,
) -> HomeworkState:
    """Say where something stands; what is done stays done, also during a pause.

    `is_excused` says that it closed, or will close, within a pause or right after one.
    """
    if is_done:
        return HomeworkState.DONE
    if is_paused and (is_excused or now < closes_at):
        return HomeworkState.PAUSED
    if now >= closes_at:
        return HomeworkState.AGREED if is_excused else HomeworkState.CLOSED
    return HomeworkState.UPCOMING if now < opens_at else HomeworkState.OPEN


def is_practiced(times: int, times_per_week: int, opens_at: datetime, closes_at: datetime) -> bool:
    """Say whether a dose is reached; a window of several weeks has one dose for each of them."""
    return times >= times_per_week * weeks_of(opens_at, closes_at)


def weeks_of(opens_at: datetime, closes_at: datetime) -> int:
    """Count the weeks of a window; the few hours by which it misses a whole one do not count."""
    return max(1, round((closes_at - opens_at) / timedelta(days=7)))


def week_begins_on(first_on: date, today: date, weeks: int) -> date:
    """Give the first day of the current week of a window of so many weeks.

    The day of the next meeting is the eighth of the window and belongs to its last week.
    """
    week = min(max(0, (today - first_on).days) // 7, weeks - 1)
    return first_on + timedelta(weeks=week)


class ThingKind(StrEnum):
    """What may be offered as a small thing for today, in the order in which a page shows them."""

    EXERCISE = "exercise"
    WORKSHEET = "worksheet"
    MEASURE = "measure"


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that could be done now: in which group, of which kind, until when."""

    key: str
    group: int
    kind: ThingKind
    closes_at: datetime


MOST_THINGS = 3
_KEEPS = (ThingKind.MEASURE, ThingKind.EXERCISE, ThingKind.WORKSHEET)
# A questionnaire has the hardest end, so it is the last to be left out.


def few_of(things: Sequence[Thing]) -> list[Thing]:
    """Choose at most three: the first to close of each kind in each group, then what follows."""
    ranked: list[tuple[int, int, datetime, Thing]] = []
    seen: Counter[tuple[int, ThingKind]] = Counter()
    for thing in sorted(things, key=lambda each: each.closes_at):
        place = (thing.group, thing.kind)
        ranked.append((seen[place], _KEEPS.index(thing.kind), thing.closes_at, thing))
        seen[place] += 1
    chosen = [thing for *_, thing in sorted(ranked, key=lambda each: each[:3])[:MOST_THINGS]]
    return sorted(chosen, key=lambda each: (list(ThingKind).index(each.kind), each.closes_at))


def key_of_line(assignment_id: str, day: date, turn: int) -> str:
    """Name the place of a line on paper: the practice, the day, and which line of the day."""
    return f"{assignment_id}-{day.isoformat()}-{turn}"
