"""One cohort across Christmas, Easter and the change of clocks, in three countries, moved midway.

Prints every date before and after with the time on the wall and the distance to UTC, the days that
were left out and why, and what speaks against a new date; ends with what was held to, or fails.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from clinic.content.instrument_files import load_instruments
from clinic.content.library import load_library
from clinic.domain.groups.cohorts import CohortPlan, LaidOut, dates_of, span
from clinic.domain.groups.days_off import Blocked, OffKind, OffReason, days_of, gather
from clinic.domain.groups.row_changes import AnyRowChange, MeetingTimes
from clinic.domain.groups.schedule_clashes import Caution, cautions_of
from clinic.domain.groups.schedule_rows import AnchoredKind, Meeting, ScheduleOutcome, Window
from clinic.domain.groups.schedules import ChangeKind, Circumstances, WantedChange, plan_change
from clinic.domain.groups.series import Rhythm, RhythmKind
from clinic.domain.programs.programs import PlannedAssignment, PlannedMeasure, Program, SessionKind
from clinic.public_holidays import public_holidays

ROOT = Path(__file__).parent.parent
PROGRAM = "safe-connections"
FIRST_ON, BEGINS_AT = date(2026, 12, 14), time(18)
WINTER = date(2026, 12, 24), date(2027, 1, 1)
BEFORE_SESSION, WEEKS_OF_BREAK = 5, 2


@dataclass(frozen=True, slots=True)
class Country:
    """Where a cohort meets."""

    name: str
    code: str
    region: str
    zone: str


COUNTRIES = (
    Country("Germany, Bavaria", "DE", "BY", "Europe/Berlin"),
    Country("United Kingdom, England", "GB", "ENG", "Europe/London"),
    Country("United States, New York", "US", "NY", "America/New_York"),
)


@dataclass(frozen=True, slots=True)
class Story:
    """A cohort before the move and after it, with what was left out and what is said of it."""

    laid_out: LaidOut
    blocked: Blocked
    before: tuple[Meeting, ...]
    after: tuple[Meeting, ...]
    windows: tuple[Window, ...]
    outcome: ScheduleOutcome
    cautions: tuple[Caution, ...]
    now: datetime


def main() -> int:
    """Print the three stories and say what they hold to."""
    shelf = load_instruments()
    library = load_library(ROOT / "worksheets", frozenset(shelf.instruments))
    program = library.programs[PROGRAM]
    broken: list[str] = []
    for country in COUNTRIES:
        story = tell(program, country)
        show(country, story)
        broken += [f"{country.name}: {fault}" for fault in faults(country, story)]
    for fault in broken:
        print(f"BROKEN  {fault}")
    if not broken:
        print(
            "Everything holds: 18:00 on the wall all along, the clocks changed in between, no"
            " session laid on a day off,\nthe order kept, no window turned round, nothing past or"
            " answered moved, and taking the move back is nothing."
        )
    return 1 if broken else 0


def tell(program: Program, country: Country) -> Story:
    """Lay the cohort down, and put two weeks of break into its middle the day before session 5."""
    zone = ZoneInfo(country.zone)
    blocked = days_off(country)
    laid_out = dates_of(program, plan(country), blocked)
    before = tuple(meetings(laid_out))
    chosen = next(each for each in before if each.number == BEFORE_SESSION)
    now = chosen.starts_at - timedelta(days=1)
    windows = tuple(hung_on(laid_out, now))
    change = WantedChange(ChangeKind.BREAK, chosen.row_id, weeks=WEEKS_OF_BREAK)
    around = Circumstances(zone, now, frozenset(blocked))
    outcome = plan_change(before, windows, change, around)
    new = {each.after.row_id: each.after for each in outcome.meetings}
    cautions = cautions_of(list(new.values()), blocked, (), "", zone)
    after = tuple(new.get(each.row_id, each) for each in before)
    return Story(laid_out, blocked, before, after, windows, outcome, cautions, now)


def plan(country: Country) -> CohortPlan:
    """Give a group that meets every two weeks on Mondays at six."""
    return CohortPlan(
        name="Mondays",
        discreet_name="Mondays",
        first_on=FIRST_ON,
        begins_at=BEGINS_AT,
        duration_minutes=None,
        time_zone=country.zone,
        capacity=8,
        rhythm=Rhythm(RhythmKind.FORTNIGHTLY),
    )


def days_off(country: Country) -> Blocked:
    """Give the public holidays and the clinic's own winter break."""
    first_on, last_on = FIRST_ON - timedelta(days=60), FIRST_ON + timedelta(days=600)
    known = public_holidays(country.code, country.region, first_on, last_on)
    holidays = [(on, OffReason(OffKind.HOLIDAY, name)) for on, name in known.items()]
    winter = [(on, OffReason(OffKind.CLOSED, "Winter break")) for on in days_of(*WINTER)]
    return gather([*holidays, *winter])


def meetings(laid_out: LaidOut) -> Iterator[Meeting]:
    """Give the sessions as a plan of change sees them."""
    for row_id, each in enumerate(laid_out.sessions):
        yield Meeting(row_id, each.planned.number, each.planned.kind, each.starts_at, each.ends_at)


