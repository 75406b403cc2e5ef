"""The report about a group for the service: figures without anybody in them."""

from collections.abc import Mapping
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from clinic.charts.group_chart import CohortChart, GroupOccasion, cohort_chart
from clinic.domain.clinic.settings import ClinicSettings, Paper
from clinic.domain.outcomes.reports import (
    Class,
    GroupChange,
    MeasureFigures,
    OccasionFigures,
    Verdict,
)
from clinic.domain.outcomes.suppression import SMALLEST_GROUP
from clinic.domain.outcomes.talking_therapies import POPULATION, Services
from clinic.presenters.course_charts import occasion_name
from clinic.presenters.dates import full_day
from clinic.presenters.effect_words import NOT_TOLD, effect_rows
from clinic.presenters.numbers import figure, group_figure, points_in_words
from clinic.presenters.report_words import WIDTH, better_end, rule_lines, source_words
from clinic.presenters.service_words import tally_words, term_name
from clinic.printing.reports import Drawing, PrintedReport, PrintedTable, ReportSection
from clinic.queries.outcomes.cohort_reports import CohortReport


def service_report(
    told: CohortReport,
    services: Services | None,
    settings: ClinicSettings,
    paper: Paper,
    today: date,
    *,
    is_preview: bool,
) -> PrintedReport:
    """Write the report about one group."""
    figures = told.figures
    measures = [_measure(one) for one in figures.measures]
    if services is not None:
        measures.append(_services(services))
    return PrintedReport(
        title=_("How the group went"),
        facts=(
            (_("Group"), told.cohort.name),
            *(((_("Counted with it"), _beside(told)),) if told.beside else ()),
            (_("Program"), told.program),
            (_("First session"), full_day(told.cohort.first_on)),
            (_("Sessions held"), str(figures.held)),
            (_("Written on"), full_day(today)),
        ),
        sections=(_reading(told), _people(told), *measures),
        foot=settings.clinic_name,
        holder="",
        paper=paper,
        is_preview=is_preview,
    )


def _beside(told: CohortReport) -> str:
    """Say which groups are counted together with it, and from when they are."""
    return "; ".join(
        _("%(group)s, from %(day)s", group=one.name, day=full_day(one.first_on))
        for one in told.beside
    )


def _pooling(told: CohortReport) -> str:
    return ngettext(
        "This group alone is too small to show a change. It is counted together with %(num)s "
        "earlier group of the same program; nobody is counted twice.",
        "This group alone is too small to show a change. It is counted together with %(num)s "
        "earlier groups of the same program; nobody is counted twice.",
        len(told.beside),
    )


def _reading(told: CohortReport) -> ReportSection:
    held_back = _(
        "A report about this group went out before. Figures whose difference from it would reveal "
        "fewer than %(least)s people are left out here; they can be shown again once "
        "%(least)s or more people have given new answers.",
        least=SMALLEST_GROUP,
    )
    return ReportSection(
        _("How to read this"),
        (
            *([_pooling(told)] if told.beside else []),
            *([held_back] if told.releases.is_held_back else []),
            _(
                "This is one small group, before and after, without a group to compare it with. "
                "People also get better or worse by themselves, those who were worst tend to move "
                "toward the middle, and those who stay differ from those who leave. The figures "
                "describe these people; they do not show that the program caused the change."
            ),
            _(
                "Figures of fewer than %(least)s people are left out (%(mark)s), and so is "
                "whatever would let them be found by subtracting.",
                least=SMALLEST_GROUP,
                mark=NOT_TOLD,
            ),
        ),
    )


def _people(told: CohortReport) -> ReportSection:
    figures = told.figures
    names = {
        Class.COMPLETER: _("Came to %(least)s sessions or more", least=figures.completer_at_least),
        Class.PARTLY: _("Came to fewer"),
        Class.NEVER: _("Never came"),
    }
    rows = [(_("Began"), _count(figures.began))]
    rows += [(names[kind], _count(figures.classes[kind])) for kind in Class]
    average = (
        _(
            "On average somebody came to %(mean)s of %(held)s sessions.",
            mean=group_figure(figures.mean_attended, 1),
            held=figures.held,
        )
        if figures.mean_attended is not None
        else _("Too few people began for their attendance to be shown here.")
    )
    words = [average]
    if figures.counts_make_ups:
        words.append(_("Sessions that were made up are counted, by the program's own rule."))
    table = PrintedTable(_("Who came"), (_("People"), _("How many")), tuple(rows))
    return ReportSection(_("People and attendance"), tuple(words), tables=(table,))


def _measure(one: MeasureFigures) -> ReportSection:
    notes = [better_end(one.scale.better), *rule_lines(one.criteria)]
    if one.key_source:
        notes.append(_("Scoring key. %(source)s", source=source_words(one.key_source)))
    tables, words = [], []
    for caption, by_occasion in (
        (_("Everybody who began, by occasion"), one.everybody),
        (_("Completers, by occasion"), one.completers),
    ):
        if any(each.summary for each in by_occasion):
            tables.append(_by_occasion(caption, by_occasion))
        else:
            words.append(
                _("%(group)s: left out, it would reveal fewer than five people.", group=caption)
            )
    if one.span is None:
        words.append(_("There are no scores at two times yet, so there is no change to report."))
    else:
        first, last = map(occasion_name, one.span)
        words.append(
            _("Change is from %(first)s to %(last)s.", first=first.lower(), last=last.lower())
        )
        tables += _changes(one, words)
    return ReportSection(one.name, tuple(words), _drawings(one), tuple(tables), tuple(notes))


