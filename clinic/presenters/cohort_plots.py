"""Pictures of a group's scores, with every word in the reader's language.

Each comes in two widths: letters keep their size, so that a phone gets a drawing of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from clinic.charts.change import ChangeChart, ChangePoint, ShapeKey, change_chart
from clinic.charts.group_chart import CohortChart, GroupOccasion, cohort_chart
from clinic.charts.marks import Shape
from clinic.charts.scatter import ScatterChart, ScatterPoint, scatter_chart
from clinic.domain.measures.instruments import Direction
from clinic.domain.outcomes.change import Category
from clinic.domain.outcomes.reports import MeasureFigures, OccasionFigures
from clinic.presenters.change_words import category_name
from clinic.presenters.course_charts import occasion_name
from clinic.presenters.numbers import figure, group_figure, points_in_words
from clinic.queries.outcomes.cohort_measures import CohortMeasures, PersonLine

_SQUARE, _WIDE, _NARROW = 520, 860, 330

SHAPES = {
    Category.RECOVERED: Shape.FULL,
    Category.IMPROVED: Shape.HALF,
    Category.UNCHANGED: Shape.OPEN,
    Category.DETERIORATED: Shape.TRIANGLE,
    Category.HARMED: Shape.CROSS,
}


@dataclass(frozen=True, slots=True)
class Picture:
    """One drawing for a wide page and for a phone, with the sentence that says what it shows."""

    wide: Markup
    narrow: Markup
    says: str
    note: str = ""
    """To stand below it."""


def change_picture(page: CohortMeasures) -> Picture | None:
    """Draw everybody's first score against the last, as Jacobson and Truax (1991) read it."""
    measure = page.measure
    if measure is None or measure.span is None or not page.people:
        return None
    says = str(
        ngettext(
            "%(num)s person, a point: the score %(first)s across, %(last)s upward.",
            "%(num)s people, each a point: the score %(first)s across, %(last)s upward.",
            len(page.people),
            first=occasion_name(measure.span[0]).lower(),
            last=occasion_name(measure.span[1]).lower(),
        )
    )
    chart = _change_chart(page, measure, measure.span, says)
    note = _side_of_better(measure.scale.better)
    return _picture(lambda width: change_chart(chart, width), _SQUARE, says, note)


def means_picture(page: CohortMeasures) -> Picture | None:
    """Draw the means of everybody who began; the thin lines are people and stay in the clinic."""
    measure, told = page.measure, page.chosen
    if measure is None or told is None:
        return None
    shown = [one for one in measure.everybody if one.summary]
    if not shown or (len(shown) == 1 and not page.view.is_inside):
        return None
    names = [one.occasion for one in shown]
    courses = [
        tuple(own.get(name) for name in names)
        for own in told.scores.values.values()
        if any(name in own for name in names)
    ]
    says = _means_in_words(shown)
    if not page.view.may_show(len(courses)):
        courses = []

    def draw(width: int) -> str:
        chart = CohortChart(
            title=str(_("%(measure)s over time", measure=measure.name)),
            description=says,
            minimum=measure.scale.minimum,
            maximum=measure.scale.maximum,
            occasions=tuple(_group_occasion(one, is_brief=width == _NARROW) for one in shown),
            courses=tuple(courses),
            mean_name=str(_("Mean")),
            person_name=str(_("One person")),
        )
        return cohort_chart(chart, width)

    note = _("Each thin line is one person.") if courses else ""
    return _picture(draw, _WIDE, says, str(note))


def attendance_picture(page: CohortMeasures) -> Picture | None:
    """Draw how often people came against what changed for them."""
    held = page.figures.held
    label = str(_("regular sessions attended, of %(held)s", held=held))
    return _against(page, lambda line: float(line.attended), label, float(held) or None)


def practice_picture(page: CohortMeasures) -> Picture | None:
    """Draw how long people practiced against what changed for them."""
    label = str(_("minutes of home practice, all together"))
    return _against(page, lambda line: float(line.minutes), label, None)


