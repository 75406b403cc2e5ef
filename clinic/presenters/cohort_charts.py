"""The drawing of a cohort's measure: every person's course and the mean above them."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from clinic.charts.group_chart import CohortChart, GroupOccasion, cohort_chart
from clinic.lookups.outcomes.courses import CohortOccasion, Measure
from clinic.presenters.course_charts import occasion_name
from clinic.presenters.numbers import group_figure

_WIDE, _NARROW = 720, 340
"""Letters keep their size: a phone gets a drawing of its own and not a smaller one."""


@dataclass(frozen=True, slots=True)
class Drawings:
    """The same chart for a wide page and for a phone."""

    wide: str
    narrow: str


def draw_cohort(measure: Measure) -> Drawings:
    """Draw one measure with its words in the reader's language."""
    # Four times "n = 43" would run into each other on a phone; the table below names the counts.
    counts = [str(occasion.scored) for occasion in measure.occasions]
    named = [str(_("n = %(count)s", count=count)) for count in counts]
    return Drawings(_draw(measure, named, _WIDE), _draw(measure, counts, _NARROW))


def _draw(measure: Measure, counts: Sequence[str], width: int) -> str:
    occasions = zip(measure.occasions, counts, strict=True)
    chart = CohortChart(
        title=str(_("%(measure)s over time", measure=measure.name.short_name)),
        description=describe(measure),
        minimum=measure.scale.minimum,
        maximum=measure.scale.maximum,
        occasions=tuple(_occasion(occasion, count) for occasion, count in occasions),
        courses=tuple(course.values for course in measure.courses),
        mean_name=str(_("Mean")),
        person_name=str(_("One person")),
    )
    return cohort_chart(chart, width)


def describe(measure: Measure) -> str:
    """Say in one sentence what the drawing shows."""
    means = [
        f"{occasion_name(occasion.occasion)} {group_figure(occasion.mean)}"
        for occasion in measure.occasions
        if occasion.mean is not None
    ]
    return str(
        _("Each thin line is one person. Means of the group: %(means)s.", means=", ".join(means))
    )


def _occasion(occasion: CohortOccasion, count: str) -> GroupOccasion:
    return GroupOccasion(
        label=occasion_name(occasion.occasion),
        n_label=count,
        mean=occasion.mean,
        mean_label=group_figure(occasion.mean, 1),
    )
