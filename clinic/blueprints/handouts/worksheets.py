"""One empty worksheet, for the cupboard or for somebody who lost hers."""

from flask import Blueprint, request
from flask_babel import get_translations
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.clinic.settings import Paper
from clinic.lookups.programs.content import worksheet_of
from clinic.printing.filled import form_id
from clinic.printing.sheets import SheetJob, sheet_pdf
from clinic.queries.homework.handouts import get_worksheet
from clinic.web.gate import access
from clinic.web.pages import clinic
from clinic.web.papers import pdf_answer
from clinic.web.request_context import db, reader

blueprint = Blueprint("worksheets", __name__)


@blueprint.get("/worksheets/<id:worksheet_id>.pdf")
@access(Action.SHEET_PRINT)
def show(worksheet_id: str) -> Response:
    """Print the sheet: `paper` is A4 or Letter, `large` large print, `fillable` a form as PDF."""
    row = get_worksheet(db(), reader(), worksheet_id)
    settings = clinic()
    sizes = {paper.value: paper for paper in Paper}
    paper = sizes.get(request.args.get("paper", ""), settings.paper)
    is_large = _is_asked("large")
    is_fillable = _is_asked("fillable")
    mark = form_id(row.code, row.content_hash) if is_fillable else ""
    job = SheetJob(worksheet_of(row), None, "", paper, is_large, settings.crisis_line, form_id=mark)
    suffix = ("-large" if is_large else "") + ("-fillable" if is_fillable else "")
    return pdf_answer(sheet_pdf(job, get_translations()), f"{row.code}{suffix}.pdf")


def _is_asked(option: str) -> bool:
    return request.args.get(option, "") not in ("", "0", "no")