def _against(
    page: CohortMeasures, amount: Callable[[PersonLine], float], label: str, most: float | None
) -> Picture | None:
    if not page.people or page.measure is None:
        return None
    says = str(
        ngettext(
            "%(num)s person, a point: %(what)s across, the improvement in points upward.",
            "%(num)s people, each a point: %(what)s across, the improvement in points upward.",
            len(page.people),
            what=label,
        )
    )
    chart = ScatterChart(
        title=label,
        description=says,
        points=tuple(
            ScatterPoint(amount(line), line.change.change.gain, _point_name(page, line))
            for line in page.people
        ),
        x_label=label,
        y_label=str(_("points better (above 0) or worse")),
        same_label=str(_("no change")),
        x_maximum=most,
    )
    note = str(_("People with the same figures stand side by side."))
    return _picture(lambda width: scatter_chart(chart, width), _SQUARE, says, note)


def _change_chart(
    page: CohortMeasures, measure: MeasureFigures, span: tuple[str, str], says: str
) -> ChangeChart:
    rule, cutoff = measure.criteria.reliable, measure.criteria.cutoff
    counts = measure.change_of_pairs.categories if measure.change_of_pairs else {}
    shown = "" if cutoff is None else group_figure(cutoff.value, 1).removesuffix(".0")
    points = "" if rule is None else group_figure(rule.points, 1).removesuffix(".0")
    first, last = map(occasion_name, span)
    return ChangeChart(
        title=str(_("%(measure)s, before and after", measure=measure.name)),
        description=says,
        minimum=measure.scale.minimum,
        maximum=measure.scale.maximum,
        points=tuple(
            ChangePoint(
                line.change.change.before,
                line.change.change.after,
                _shape(line.change.change.category),
                _point_name(page, line),
            )
            for line in page.people
        ),
        keys=tuple(
            ShapeKey(SHAPES[kind], f"{category_name(kind)}: {count}")
            for kind, count in counts.items()
            if count
        ),
        before_label=str(_("score: %(occasion)s", occasion=first)),
        after_label=str(_("score: %(occasion)s", occasion=last)),
        same_label=str(_("Line from corner to corner: the same score twice.")),
        reliable=rule.points if rule else None,
        reliable_label=str(
            _("Shaded: less than a reliable change (%(points)s).", points=points_in_words(points))
        ),
        cutoff=cutoff.value if cutoff else None,
        cutoff_label=str(_("cut-off %(value)s", value=shown)),
    )


def _shape(category: Category | None) -> Shape:
    return Shape.OPEN if category is None else SHAPES[category]


def _point_name(page: CohortMeasures, line: PersonLine) -> str:
    return str(line.number) if page.view.has_names else ""


def _group_occasion(one: OccasionFigures, *, is_brief: bool) -> GroupOccasion:
    summary, count = one.summary, one.summary.n if one.summary else 0
    # Four times "n = 43" would run into each other on a phone.
    counted = str(count) if is_brief else str(_("n = %(count)s", count=count))
    return GroupOccasion(
        label=occasion_name(one.occasion),
        n_label=counted if summary else "",
        mean=summary.mean if summary else None,
        mean_label=group_figure(summary.mean, 1) if summary else "",
    )


def _means_in_words(shown: list[OccasionFigures]) -> str:
    means = ", ".join(
        f"{occasion_name(one.occasion)} {group_figure(one.summary.mean)}"
        for one in shown
        if one.summary
    )
    return str(_("Means of everybody who began: %(means)s.", means=means))


def _side_of_better(better: Direction) -> str:
    """Say on which side of the diagonal people have gained."""
    if better is Direction.LOWER:
        return str(_("Lower is better here: whoever stands below the line has improved."))
    return str(_("Higher is better here: whoever stands above the line has improved."))


def change_cells(line: PersonLine) -> tuple[str, str, str, str]:
    """Write one person's change: before, after, points gained, and what it is called."""
    change = line.change.change
    gained = figure(abs(change.gain))
    words = {
        True: _("%(points)s better", points=gained),
        False: _("%(points)s worse", points=gained),
    }
    moved = str(words[change.gain > 0]) if change.gain else str(_("no change"))
    return figure(change.before), figure(change.after), moved, category_name(change.category)


def _picture(draw: Callable[[int], str], wide: int, says: str, note: str) -> Picture:
    # Safe: the chart code escapes every word it is given.
    return Picture(Markup(draw(wide)), Markup(draw(_NARROW)), says, note)  # noqa: S704