def hung_on(laid_out: LaidOut, now: datetime) -> Iterator[Window]:
    """Hang home practice and questionnaires on each session; every third is answered already."""
    number = 0
    following = [*(each.starts_at for each in laid_out.sessions[1:]), None]
    for row_id, (each, next_at) in enumerate(zip(laid_out.sessions, following, strict=True)):
        hung: list[PlannedAssignment | PlannedMeasure] = []
        hung += each.planned.assignments
        hung += each.planned.measures
        for item in hung:
            opened = span(item.opens, item.closes, each.starts_at, each.ends_at, next_at)
            number += 1
            yield Window(
                what=AnchoredKind.MEASURE
                if isinstance(item, PlannedMeasure)
                else AnchoredKind.HOMEWORK,
                row_id=number,
                meeting_id=row_id,
                opens=item.opens,
                closes=item.closes,
                opens_at=opened.opens_at,
                closes_at=opened.closes_at,
                is_answered=number % 3 == 0 and opened.opens_at <= now,
                title=title_of(item),
            )


def title_of(item: PlannedAssignment | PlannedMeasure) -> str:
    """Name what depends on a session by the code of its file."""
    if isinstance(item, PlannedMeasure):
        return item.instrument
    return item.exercise or item.worksheet or ""


def show(country: Country, story: Story) -> None:
    """Print the dates before and after, side by side."""
    zone = ZoneInfo(country.zone)
    print(f"{country.name} ({country.zone})\n")
    print(f"{'session':<12} {'before':<33} {'after':<33} what is said")
    said = {each.meeting.row_id: each.message % each.params for each in story.cautions}
    for old, new in zip(story.before, story.after, strict=True):
        after = "as before" if old == new else when(new, zone)
        line = f"{name(old):<12} {when(old, zone):<33} {after:<33} {said.get(old.row_id, '')}"
        print(line.rstrip())
    print("\nLeft out when it was laid down:")
    for day in story.laid_out.skipped:
        reasons = " ".join(reason.message % reason.params for reason in day.reasons)
        print(f"  {day.on:%a %Y-%m-%d}  {reasons}")
    moved, kept = len(story.outcome.windows), len(story.outcome.kept)
    print(f"\nWindows that move: {moved}; that stay because past or answered: {kept}\n")


def name(meeting: Meeting) -> str:
    """Name a session."""
    is_regular = meeting.kind is SessionKind.REGULAR
    return f"Session {meeting.number}" if is_regular else meeting.kind.value.capitalize()


def when(meeting: Meeting, zone: ZoneInfo) -> str:
    """Write a time on the wall with its distance to UTC, and the time in UTC."""
    local, utc = meeting.starts_at.astimezone(zone), meeting.starts_at.astimezone(UTC)
    return f"{local:%a %Y-%m-%d %H:%M %z} = {utc:%H:%M}Z"


def faults(country: Country, story: Story) -> Iterator[str]:
    """Name everything that does not hold."""
    zone = ZoneInfo(country.zone)
    for told, rows in (("before", story.before), ("after", story.after)):
        local = [each.starts_at.astimezone(zone) for each in rows]
        if {at.time() for at in local} != {BEGINS_AT}:
            yield f"{told} the move some session is not at 18:00"
        if len({at.utcoffset() for at in local}) != 2:
            yield f"{told} the move the clocks do not change"
        if any(b.starts_at < a.ends_at for a, b in zip(rows, rows[1:], strict=False)):
            yield f"{told} the move the order is broken"
    if any(each.starts_at.astimezone(zone).date() in story.blocked for each in story.before):
        yield "a session is laid on a day off"
    if not story.laid_out.skipped:
        yield "no day was left out"
    yield from _faults_of_windows(story)


def _faults_of_windows(story: Story) -> Iterator[str]:
    standing = {each.row_id: each for each in story.windows}
    for each in story.outcome.windows:
        if each.after.opens_at >= each.after.closes_at:
            yield f"the window of {each.after.title} is turned round"
        if standing[each.before.row_id].is_answered or each.before.closes_at <= story.now:
            yield f"{each.before.title} moves although it is past or answered"
    if not story.outcome.windows or not story.outcome.kept:
        yield "the move shows nothing"
    there = apply(story, story.outcome.changes)
    back = apply(story, [each.inverse for each in story.outcome.changes], there)
    if there == apply(story, ()) or back != apply(story, ()):
        yield "taking the move back is something"


def apply(
    story: Story,
    changes: Sequence[AnyRowChange],
    start: dict[tuple[str, int], object] | None = None,
) -> dict[tuple[str, int], object]:
    """Write changes over the values that stand."""
    values = start or {
        **{("group_sessions", each.row_id): _times(each) for each in story.before},
        **{(each.what.value, each.row_id): _times(each) for each in story.windows},
    }
    return {**values, **{(each.table.value, each.row_id): _written(each) for each in changes}}


def _written(change: AnyRowChange) -> tuple[datetime, datetime]:
    times = change.after
    if isinstance(times, MeetingTimes):
        return times.starts_at, times.ends_at
    return times.opens_at, times.closes_at


def _times(row: Meeting | Window) -> tuple[datetime, datetime]:
    if isinstance(row, Meeting):
        return row.starts_at, row.ends_at
    return row.opens_at, row.closes_at


if __name__ == "__main__":
    sys.exit(main())