def _services(services: Services) -> ReportSection:
    """Tell what the services count, with each rule and where it was read."""
    words = [_(POPULATION.text)]
    if services.people is None:
        words.append(_("Here that is too few to report."))
    else:
        words.append(
            ngettext(
                "Here that is %(num)s person.", "Here that is %(num)s people.", services.people
            )
        )
    rows = tuple(
        (
            term_name(one.rule.term),
            tally_words(one),
            f"{_(one.rule.text)} {source_words(one.rule.source)}",
        )
        for one in services.tallies
    )
    heads = (_("What is counted"), _("People"), _("Rule and source"))
    table = PrintedTable(_("Counts after NHS Talking Therapies"), heads, rows)
    title = _("As NHS Talking Therapies counts, from PHQ-9 and GAD-7")
    return ReportSection(title, tuple(words), tables=(table,))


def _by_occasion(caption: str, figures: tuple[OccasionFigures, ...]) -> PrintedTable:
    rows = tuple(
        (
            occasion_name(one.occasion),
            _count(one.summary.n if one.summary else None),
            group_figure(one.summary.mean) if one.summary else NOT_TOLD,
            (group_figure(one.summary.sd) if one.summary else "") or NOT_TOLD,
        )
        for one in figures
    )
    return PrintedTable(caption, (_("Occasion"), _("n"), _("Mean"), _("SD")), rows)


def _changes(one: MeasureFigures, words: list[str]) -> list[PrintedTable]:
    groups = (
        (
            _("Everybody with a first score; where the last is missing, the one before stands in"),
            one.change_of_all,
        ),
        (_("Completers with both scores"), one.change_of_completers),
    )
    tables = []
    for name, change in groups:
        if change is None or change.n is None:
            words.append(
                _("%(group)s: left out, it would reveal fewer than five people.", group=name)
            )
            continue
        words.append(_change_line(name, change))
        tables.append(_effects(name, change))
        if change.verdicts:
            tables.append(_verdicts(name, change.verdicts))
    return tables


def _change_line(name: str, change: GroupChange) -> str:
    line = _(
        "%(group)s: n = %(n)s, mean change %(change)s.",
        group=name,
        n=change.n,
        change=points_in_words(group_figure(change.mean_change)),
    )
    if change.carried:
        line += " " + _(
            "For %(carried)s of them an earlier score stands in.", carried=change.carried
        )
    return line


def _effects(name: str, change: GroupChange) -> PrintedTable:
    rows = tuple(
        (row.name, row.value, row.interval, row.convention) for row in effect_rows(change.effects)
    )
    heads = (_("Effect size"), _("Value"), _("95 % interval"), _("Convention"))
    caption = _("Effect sizes, positive for the better. %(group)s", group=name)
    return PrintedTable(caption, heads, rows)


def _verdicts(name: str, counts: Mapping[Verdict, int | None]) -> PrintedTable:
    names = {
        Verdict.BETTER: _("reliably better"),
        Verdict.SAME: _("no reliable change"),
        Verdict.WORSE: _("reliably worse"),
    }
    rows = tuple((names[verdict], _count(counts[verdict])) for verdict in Verdict)
    caption = _("Reliable change. %(group)s", group=name)
    return PrintedTable(caption, (_("Change"), _("People")), rows)


def _drawings(one: MeasureFigures) -> tuple[Drawing, ...]:
    """Draw the means alone: a line of its own would be somebody."""
    shown = [each for each in one.everybody if each.summary]
    if len(shown) < 2:
        return ()
    means = ", ".join(
        f"{occasion_name(each.occasion)} {group_figure(each.summary.mean)}"
        for each in shown
        if each.summary
    )
    says = _("Means of everybody who began: %(means)s.", means=means)
    chart = CohortChart(
        title=_("%(measure)s over time", measure=one.name),
        description=says,
        minimum=one.scale.minimum,
        maximum=one.scale.maximum,
        occasions=tuple(
            GroupOccasion(
                label=occasion_name(each.occasion),
                n_label=_("n = %(count)s", count=each.summary.n) if each.summary else "",
                mean=each.summary.mean if each.summary else None,
                mean_label=group_figure(each.summary.mean, 1) if each.summary else "",
            )
            for each in shown
        ),
        courses=(),
        mean_name=_("Mean"),
        person_name="",
    )
    # Safe: the chart code escapes every word it is given.
    return (Drawing(Markup(cohort_chart(chart, WIDTH)), says),)  # noqa: S704


def _count(value: int | None) -> str:
    return NOT_TOLD if value is None else figure(value)
