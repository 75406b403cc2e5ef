"""One empty worksheet, for the cupboard or for somebody who lost hers."""

from flask import Blueprint, make_response, request
from flask_babel import get_translations
from werkzeug import Response

from clinic.domain.access import Action
from clinic.printing.sheets import Paper, SheetJob, sheet_pdf
from clinic.queries.content import worksheet_of
from clinic.queries.handouts import get_worksheet
from clinic.web.context import db, reader
from clinic.web.gate import access
from clinic.web.pages import clinic

blueprint = Blueprint("worksheets", __name__)


@blueprint.get("/worksheets/<id:worksheet_id>.pdf")
@access(Action.SHEET_PRINT)
def show(worksheet_id: str) -> Response:
    """Print the sheet: `paper` is A4 or Letter, `large` asks for large print."""
    row = get_worksheet(db(), reader(), worksheet_id)
    settings = clinic()
    sizes = {paper.value: paper for paper in Paper}
    paper = sizes.get(request.args.get("paper", ""), Paper(settings.paper.value))
    is_large = request.args.get("large", "") not in ("", "0", "no")
    job = SheetJob(worksheet_of(row), None, "", paper, is_large, settings.crisis_line)
    answer = make_response(sheet_pdf(job, get_translations()))
    answer.mimetype = "application/pdf"
    suffix = "-large" if is_large else ""
    answer.headers["Content-Disposition"] = f'inline; filename="{row.code}{suffix}.pdf"'
    return answer
