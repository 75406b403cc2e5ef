"""Opening a cohort: what has to be known, and the dates that follow from it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from clinic.domain.anchors import Offset, instant_on_the_wall, resolve
from clinic.domain.enrollments import PaperNames
from clinic.domain.errors import Refused
from clinic.domain.groups.days_off import Blocked
from clinic.domain.groups.series import Rhythm, Skipped, lay_out
from clinic.domain.programs.programs import PlannedSession, Program, SessionKind
from clinic.domain.text import N_

MOST_FACILITATORS = 4
MOST_MINUTES = 480


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortPlan:
    """What a therapist says when she opens a cohort."""

    name: str
    discreet_name: str
    first_on: date
    """The day of session 1."""
    begins_at: time
    duration_minutes: int | None
    """Of a regular session; None keeps what the program plans, as all others do."""
    time_zone: str
    capacity: int
    place: str = ""
    video_url: str | None = None
    paper_names: PaperNames = PaperNames.NAME_AND_INITIAL
    rhythm: Rhythm = Rhythm()


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortDetails:
    """What may change while a cohort runs."""

    name: str
    discreet_name: str
    capacity: int
    place: str = ""
    video_url: str | None = None


@dataclass(frozen=True, slots=True)
class SessionDates:
    """A planned session with its instants in UTC."""

    planned: PlannedSession
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class LaidOut:
    """All sessions of a cohort with their instants, and the days that were left out for them."""

    sessions: tuple[SessionDates, ...]
    skipped: tuple[Skipped, ...] = ()
    is_preparation_late: bool = False
    """The orientation was brought forward, because its own time is past."""


@dataclass(frozen=True, slots=True)
class Span:
    """From an instant to another, the second not included."""

    opens_at: datetime
    closes_at: datetime


def dates_of(program: Program, plan: CohortPlan, blocked: Blocked | None = None) -> LaidOut:
    """Give every session of the program its instants, on the same clock time all along."""
    plan.rhythm.check(plan.first_on)
    zone = ZoneInfo(plan.time_zone)
    series = lay_out(program.sessions, plan.first_on, plan.rhythm, blocked or {})
    found = []
    for planned, on in zip(program.sessions, series.days, strict=True):
        is_regular = planned.kind is SessionKind.REGULAR
        minutes = (plan.duration_minutes if is_regular else None) or planned.minutes
        starts_at = instant_on_the_wall(on, plan.begins_at, zone)
        found.append(SessionDates(planned, starts_at, starts_at + timedelta(minutes=minutes)))
    return LaidOut(tuple(found), series.skipped)


def usual_minutes(sessions: Sequence[SessionDates]) -> int:
    """Give the length of a regular session; every program has one."""
    regular = (each for each in sessions if each.planned.kind is SessionKind.REGULAR)
    first = next(regular)
    return int((first.ends_at - first.starts_at) / timedelta(minutes=1))


def bring_preparation_forward(laid_out: LaidOut, now: datetime) -> LaidOut:
    """Put an orientation that would lie in the past right before the session that follows it.

    A group that begins in three days still has its preparation, only later than the program plans.
    """
    moved = list(laid_out.sessions)
    is_late = False
    for place, session in enumerate(moved[:-1]):
        if session.planned.kind is SessionKind.ORIENTATION and session.starts_at < now:
            length = session.ends_at - session.starts_at
            ends_at = moved[place + 1].starts_at
            moved[place] = SessionDates(session.planned, ends_at - length, ends_at)
            is_late = True
    return replace(laid_out, sessions=tuple(moved), is_preparation_late=is_late)


def check_opening(sessions: Sequence[SessionDates], facilitators: int, now: datetime) -> None:
    """Refuse a cohort that begins in the past, or is led by nobody or by too many."""
    if facilitators == 0:
        raise Refused(N_("A cohort needs at least one facilitator."), field="facilitators")
    if facilitators > MOST_FACILITATORS:
        raise Refused(
            N_("A cohort has at most %(most)s facilitators; you chose %(chosen)s."),
            {"most": MOST_FACILITATORS, "chosen": facilitators},
            "facilitators",
        )
    first = next(s for s in sessions if s.planned.kind is SessionKind.REGULAR)
    if first.starts_at <= now:
        raise Refused(
            N_("Session 1 would be in the past. Choose today or a later day."), field="first_on"
        )


def span(
    opens: Offset,
    closes: Offset,
    starts_at: datetime,
    ends_at: datetime,
    next_starts_at: datetime | None,
) -> Span:
    """Resolve a window; one that would be turned round by a short gap stays open for an hour."""
    opens_at = resolve(opens, starts_at, ends_at, next_starts_at)
    closes_at = resolve(closes, starts_at, ends_at, next_starts_at)
    return Span(opens_at, max(closes_at, opens_at + timedelta(hours=1)))
