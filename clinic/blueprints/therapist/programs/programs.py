"""Programs: what cohorts are made from, week by week; copies of one's own, as files and back."""

import re
from collections.abc import Sequence

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from clinic.content.faults import ContentError, ContentFault
from clinic.content.program_files import (
    LARGEST_FILE,
    SUFFIX,
    read_program_file,
    write_program_file,
)
from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.forms.programs.content import CopyProgramForm, ImportProgramForm
from clinic.operations.programs.own_programs import copy_program, import_program
from clinic.presenters.course_charts import occasion_name
from clinic.queries.programs.program_versions import get_row, known_instruments, program_file
from clinic.queries.programs.programs import get_program, list_exercises, list_programs
from clinic.web.gate import access
from clinic.web.request_context import actor, db, reader

blueprint = Blueprint("programs", __name__)


@blueprint.url_value_preprocessor
def take_files(endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Let a program file in, which may be larger than any form; this runs before a form is read."""
    if endpoint == "therapist.programs.import":
        request.max_content_length = LARGEST_FILE + 64 * 1024


@blueprint.get("/programs")
@access(Action.PROGRAM_READ)
def index() -> str:
    """List the programs, and the exercises they are made of."""
    return _index(ImportProgramForm())


@blueprint.get("/programs/<id:program_id>")
@access(Action.PROGRAM_READ)
def show(program_id: str) -> str:
    """Show one version of a program by week."""
    return _show(program_id, CopyProgramForm())


@blueprint.post("/programs/<id:program_id>/copies")
@access(Action.CONTENT_EDIT)
def copy(program_id: str) -> Response | tuple[str, int]:
    """Make the clinic's own copy, to be edited part by part."""
    row = get_row(db(), reader(), program_id)
    form = CopyProgramForm()
    if form.validate():
        try:
            made = copy_program(db(), actor(form.once.data), row, str(form.title.data))
        except Refused as refused:
            form.add_refusal(refused)
        else:
            flash(_("%(title)s is yours now. Edit any part of it.", title=made.title), "success")
            return redirect(url_for(".show", program_id=made.public_id), 303)
    return _show(program_id, form), 422


@blueprint.get(f"/programs/<id:program_id>{SUFFIX}")
@access(Action.CONTENT_EDIT)
def export(program_id: str) -> Response:
    """Give the program with all its parts as one file."""
    file = program_file(db(), reader(), program_id)
    answer = make_response(write_program_file(file))
    answer.mimetype = "application/json"
    name = re.sub(r"[^a-z0-9-]", "", file.slug) or "program"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}{SUFFIX}"'
    return answer


@blueprint.post("/programs/import", endpoint="import")
@access(Action.CONTENT_EDIT)
def take_in() -> Response | tuple[str, int]:
    """Take a program in from a file, or say every fault that is in it."""
    form = ImportProgramForm()
    if not form.validate():
        return _index(form), 422
    try:
        with form.file.data.stream as stream:
            read = read_program_file(stream.read(LARGEST_FILE + 1), _instruments())
        made = import_program(db(), actor(), read, _("Imported from a file"))
    except ContentError as error:
        return _index(form, error.faults), 422
    except Refused as refused:
        form.add_refusal(refused)
        return _index(form), 422
    flash(_("%(title)s is here. Look it over, then offer it.", title=made.title), "success")
    return redirect(url_for(".show", program_id=made.public_id), 303)


def _instruments() -> frozenset[str]:
    return known_instruments(db(), reader())


def _index(form: ImportProgramForm, faults: Sequence[ContentFault] = ()) -> str:
    return render_template(
        "therapist/programs/programs/index.html",
        page=list_programs(db(), reader()),
        exercises=list_exercises(db(), reader()),
        form=form,
        faults=faults,
    )


def _show(program_id: str, form: CopyProgramForm) -> str:
    page = get_program(db(), reader(), program_id)
    return render_template(
        "therapist/programs/programs/show.html", page=page, occasion_name=occasion_name, form=form
    )
