"""Typing in a week of home practice from paper, and mending by the paper what was typed."""

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug import Response

from clinic.blueprints.therapist.homework.practice_lines import Grid, boxes_of, grid_of, lines_of
from clinic.blueprints.therapist.measures.next_paper import (
    address_of,
    desk_now,
    following_of,
    to_next,
)
from clinic.domain.access import Action
from clinic.forms.homework.practice_papers import PracticePaperForm, practice_paper_form
from clinic.operations.homework.practice_papers import TypedPaper, type_practice_paper
from clinic.queries.homework.practice_papers import PaperPage, open_cases_of, practice_paper
from clinic.web.errors import sentence
from clinic.web.gate import access, edits
from clinic.web.request_context import actor, db, reader

blueprint = Blueprint("practice_papers", __name__)


@blueprint.get("/assignments/<id:assignment_id>/practice-paper")
@access(Action.RESPONSE_TYPE)
def edit(assignment_id: str) -> str:
    """Show the lines of the sheet in the order of the paper, with what is in already."""
    page = practice_paper(db(), reader(), assignment_id)
    return _draw(page, _form(page))


@blueprint.post("/assignments/<id:assignment_id>/practice-paper")
@access(Action.RESPONSE_TYPE)
@edits
def update(assignment_id: str) -> Response | tuple[str, int]:
    """Keep every line that can be kept; go on with the next paper when nothing is left open."""
    page = practice_paper(db(), reader(), assignment_id)
    form = _form(page)
    is_valid = form.validate()
    lines, left = lines_of(page, form)
    following = desk_now().after(page.key, page.enrollment.public_id)
    typed = type_practice_paper(
        *(db(), actor(), page.first, lines, form.reason.data or ""),
        is_whole=is_valid and not left,
    )
    if typed.paper is None:
        return _draw_again(assignment_id, left, typed), 422
    was_in = page.paper is not None
    page = practice_paper(db(), reader(), assignment_id)
    _say(page, len(typed.entries), was_in=was_in)
    told = {entry.id for entry in typed.entries}
    if any(case.practice_entry_id in told for case in open_cases_of(db(), reader(), page)):
        then = following.key if following else None
        return redirect(address_of(".show", assignment_id=assignment_id, then=then), 303)
    return redirect(to_next(following), 303)


@blueprint.get("/assignments/<id:assignment_id>/practice-paper/kept")
@access(Action.RESPONSE_TYPE)
def show(assignment_id: str) -> Response | str:
    """Stop at a tick that asks for a person's attention, before the next paper is taken up."""
    page = practice_paper(db(), reader(), assignment_id)
    cases = open_cases_of(db(), reader(), page)
    on = to_next(following_of(desk_now(), page.key, page.enrollment.public_id))
    if not cases:
        return redirect(on, 303)
    return render_template(
        "therapist/homework/practice_papers/show.html", page=page, cases=cases, on=on
    )


def _form(page: PaperPage) -> PracticePaperForm:
    return practice_paper_form(boxes_of(page, more=_more()))


def _more() -> int:
    """Give a second line to each day where somebody practiced twice on one."""
    return 1 if "twice" in request.args else 0


def _draw_again(assignment_id: str, left: dict[str, str], typed: TypedPaper) -> str:
    """Show what is left to be looked at in a sheet of which all else is kept."""
    page = practice_paper(db(), reader(), assignment_id)
    form = _form(page)
    form.validate()
    said = left | {key: sentence(fault) for key, fault in typed.refused.items()}
    for box in form.boxes:
        field = form.field(box, "minutes")
        if box.key in said and said[box.key] not in field.errors:
            field.errors = [*field.errors, said[box.key]]
    if any(fault.field == "reason" for fault in typed.refused.values()):
        form.reason.flags.asked = True
    return _draw(page, form, len(typed.entries))


def _draw(page: PaperPage, form: PracticePaperForm, kept: int | None = None) -> str:
    grid: Grid = grid_of(page, form)
    return render_template(
        "therapist/homework/practice_papers/edit.html",
        page=page,
        form=form,
        grid=grid,
        kept=kept,
        has_more=bool(_more()),
        pile=request.args.get("pile") or None,
        cases=open_cases_of(db(), reader(), page) if kept is not None else (),
    )


def _say(page: PaperPage, count: int, *, was_in: bool) -> None:
    if count:
        told = ngettext(
            "%(num)s line of %(name)s’s practice is entered.",
            "%(num)s lines of %(name)s’s practice are entered.",
            count,
            name=page.name,
        )
    elif not was_in and not any(each.typed for each in page.practices):
        told = _("%(name)s’s sheet is entered, with nothing on it.", name=page.name)
    else:
        told = _("Nothing was changed on %(name)s’s sheet.", name=page.name)
    flash(told, "success")
