"""Pictures of a person's scores, with every word in the reader's language.

The same drawing stands on the page and on paper; give a width for the room that there is.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from markupsafe import Markup

from clinic.charts.person_chart import (
    BandFill,
    Corridor,
    CourseChart,
    CoursePoint,
    CutoffLine,
    NoteMark,
    SessionTick,
    course_chart,
)
from clinic.domain.measures.instruments import Direction, Source
from clinic.domain.outcomes.readings import ChangeCriteria
from clinic.domain.programs.programs import SessionKind
from clinic.presenters.numbers import figure, group_figure
from clinic.queries.measures.measures import CourseOfScale, MeasureOccasion
from clinic.queries.people.chart_notes import NoteLine
from clinic.queries.people.enrollments import AttendanceCourse, SessionLine

_FOUR_WEEKS = timedelta(weeks=4)


def draw_course(
    course: CourseOfScale,
    attendance: AttendanceCourse,
    zone: str,
    width: int,
    notes: Sequence[NoteLine] = (),
) -> Markup:
    """Draw one course with the sessions under it, and the days that somebody noted."""
    scale = course.scale
    drawing = course_chart(
        CourseChart(
            title=_("%(measure)s over time", measure=course_name(course)),
            description=describe(course),
            minimum=scale.minimum,
            maximum=scale.maximum,
            better=scale.better,
            points=tuple(_point(one, zone) for one in course.occasions),
            sessions=session_ticks(attendance, max(one.on for one in course.occasions), zone),
            sessions_label=_("session"),
            missing_label=_("not answered"),
            bands=tuple(BandFill(band.low, band.high, band.label) for band in scale.bands),
            corridor=_corridor(course),
            cutoff=_cutoff(course.criteria),
            notes=tuple(NoteMark(note.noted_on, note.letter) for note in notes),
            notes_label=_("note"),
        ),
        width,
    )
    # Safe: the chart code escapes every word it is given.
    return Markup(drawing)  # noqa: S704


def session_ticks(
    attendance: AttendanceCourse, last: datetime, zone: str
) -> tuple[SessionTick, ...]:
    """Give the sessions to stand under the axis of a course whose last score is of then."""
    return tuple(
        SessionTick(_day(line.starts_at, zone), str(line.number))
        for line in attendance.lines
        if not line.is_cancelled and _is_shown(line, last)
    )


def course_name(course: CourseOfScale) -> str:
    """Name what a course is of: the instrument, and the scale where it is not the main one."""
    name = course.instrument.short_name
    return name if course.is_main else f"{name}, {course.scale.title}"


def describe(course: CourseOfScale) -> str:
    """Say in a sentence what the picture shows."""
    scored = [one for one in course.occasions if one.value is not None]
    if len(scored) == 1:
        return _("One score so far: %(value)s.", value=figure(scored[0].value))
    better = course.scale.better is Direction.LOWER
    return _(
        "%(count)s scores, from %(first)s to %(last)s. %(direction)s",
        count=len(scored),
        first=figure(scored[0].value),
        last=figure(scored[-1].value),
        direction=_("Lower is better.") if better else _("Higher is better."),
    )


def occasion_name(occasion: str) -> str:
    """Name an occasion in words; one that a file brought along keeps its own name."""
    known = {
        "baseline": _("Before"),
        "mid": _("Midway"),
        "post": _("After"),
        "follow-up": _("Follow-up"),
        "weekly": _("Every week"),
    }
    week = occasion.removeprefix("week-")
    if week != occasion and week.isascii() and week.isdigit():
        return _("Week %(number)s", number=week)
    return known.get(occasion, occasion)


def unverified(course: CourseOfScale) -> tuple[str, ...]:
    """Name the figures of a chart that were not read at their source."""
    criteria = course.criteria
    named: list[tuple[str, Source | None]] = [
        (_("the scoring key"), course.instrument.key_source),
        (_("the bands"), course.scale.bands_source),
        (_("the cut-off"), criteria.cutoff.source if criteria.cutoff else None),
        (_("the reliable change"), criteria.reliable.source if criteria.reliable else None),
    ]
    return tuple(name for name, source in named if source is not None and not source.is_verified)


def _point(one: MeasureOccasion, zone: str) -> CoursePoint:
    return CoursePoint(
        _day(one.on, zone), occasion_name(one.occasion), one.value, figure(one.value)
    )


def _corridor(course: CourseOfScale) -> Corridor | None:
    rule, baseline = course.criteria.reliable, course.baseline
    if rule is None or baseline is None:
        return None
    return Corridor(baseline - rule.points, baseline + rule.points, _("no reliable change"))


def _cutoff(criteria: ChangeCriteria) -> CutoffLine | None:
    if criteria.cutoff is None:
        return None
    value = criteria.cutoff.value
    shown = group_figure(value, 1).removesuffix(".0")
    return CutoffLine(value, _("cut-off %(value)s", value=shown))


def _is_shown(line: SessionLine, last: datetime) -> bool:
    """Leave out the booster until something was answered near it: it would squeeze all the rest."""
    return line.kind is not SessionKind.BOOSTER or line.starts_at - last < _FOUR_WEEKS


def _day(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()
