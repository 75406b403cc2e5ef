"""One PDF for the room: what is to be in it, and the file."""

from functools import partial
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import get_translations
from werkzeug import Response

from clinic.blueprints.handouts.pack_jobs import file_of
from clinic.domain.access import Action
from clinic.domain.errors import Refused
from clinic.domain.homework.handouts import PackChoice, PackPart, Sides
from clinic.forms.homework.packs import PackForm, pack_form
from clinic.lookups.homework.room_packs import RoomPack
from clinic.operations.homework.sheet_codes import issue_measure_codes, issue_sheet_codes
from clinic.presenters.room_packs import file_name, pack_of
from clinic.printing.packs import pack_pdf
from clinic.queries.homework.handouts import room_pack
from clinic.web.gate import access
from clinic.web.pages import clinic
from clinic.web.request_context import actor, db, hearth, now, reader
from clinic.web.stamps import stamp

blueprint = Blueprint("packs", __name__)

PATIENCE = 2.0
"""Seconds in which a pack is given at once; one that takes longer shows how far it is."""


@blueprint.get("/sessions/<id:session_id>/pack")
@access(Action.PACK_PRINT)
def new(session_id: str) -> Any:
    """Ask what is to be printed, with the whole pack chosen."""
    room = room_pack(db(), reader(), session_id, now())
    return page_of(room, pack_form(guests_of(room), room.large))


@blueprint.post("/sessions/<id:session_id>/pack")
@access(Action.PACK_PRINT)
def create(session_id: str) -> Any:
    """Give the sheets that people take home their codes, then go on to the paper."""
    room = room_pack(db(), reader(), session_id, now())
    form = pack_form(guests_of(room), room.large)
    if not form.validate():
        return page_of(room, form), 422
    issue_sheet_codes(db(), actor(), room.session)
    issue_measure_codes(db(), actor(), room.asked)
    return redirect(url_for(".show", session_id=session_id, **chosen_in(form)), 303)


@blueprint.get("/sessions/<id:session_id>/pack.pdf")
@access(Action.PACK_PRINT)
def show(session_id: str) -> Any:
    """Print the room with the codes that live.

    `parts`, `sides` and `large` say how; without them it is all of it, on both sides, and in large
    print for those who asked for it.
    """
    room = room_pack(db(), reader(), session_id, now())
    return give(room, pack_form(guests_of(room), room.large, request.args))


def give(room: RoomPack, form: PackForm) -> Any:
    """Print what the address asks for, or show on the page of choices what cannot be."""
    if request.args and not form.validate():
        return page_of(room, form), 422
    try:
        return _print(room, form)
    except Refused as refused:
        if not request.args:
            raise
        form.add_refusal(refused)
        return page_of(room, form), 422


def _print(room: RoomPack, form: PackForm) -> Response:
    """Answer with the file, or lead to the page that says how far it is."""
    pack = pack_of(room, clinic(), _choice(form), stamp, now())
    work = partial(pack_pdf, pack, get_translations())
    job = hearth().jobs.start(reader().account_id, file_name(room), now(), work)
    if job.wait(PATIENCE):
        return file_of(job)
    return redirect(url_for("handouts.pack_jobs.show", token=job.token), 303)


def chosen_in(form: PackForm) -> dict[str, Any]:
    """Give what was chosen, for an address."""
    return {name: form[name].data for name in ("parts", "sides", "large")}


def guests_of(room: RoomPack) -> list[tuple[str, str]]:
    """Give by enrollment and name who may be chosen."""
    return [(guest.enrollment_id, guest.name) for guest in room.guests]


def _choice(form: PackForm) -> PackChoice:
    return PackChoice(
        frozenset(PackPart(part) for part in form.parts.data or ()),
        Sides(form.sides.data),
        frozenset(form.large.data or ()),
    )


def page_of(room: RoomPack, form: PackForm) -> str:
    """Draw the choices, of a session or of a make-up of it."""
    return render_template("handouts/packs/new.html", room=room, form=form)
