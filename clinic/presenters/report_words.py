"""Words and drawings that reports share: occasions, changes, where a figure comes from."""

from datetime import date, datetime
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
    course_chart,
)
from clinic.domain.measures.instruments import Direction, Source
from clinic.domain.outcomes.change import Category
from clinic.domain.outcomes.readings import ChangeCriteria
from clinic.domain.outcomes.reports import ReportKind
from clinic.presenters.change_words import basis_of
from clinic.presenters.course_charts import occasion_name, session_ticks
from clinic.presenters.dates import full_day
from clinic.presenters.numbers import figure, group_figure
from clinic.printing.reports import Drawing, PrintedTable, ReportSection
from clinic.queries.outcomes.reports import PersonReport, ScaleCourse

WIDTH = 640


def day_of(at: datetime, zone: str) -> date:
    """Give the day of an instant on the clock of the cohort."""
    return at.astimezone(ZoneInfo(zone)).date()


def kinds_in_words() -> dict[str, str]:
    """Say for whom each kind of report is."""
    return {
        ReportKind.CLIENT.value: _("for the person"),
        ReportKind.REFERRER.value: _("for a referrer"),
        ReportKind.COHORT.value: _("for the service"),
    }


def why_no_score(is_answered: bool, reason: str | None) -> str:
    """Say why a number does not exist."""
    if not is_answered:
        return _("not answered")
    return {
        "empty": _("no answers"),
        "too-many-missing": _("no score: too many answers are missing"),
        "score-only": _("no score"),
    }.get(reason or "", _("no score"))


def better_end(better: Direction) -> str:
    """Say which end of a scale is the better one."""
    return _("Lower is better.") if better is Direction.LOWER else _("Higher is better.")


def change_name(category: Category) -> str:
    """Name a change after Jacobson and Truax."""
    return {
        Category.RECOVERED: _("reliable improvement that crosses the cut-off"),
        Category.IMPROVED: _("reliable improvement"),
        Category.UNCHANGED: _("no reliable change"),
        Category.DETERIORATED: _("reliable deterioration"),
        Category.HARMED: _("reliable deterioration that crosses the cut-off"),
    }[category]


def rule_lines(criteria: ChangeCriteria) -> tuple[str, ...]:
    """Say by which method, norm and source a change is read, and what nobody has verified."""
    if criteria.reliable is None:
        first = _("No confirmed norm is known here, so no change is called reliable.")
    else:
        first = _("Change is read after Jacobson and Truax (1991).")
    return (str(first), *basis_of(criteria))


def source_words(source: Source) -> str:
    """Name a source, and whether the figure was read there."""
    if source.is_second_hand:
        state = _("read second-hand, not verified")
    else:
        state = (
            _("verified at the source") if source.is_verified else _("not verified at the source")
        )
    return _("Source: %(text)s (%(state)s).", text=source.text.rstrip("."), state=state)


def draw(told: PersonReport, course: ScaleCourse, *, is_plain: bool) -> Drawing:
    """Draw a course as its page does; plainly, it has no bands, corridor or cut-off."""
    scale, says = course.scale, describe(course)
    zone = told.enrollment.cohort.time_zone
    corridor, cutoff = (None, None) if is_plain else _lines(course)
    chart = CourseChart(
        title=_("%(measure)s over time", measure=course.instrument.short_name),
        description=says,
        minimum=scale.minimum,
        maximum=scale.maximum,
        better=scale.better,
        points=tuple(
            CoursePoint(
                day_of(one.on, zone), occasion_name(one.occasion), one.value, figure(one.value)
            )
            for one in course.scored
        ),
        sessions=session_ticks(told.attendance, max(one.on for one in course.scored), zone),
        sessions_label=_("session"),
        missing_label=_("not answered"),
        bands=()
        if is_plain
        else tuple(BandFill(band.low, band.high, band.label) for band in scale.bands),
        corridor=corridor,
        cutoff=cutoff,
        notes=tuple(NoteMark(note.noted_on, note.letter) for note in told.chart_notes),
        notes_label=_("note"),
    )
    # Safe: the chart code escapes every word it is given.
    return Drawing(Markup(course_chart(chart, WIDTH)), says)  # noqa: S704


def note_sections(told: PersonReport) -> list[ReportSection]:
    """Give the words behind the letters in the drawings, where there are any."""
    if not told.chart_notes:
        return []
    heads = (_("Letter"), _("Day"), _("Note"))
    rows = tuple((one.letter, full_day(one.noted_on), one.words) for one in told.chart_notes)
    return [
        ReportSection(
            _("Notes to single days"), tables=(PrintedTable(_("Notes by letter"), heads, rows),)
        )
    ]


def _lines(course: ScaleCourse) -> tuple[Corridor | None, CutoffLine | None]:
    criteria, values = course.criteria, course.values
    corridor = cutoff = None
    if criteria.reliable and values:
        first, points = values[0].value or 0.0, criteria.reliable.points
        corridor = Corridor(first - points, first + points, _("no reliable change"))
    if criteria.cutoff:
        value = group_figure(criteria.cutoff.value, 1).removesuffix(".0")
        cutoff = CutoffLine(criteria.cutoff.value, _("cut-off %(value)s", value=value))
    return corridor, cutoff


def describe(course: ScaleCourse) -> str:
    """Say in a sentence what the picture shows."""
    values = course.values
    if len(values) == 1:
        return _("One number so far: %(value)s.", value=figure(values[0].value))
    return _(
        "From %(first)s to %(last)s, on a scale from %(low)s to %(high)s. %(direction)s",
        first=figure(values[0].value),
        last=figure(values[-1].value),
        low=figure(course.scale.minimum),
        high=figure(course.scale.maximum),
        direction=better_end(course.scale.better),
    )
