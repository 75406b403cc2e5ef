"""One PDF for a make-up: the sheets of the missed session, for its people and nobody else."""

from typing import Any

from flask import Blueprint, redirect, request, url_for

from clinic.blueprints.handouts.packs import chosen_in, give, guests_of, page_of
from clinic.domain.access import Action
from clinic.domain.homework.handouts import OF_A_MAKE_UP
from clinic.forms.homework.packs import PackForm, pack_form
from clinic.lookups.homework.room_packs import RoomPack
from clinic.operations.homework.sheet_codes import issue_sheet_codes
from clinic.queries.homework.handouts import make_up_pack
from clinic.web.gate import access
from clinic.web.request_context import actor, db, now, reader

blueprint = Blueprint("make_up_packs", __name__)


@blueprint.get("/make-ups/<id:make_up_id>/pack")
@access(Action.PACK_PRINT)
def new(make_up_id: str) -> Any:
    """Ask what is to be printed, with all of it chosen."""
    room = _room(make_up_id)
    return page_of(room, _form(room))


@blueprint.post("/make-ups/<id:make_up_id>/pack")
@access(Action.PACK_PRINT)
def create(make_up_id: str) -> Any:
    """Give the sheets of these people their codes, then go on to the paper."""
    room = _room(make_up_id)
    form = _form(room)
    if not form.validate():
        return page_of(room, form), 422
    people = [guest.enrollment_id for guest in room.guests]
    issue_sheet_codes(db(), actor(), room.session, people)
    return redirect(url_for(".show", make_up_id=make_up_id, **chosen_in(form)), 303)


@blueprint.get("/make-ups/<id:make_up_id>/pack.pdf")
@access(Action.PACK_PRINT)
def show(make_up_id: str) -> Any:
    """Print it with the codes that live; `parts`, `sides` and `large` say how."""
    room = _room(make_up_id)
    return give(room, _form(room, asked=request.args))


def _room(make_up_id: str) -> RoomPack:
    return make_up_pack(db(), reader(), make_up_id, now())


def _form(room: RoomPack, asked: Any = None) -> PackForm:
    return pack_form(guests_of(room), room.large, asked, OF_A_MAKE_UP)
