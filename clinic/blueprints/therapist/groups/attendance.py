"""Attendance: the whole room on one page."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug import Response

from clinic.domain.access import Action
from clinic.domain.enrollments import AttendanceMark
from clinic.domain.errors import Refused
from clinic.forms.groups.attendance import MARK_WORDS, WAITING, RoomForm, Seat, room_form
from clinic.lookups.groups.make_ups import make_ups_of
from clinic.operations.groups.attendance import PersonMark, mark_attendance
from clinic.queries.groups.attendance import Room, get_room
from clinic.web.gate import access, edits
from clinic.web.request_context import actor, db, now, reader

blueprint = Blueprint("attendance", __name__)


@blueprint.get("/sessions/<id:session_id>/attendance")
@access(Action.ATTENDANCE_MARK)
def edit(session_id: str) -> str:
    """Show everybody with the mark so far."""
    room = get_room(db(), reader(), session_id, now())
    return _page(room, _form(room))


@blueprint.post("/sessions/<id:session_id>/attendance")
@access(Action.ATTENDANCE_MARK)
@edits
def update(session_id: str) -> Response | tuple[str, int]:
    """Write the marks of the room; everybody without one is present where that was pressed."""
    room = get_room(db(), reader(), session_id, now())
    form = _form(room)
    if form.validate():
        marks = _marks(form, everyone="everyone" in request.form)
        try:
            mark_attendance(db(), actor(), room.session, marks)
        except Refused as refused:
            form.add_refusal(refused)
        else:
            _say(marks)
            where = ".edit" if "everyone" in request.form else "therapist.sessions.show"
            return redirect(url_for(where, session_id=session_id), 303)
    room = get_room(db(), reader(), session_id, now())
    return _page(room, form), 422


def _page(room: Room, form: RoomForm) -> str:
    make_ups = make_ups_of(db(), room.session)
    return render_template(
        "therapist/groups/attendance/edit.html",
        room=room,
        form=form,
        make_ups=make_ups,
        mark_words=MARK_WORDS,
        waiting=() if room.has_begun else WAITING,
    )


def _form(room: Room) -> RoomForm:
    return room_form(
        [
            Seat(person.enrollment_id, person.name, person.mark, person.minutes_missed)
            for person in room.people
        ]
    )


def _marks(form: RoomForm, *, everyone: bool) -> dict[str, PersonMark | None]:
    here = PersonMark(AttendanceMark.PRESENT) if everyone else None
    return {
        person: PersonMark(*marked) if marked is not None else here
        for person, marked in form.marks().items()
    }


def _say(marks: dict[str, PersonMark | None]) -> None:
    count = sum(mark is not None for mark in marks.values())
    flash(
        ngettext("%(num)s person is marked.", "%(num)s people are marked.", count)
        if count
        else _("Nobody is marked."),
        "success",
    )
