"""Editing a part of an own program: its source, its faults while typing, and how it will look."""

import secrets
from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, flash, jsonify, make_response, redirect, render_template, url_for
from flask_babel import get_translations
from flask_babel import gettext as _
from werkzeug import Response

from clinic.content.faults import ContentFault
from clinic.content.part_drafts import Checked, read_part
from clinic.domain.access import Action
from clinic.domain.errors import Refused, Stale
from clinic.domain.homework.exercises import Exercise
from clinic.domain.homework.worksheets import BODY_REGIONS, CIRCLES, LADDER_PARTS, Worksheet
from clinic.domain.line_merging import merge_lines
from clinic.domain.programs.programs import Program
from clinic.forms.programs.content import LAID_TOGETHER, EditPartForm
from clinic.lookups.programs.drafts import check_draft
from clinic.lookups.programs.sheet_blocks import blocks_of, safe_html
from clinic.operations.programs.own_programs import save_part
from clinic.presenters.course_charts import occasion_name
from clinic.printing.preview import screen_html
from clinic.printing.sheets import SheetJob, sheet_html
from clinic.queries.programs.part_drafts import DraftPage, get_draft, newest_draft
from clinic.queries.programs.programs import get_program
from clinic.web.gate import access
from clinic.web.headers import policy_with
from clinic.web.pages import clinic
from clinic.web.request_context import actor, db, reader

blueprint = Blueprint("program_parts", __name__)

_PLACE = "/programs/<id:program_id>/parts/<id:part_id>"
_WORDS = {"circles": CIRCLES, "ladder_parts": LADDER_PARTS, "body_regions": BODY_REGIONS}


@blueprint.get(f"{_PLACE}/edit")
@access(Action.CONTENT_EDIT)
def edit(program_id: str, part_id: str) -> Response:
    """Show the source beside its preview."""
    draft = get_draft(db(), reader(), program_id, part_id)
    if not draft.is_newest:
        flash(_("This is an older version. The newest can be edited."), "warning")
        return redirect(url_for("therapist.program_versions.index", program_id=program_id), 303)
    return _page(draft, EditPartForm(source=draft.source))


@blueprint.post(_PLACE)
@access(Action.CONTENT_EDIT)
def update(program_id: str, part_id: str) -> Response:
    """Save the text as a new version; what has faults is shown again with all of them."""
    draft = get_draft(db(), reader(), program_id, part_id)
    form = EditPartForm()
    if not form.validate():
        return _page(draft, form, status=422)
    checked = check_draft(draft.program, draft.part, form.source.data)
    if checked.faults:
        return _page(draft, form, checked.faults, 422)
    try:
        made = save_part(
            db(), actor(form.once.data), draft.program, draft.row, checked, form.note.data or ""
        )
    except Refused as refused:
        if isinstance(refused, Stale) and (newest := newest_draft(db(), reader(), draft)):
            return _page(newest, _laid_together(draft, newest, form), status=409)
        form.add_refusal(refused)
        return _page(draft, form, status=409 if isinstance(refused, Stale) else 422)
    flash(_("Saved as a new version. This is what you changed."), "success")
    return redirect(url_for("therapist.program_versions.show", program_id=made.public_id), 303)


@blueprint.post(f"{_PLACE}/check")
@access(Action.CONTENT_EDIT)
def check(program_id: str, part_id: str) -> Response:
    """Say what is wrong in a text while it is typed; nothing is saved."""
    draft = get_draft(db(), reader(), program_id, part_id)
    checked = check_draft(draft.program, draft.part, EditPartForm().source.data or "")
    faults = [
        {"line": fault.line, "message": fault.message, "file": _file(draft, fault)}
        for fault in checked.faults
    ]
    return jsonify(faults=faults, name=checked.part.name)


@blueprint.post(f"{_PLACE}/preview")
@access(Action.CONTENT_EDIT)
def preview(program_id: str, part_id: str) -> Response:
    """Draw a text as a phone, or as the page of a program, will show it; nothing is saved."""
    draft = get_draft(db(), reader(), program_id, part_id)
    checked = read_part(draft.part, EditPartForm().source.data or "")
    answer = make_response(_phone(draft, checked), 422 if checked.faults else 200)
    return _framed(answer, policy_with(script_src="'none'", frame_ancestors="'self'"))


@blueprint.post(f"{_PLACE}/paper")
@access(Action.CONTENT_EDIT)
def paper(program_id: str, part_id: str) -> Response:
    """Draw the text of a sheet as it will be printed; nothing is saved."""
    draft = get_draft(db(), reader(), program_id, part_id)
    checked = read_part(draft.part, EditPartForm().source.data or "")
    if checked.faults or not isinstance(checked.content, Worksheet):
        answer = make_response(_phone(draft, checked), 422)
        return _framed(answer, policy_with(script_src="'none'", frame_ancestors="'self'"))
    size = clinic().paper
    job = SheetJob(checked.content, None, "", size, False, clinic().crisis_line)
    nonce = secrets.token_urlsafe(16)
    answer = make_response(screen_html(sheet_html(job, get_translations()), nonce))
    # The style of a printed sheet stands inside it, so it is let in by name, and nothing else.
    policy = policy_with(
        script_src="'none'", style_src=f"'nonce-{nonce}'", frame_ancestors="'self'"
    )
    return _framed(answer, policy)


def _laid_together(draft: DraftPage, newest: DraftPage, form: EditPartForm) -> EditPartForm:
    """Lay what was typed over the version that somebody saved meanwhile; it is saved on looking."""
    laid = merge_lines(draft.source, form.source.data or "", newest.source)
    again = EditPartForm(formdata=None, source=laid.text, note=form.note.data)
    again.line_clashes = laid.clashes
    again.add_refusal(LAID_TOGETHER)
    return again


def _page(
    draft: DraftPage, form: EditPartForm, faults: Sequence[ContentFault] = (), status: int = 200
) -> Response:
    answer = make_response(
        render_template(
            "therapist/programs/program_parts/edit.html",
            page=draft,
            form=form,
            faults=[(fault.line, fault.message, _file(draft, fault)) for fault in faults],
        ),
        status,
    )
    # Only this page holds frames: the two previews, which come from here as well.
    answer.headers["Content-Security-Policy"] = policy_with(frame_src="'self'")
    return answer


def _file(draft: DraftPage, fault: ContentFault) -> str:
    """Name the file of a fault when it lies elsewhere: a change here can break the plan there."""
    return "" if fault.file == draft.part.file else fault.file


def _framed(answer: Response, policy: str) -> Response:
    answer.headers["Content-Security-Policy"] = policy
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    return answer


def _phone(draft: DraftPage, checked: Checked) -> str:
    content = None if checked.faults else checked.content
    where = "therapist/programs/program_parts/"
    if isinstance(content, Worksheet):
        return render_template(
            f"{where}sheet.html", sheet=content, blocks=blocks_of(content), words=_WORDS
        )
    if isinstance(content, Exercise):
        html = safe_html(content.html)
        return render_template(f"{where}exercise.html", exercise=content, html=html)
    if isinstance(content, Program):
        page = get_program(db(), reader(), draft.program.public_id)
        page = replace(page, program=content)
        return render_template(f"{where}plan.html", page=page, occasion_name=occasion_name)
    return render_template(f"{where}faulty.html")
