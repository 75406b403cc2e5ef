"""What paper people still need before their group begins, as one file for the printer."""

from flask import Blueprint, make_response, redirect, request, url_for
from flask_babel import get_translations
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.domain.text import N_
from clinic.forms.people.readiness import PapersForm, papers_form
from clinic.lookups.homework.sheet_codes import codes_of_measures
from clinic.lookups.people.readiness import Board, MissingPaper, missing_papers
from clinic.operations.homework.sheet_codes import issue_measure_codes
from clinic.queries.people.readiness import readiness_board
from clinic.web.gate import access
from clinic.web.readiness_papers import beginning_pdf
from clinic.web.request_context import actor, db, now, reader

blueprint = Blueprint("readiness", __name__)


@blueprint.post("/cohorts/<id:cohort_id>/readiness")
@access(Action.LETTER_PRINT)
def create(cohort_id: str) -> Response:
    """Give the questionnaires their codes, then go on to the paper."""
    board, papers = _papers(cohort_id)
    form = papers_form(board.paper_people)
    _check(form)
    issue_measure_codes(db(), actor(), [row for one in papers for row, _ in one.measures])
    return redirect(url_for(".show", cohort_id=cohort_id, large=form.large.data), 303)


@blueprint.get("/cohorts/<id:cohort_id>/readiness.pdf")
@access(Action.LETTER_PRINT)
def show(cohort_id: str) -> Response:
    """Print it, with the codes that live; `large` says for whom in large print."""
    board, papers = _papers(cohort_id)
    form = papers_form(board.paper_people, asked=request.args)
    _check(form)
    codes = codes_of_measures(db(), [row.id for one in papers for row, _ in one.measures], now())
    answer = make_response(
        beginning_pdf(db(), board, papers, codes, form.large.data or (), get_translations())
    )
    answer.mimetype = "application/pdf"
    answer.headers["Content-Disposition"] = 'inline; filename="papers.pdf"'
    return answer


def _check(form: PapersForm) -> None:
    if not form.validate():
        raise Refused(N_("Somebody you chose no longer needs paper. Please open the page again."))


def _papers(cohort_id: str) -> tuple[Board, tuple[MissingPaper, ...]]:
    board = readiness_board(db(), reader(), cohort_id, now())
    papers = missing_papers(db(), board, now())
    if not any(one.measures or one.lacks_consent or one.lacks_contact for one in papers):
        raise Refused(N_("Nothing is missing on paper."))
    return board, papers
