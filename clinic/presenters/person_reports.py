"""The two reports about one person: in plain words for her, and with all figures for a referrer."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import assert_never

from flask_babel import gettext as _
from flask_babel import ngettext

from clinic.domain.clinic.settings import ClinicSettings, Paper
from clinic.domain.outcomes.readings import read_change
from clinic.domain.outcomes.reports import ReportPart
from clinic.domain.risk import RiskKind
from clinic.lookups.people.names import full_name
from clinic.presenters.course_charts import occasion_name
from clinic.presenters.dates import full_day
from clinic.presenters.numbers import figure, points_in_words
from clinic.presenters.report_words import (
    better_end,
    change_name,
    day_of,
    draw,
    note_sections,
    rule_lines,
    source_words,
    why_no_score,
)
from clinic.printing.reports import PrintedReport, PrintedTable, ReportSection
from clinic.queries.outcomes.reports import PersonReport, RiskLine, ScaleCourse, Scored


@dataclass(frozen=True, slots=True)
class ReportChoice:
    """What is to be in a report, for whom, and who signs it."""

    parts: frozenset[ReportPart]
    for_whom: str
    summary: str
    signed_by: str
    today: date
    paper: Paper
    is_preview: bool


def client_report(
    told: PersonReport, settings: ClinicSettings, choice: ReportChoice
) -> PrintedReport:
    """Write the report for the person herself: no jargon, no share of anything, no band."""
    told, name = _with_chosen_notes(told, choice), told.enrollment.client.preferred_name
    sections = [ReportSection(_("What this is"), (_plain_opening(told),))]
    if ReportPart.ATTENDANCE in choice.parts:
        sections.append(_came_plainly(told))
    if ReportPart.PRACTICE in choice.parts:
        sections.append(_practiced(told, is_plain=True))
    if ReportPart.MEASURES in choice.parts:
        sections += [*_plain_measures(told), *note_sections(told)]
    if ReportPart.NOTES in choice.parts and told.notes:
        quotes = tuple((full_day(note.on), note.words) for note in told.notes)
        sections.append(ReportSection(_("In your own words"), quotes=quotes))
    return PrintedReport(
        title=_("%(name)s, this is how it went", name=name),
        facts=(),
        sections=tuple(sections),
        foot=settings.crisis_line,
        holder=name,
        paper=choice.paper,
        closing=(_("With warm regards,"), choice.signed_by, full_day(choice.today)),
        is_preview=choice.is_preview,
    )


def referrer_report(
    told: PersonReport, settings: ClinicSettings, choice: ReportChoice
) -> PrintedReport:
    """Write the report for whoever sent the person: every figure with its rule and source."""
    told, client = _with_chosen_notes(told, choice), told.enrollment.client
    sections = []
    if choice.summary:
        sections.append(ReportSection(_("Summary"), tuple(choice.summary.split("\n\n"))))
    if ReportPart.ATTENDANCE in choice.parts:
        sections.append(_came(told))
    if ReportPart.PRACTICE in choice.parts:
        sections.append(_practiced(told, is_plain=False))
    if ReportPart.MEASURES in choice.parts:
        sections += [*_measures(told), *note_sections(told)]
        sections.append(_missing(told))
    if ReportPart.RISK in choice.parts:
        sections.append(_risk(told))
    return PrintedReport(
        title=_("Report on participation"),
        facts=(
            (_("To"), choice.for_whom),
            (_("About"), full_name(client)),
            (_("Group"), told.enrollment.cohort.name),
            (_("Began"), full_day(_day(told, told.enrollment.enrolled_at))),
            (_("Place in the group"), _status(told)),
            (_("Written on"), full_day(choice.today)),
        ),
        sections=tuple(sections),
        foot=settings.clinic_name,
        holder=full_name(client),
        paper=choice.paper,
        closing=(choice.signed_by, settings.clinic_name),
        is_preview=choice.is_preview,
    )


def _with_chosen_notes(told: PersonReport, choice: ReportChoice) -> PersonReport:
    """Keep the notes of staff out of the drawings unless the writer chose them."""
    return told if ReportPart.CHART_NOTES in choice.parts else replace(told, chart_notes=())


def _zone(told: PersonReport) -> str:
    return told.enrollment.cohort.time_zone


def _day(told: PersonReport, at: datetime) -> date:
    return day_of(at, _zone(told))


def _status(told: PersonReport) -> str:
    return {
        "referred": _("referred"),
        "screened": _("screened"),
        "waitlisted": _("on the waiting list"),
        "enrolled": _("takes part"),
        "paused": _("paused"),
        "withdrawn": _("left the group"),
        "completed": _("finished the program"),
    }.get(told.enrollment.status.value, told.enrollment.status.value)


def _plain_opening(told: PersonReport) -> str:
    return _(
        "These pages are yours. They gather what you did in %(group)s and what you told us along "
        "the way, so that you can look back on it. Numbers are only one way of looking; what you "
        "noticed yourself counts as much.",
        group=told.enrollment.cohort.discreet_name,
    )


def _came_plainly(told: PersonReport) -> ReportSection:
    came, held = told.attendance.attended, told.attendance.held
    words = ngettext(
        "We have met %(num)s time so far, and you were there %(came)s.",
        "We have met %(num)s times so far, and you were there %(came)s.",
        held,
        came=ngettext("%(num)s time", "%(num)s times", came),
    )
    if not held:
        words = _("We have not met yet.")
    elif came == held:
        words = ngettext(
            "We have met %(num)s time so far, and you were there.",
            "We have met %(num)s times so far, and you were there every time.",
            held,
        )
    return ReportSection(_("Our meetings"), (words,))


def _practiced(told: PersonReport, *, is_plain: bool) -> ReportSection:
    title = _("What you practiced") if is_plain else _("Practice between meetings")
    if not told.practiced:
        return ReportSection(title, (_("No practice is written down."),))
    minutes = sum(one.minutes for one in told.practiced)
    line = ngettext(
        "%(num)s minute of practice is written down altogether.",
        "%(num)s minutes of practice are written down altogether.",
        minutes,
    )
    rows = tuple((one.title, str(one.times), str(one.minutes)) for one in told.practiced)
    heads = (_("Practice"), _("Times"), _("Minutes"))
    note = (
        () if is_plain else (_("As the person wrote it down. A gentler step counts as practice."),)
    )
    return ReportSection(
        title, (line,), tables=(PrintedTable(_("Practice by practice"), heads, rows),), notes=note
    )


def _plain_measures(told: PersonReport) -> list[ReportSection]:
    found = []
    for course in told.courses:
        if not course.is_main or not course.values:
            continue
        words = [_plain_change(course)]
        left_open = [o for o in course.scored if o.value is None]
        if left_open:
            names = ", ".join(occasion_name(one.occasion).lower() for one in left_open)
            words.append(_("There is no number for: %(occasions)s.", occasions=names))
        title = course.instrument.purpose.rstrip(".") or course.instrument.name
        drawing, table = draw(told, course, is_plain=True), _plain_table(told, course)
        found.append(ReportSection(title, tuple(words), (drawing,), (table,)))
    return found


def _plain_table(told: PersonReport, course: ScaleCourse) -> PrintedTable:
    """Say in a table what the drawing shows, for whoever cannot see it."""
    rows = tuple(
        (occasion_name(one.occasion), full_day(_day(told, one.on)), figure(one.value))
        for one in course.values
    )
    return PrintedTable(_("Your numbers"), (_("When"), _("Day"), _("Number")), rows)


def _plain_change(course: ScaleCourse) -> str:
    """Say how it went as one would across a table."""
    values = course.values
    if len(values) < 2:
        return _("So far there is one number, so there is nothing to compare it with yet.")
    first, last = values[0].value or 0.0, values[-1].value or 0.0
    criteria = course.criteria
    change = read_change(first, last, criteria)
    if change.gain == 0:
        return _("At the end, your answers came to the same number as at the beginning.")
    rule = criteria.reliable
    is_clear = rule is not None and rule.is_met(change.points)
    if change.gain > 0:
        if is_clear:
            return _(
                "From the first time to the last, your answers moved in the direction we hope "
                "for, and by more than numbers like these go up and down on their own."
            )
        return _(
            "From the first time to the last, your answers moved a little in the direction we "
            "hope for. Numbers like these also go up and down on their own."
        )
    if is_clear:
        return _(
            "The last time, your answers were heavier than the first time, by more than numbers "
            "like these go up and down on their own. That is worth talking about with us; "
            "it is not your fault."
        )
    return _(
        "The last time, your answers were a little heavier than the first time. Numbers like "
        "these also go up and down on their own."
    )


def _came(told: PersonReport) -> ReportSection:
    lines = [line for line in told.attendance.lines if line.is_past]
    names = {
        "present": _("present"),
        "late": _("late"),
        "left-early": _("left early"),
        "excused": _("excused"),
        "absent": _("absent"),
    }
    rows = tuple(
        (
            _("%(number)s. %(title)s", number=line.number, title=line.title),
            full_day(_day(told, line.starts_at)),
            _("canceled")
            if line.is_cancelled
            else names.get(line.mark.value, "")
            if line.mark
            else _("not marked"),
        )
        for line in lines
    )
    words = _(
        "Attended %(came)s of the %(held)s regular sessions held so far.",
        came=told.attendance.attended,
        held=told.attendance.held,
    )
    table = PrintedTable(_("Sessions"), (_("Session"), _("Day"), _("Attendance")), rows)
    return ReportSection(_("Attendance"), (words,), tables=(table,) if rows else ())


def _measures(told: PersonReport) -> list[ReportSection]:
    found = []
    for course in told.courses:
        if course.values:
            section = _measure(told, course)
            if not course.is_main:
                section = replace(section, drawings=())
            found.append(section)
    return found


def _measure(told: PersonReport, course: ScaleCourse) -> ReportSection:
    scale, instrument, criteria = course.scale, course.instrument, course.criteria
    title = instrument.short_name
    if not course.is_main or len(instrument.scales) > 1:
        title = _("%(measure)s: %(scale)s", measure=title, scale=scale.title)
    rows = tuple(_score_row(told, course, one) for one in course.scored)
    heads = (_("Occasion"), _("Day"), _("Score"), _("Band"), _("Rule"))
    notes = [
        _(
            "Scale from %(low)s to %(high)s. %(direction)s",
            low=figure(scale.minimum),
            high=figure(scale.maximum),
            direction=better_end(scale.better),
        ),
        *rule_lines(criteria),
    ]
    if scale.bands_source:
        notes.append(_("Bands. %(source)s", source=source_words(scale.bands_source)))
    if instrument.key_source:
        notes.append(_("Scoring key. %(source)s", source=source_words(instrument.key_source)))
    if instrument.rights and instrument.rights.notice:
        notes.append(instrument.rights.notice)
    return ReportSection(
        title,
        (_change_words(course),),
        (draw(told, course, is_plain=False),),
        (PrintedTable(_("Scores"), heads, rows),),
        tuple(notes),
    )


def _score_row(told: PersonReport, course: ScaleCourse, one: Scored) -> tuple[str, ...]:
    band = course.scale.band_of(one.value) if one.value is not None else None
    return (
        occasion_name(one.occasion),
        full_day(_day(told, one.on)) if one.is_answered else "–",
        figure(one.value) if one.value is not None else why_no_score(one.is_answered, one.reason),
        band.label if band else "–",
        one.rule or "–",
    )


def _change_words(course: ScaleCourse) -> str:
    values = course.values
    if len(values) < 2:
        return _("One score, so there is no change to report.")
    change = read_change(values[0].value or 0.0, values[-1].value or 0.0, course.criteria)
    words = _(
        "From %(before)s (%(first)s) to %(after)s (%(last)s), a change of %(points)s",
        before=figure(change.before),
        first=occasion_name(values[0].occasion).lower(),
        after=figure(change.after),
        last=occasion_name(values[-1].occasion).lower(),
        points=points_in_words(figure(change.points)),
    )
    if change.category is None:
        return _("%(change)s; whether it is reliable is not known.", change=words)
    return _("%(change)s: %(name)s.", change=words, name=change_name(change.category))


def _missing(told: PersonReport) -> ReportSection:
    lines = [
        _(
            "%(measure)s, %(occasion)s: %(reason)s",
            measure=course.instrument.short_name,
            occasion=occasion_name(one.occasion).lower(),
            reason=why_no_score(one.is_answered, one.reason),
        )
        for course in told.courses
        if course.is_main
        for one in course.scored
        if one.value is None
    ]
    return ReportSection(
        _("What is missing"), tuple(lines) or (_("Nothing that was asked is missing."),)
    )


def _risk(told: PersonReport) -> ReportSection:
    heads = (_("What opened it"), _("Opened"), _("Closed"))
    rows = tuple(
        (
            _what_opened(case),
            full_day(_day(told, case.opened_at)),
            full_day(_day(told, case.closed_at)) if case.closed_at else _("still open"),
        )
        for case in told.risks
    )
    unknown = tuple(
        _(
            "%(measure)s, question %(item)s, %(occasion)s: unknown, it was not answered.",
            measure=one.instrument,
            item=one.item,
            occasion=occasion_name(one.occasion).lower(),
        )
        for one in told.unknown_risks
    )
    words = () if rows else (_("No risk case was opened. That is no proof that there is no risk."),)
    tables = (PrintedTable(_("Risk cases"), heads, rows),) if rows else ()
    return ReportSection(_("Risk"), (*words, *unknown), tables=tables)


def _what_opened(case: RiskLine) -> str:
    match case.kind:
        case RiskKind.ITEM:
            return _("%(measure)s, question %(item)s", measure=case.instrument, item=case.item)
        case RiskKind.FELT_WORSE:
            return _("A practice felt worse")
        case RiskKind.CALL_ME:
            return _("Asked to be called")
        case RiskKind.MEMORIES:
            return _("Hard memories broke in during a practice")
        case RiskKind.SHEET:
            return _("A mark in a sheet")
        case RiskKind.SCREENING:
            return _("What a first talk found")
        case _:
            assert_never(case.kind)
