"""Reports as PDF: what is to be in one, a preview, and the paper with a row that tells of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, render_template, request
from flask_babel import get_translations
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.clinic.settings import Paper
from clinic.domain.outcomes.reports import ReportKind, ReportPart
from clinic.forms.outcomes.reports import CohortReportForm, PersonReportForm, person_report_form
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.operations.outcomes.reports import OutgoingReport, ToldScore, note_report
from clinic.presenters.cohort_reports import service_report
from clinic.presenters.person_reports import ReportChoice, client_report, referrer_report
from clinic.presenters.report_words import kinds_in_words
from clinic.printing.reports import report_pdf
from clinic.queries.outcomes.cohort_reports import CohortReport, cohort_report
from clinic.queries.outcomes.report_issues import IssueLine, ReportDesk, issues_of, report_desk
from clinic.queries.outcomes.reports import PersonReport, person_report
from clinic.web.gate import access, fresh
from clinic.web.pages import clinic
from clinic.web.papers import pdf_answer
from clinic.web.request_context import actor, db, now, reader, signed_in

blueprint = Blueprint("reports", __name__)

_PERSONAL = "<any(client, referrer):kind>"
_BUILD = {ReportKind.CLIENT: client_report, ReportKind.REFERRER: referrer_report}


@blueprint.get(f"/enrollments/<id:enrollment_id>/reports/{_PERSONAL}")
@access(Action.REPORT_PRINT)
def new(enrollment_id: str, kind: str) -> str:
    """Ask what is to be in a report about one person, and list those that went out."""
    desk, which = report_desk(db(), reader(), enrollment_id), ReportKind(kind)
    return _page(desk.enrollment, which, _form(desk, which), desk.issues)


@blueprint.post(f"/enrollments/<id:enrollment_id>/reports/{_PERSONAL}")
@access(Action.REPORT_PRINT)
@fresh(then="preview")
def create(enrollment_id: str, kind: str) -> Any:
    """Show the report for a look, or print it and note that it went out."""
    desk, which = report_desk(db(), reader(), enrollment_id), ReportKind(kind)
    enrollment, form = desk.enrollment, _form(desk, which)
    if not form.validate():
        return _page(enrollment, which, form, desk.issues), 422
    choice = _choice(form, enrollment)
    told = person_report(db(), reader(), enrollment, now())
    pdf = report_pdf(_BUILD[which](told, clinic(), choice), get_translations())
    if not choice.is_preview:
        doer = actor(form.once.data)
        scores = _told(told) if ReportPart.MEASURES in choice.parts else ()
        going = OutgoingReport(which, choice.for_whom, pdf, choice.parts, scores)
        note_report(db(), doer, enrollment, going)
    return _answer(pdf, choice.today)


@blueprint.get("/cohorts/<id:cohort_id>/report")
@access(Action.REPORT_PRINT)
def new_of_cohort(cohort_id: str) -> str:
    """Say what is in the report about a group, and list those that went out."""
    told = cohort_report(db(), reader(), cohort_id, now())
    form = CohortReportForm(paper=clinic().paper.value)
    return _of_cohort(told, form)


@blueprint.post("/cohorts/<id:cohort_id>/report")
@access(Action.REPORT_PRINT)
@fresh(then="preview")
def create_of_cohort(cohort_id: str) -> Any:
    """Show the report about a group for a look, or print it and note that it went out."""
    form = CohortReportForm(paper=clinic().paper.value)
    told = cohort_report(db(), reader(), cohort_id, now(), pools=bool(form.pools.data))
    if not form.validate():
        return _of_cohort(told, form), 422
    today, is_preview = _today(told.cohort), _is_preview()
    services = told.group.services(is_inside=False, releases=told.releases)
    paper = Paper(form.paper.data)
    report = service_report(told, services, clinic(), paper, today, is_preview=is_preview)
    pdf = report_pdf(report, get_translations())
    if not is_preview:
        _note_cohort(form, told, pdf)
    return _answer(pdf, today)


def _form(desk: ReportDesk, kind: ReportKind) -> PersonReportForm:
    return person_report_form(kind, clinic().paper, has_chart_notes=desk.has_chart_notes)


def _note_cohort(form: CohortReportForm, told: CohortReport, pdf: bytes) -> None:
    scores = tuple(ToldScore(*score) for score in told.told)
    for_whom = form.for_whom.data or ""
    going = OutgoingReport(ReportKind.COHORT, for_whom, pdf, scores=scores)
    doer = actor(form.once.data)
    note_report(db(), doer, told.cohort, going, told.releases, told.beside)


def _told(told: PersonReport) -> tuple[ToldScore, ...]:
    return tuple(
        ToldScore(one.administration_id, course.scale.key, one.value)
        for course in told.courses
        if course.values
        for one in course.scored
        if one.rule
    )


def _choice(form: PersonReportForm, enrollment: Enrollment) -> ReportChoice:
    writer = signed_in()
    if writer is None:
        abort(401)
    given = enrollment.client.preferred_name
    return ReportChoice(
        parts=frozenset(ReportPart(part) for part in form.parts.data or ()),
        for_whom=(form.for_whom.data or "") if form.for_whom else given,
        summary=(form.summary.data or "") if form.summary else "",
        signed_by=writer.name,
        today=_today(enrollment.cohort),
        paper=Paper(form.paper.data),
        is_preview=_is_preview(),
    )


def _is_preview() -> bool:
    return request.form.get("then") == "preview"


def _today(cohort: Cohort) -> date:
    return now().astimezone(ZoneInfo(cohort.time_zone)).date()


def _answer(pdf: bytes, today: date) -> Response:
    # The name of a file in a shared folder of downloads tells whom it is about to nobody.
    return pdf_answer(pdf, f"report-{today.isoformat()}.pdf")


def _of_cohort(told: CohortReport, form: CohortReportForm) -> str:
    issues = issues_of(db(), reader(), told.cohort)
    is_held_back = told.releases.is_held_back
    return _page(told.cohort, ReportKind.COHORT, form, issues, is_held_back=is_held_back)


def _page(
    of: Enrollment | Cohort,
    kind: ReportKind,
    form: PersonReportForm | CohortReportForm,
    issues: Sequence[IssueLine],
    *,
    is_held_back: bool = False,
) -> str:
    is_person = isinstance(of, Enrollment)
    return render_template(
        "handouts/reports/new.html" if is_person else "handouts/reports/new_of_cohort.html",
        of=of,
        kind=kind.value,
        form=form,
        is_held_back=is_held_back,
        issues=issues,
        zone=(of.cohort if isinstance(of, Enrollment) else of).time_zone,
        kinds=kinds_in_words(),
    )
