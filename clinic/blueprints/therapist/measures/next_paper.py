"""From one paper at the typing desk to the next, whatever kind of paper it is."""

from typing import Any

from flask import request, url_for

from clinic.queries.homework.typing_desk import Desk, DeskLine, typing_desk
from clinic.web.request_context import db, now, reader


def desk_now() -> Desk:
    """Give what lies on the desk, or in the pile that was chosen."""
    return typing_desk(db(), reader(), now(), request.args.get("pile", "")[:60])


def following_of(desk: Desk, key: str, person: str) -> DeskLine | None:
    """Give what follows a paper: as it was known before it was kept, else as the desk is by now."""
    return desk.find(request.args.get("then", "")[:40]) or desk.after(key, person)


def address_of(endpoint: str, **values: Any) -> str:
    """Give an address at the desk, within the pile that was chosen."""
    return url_for(endpoint, pile=request.args.get("pile") or None, **values)


def to_paper(line: DeskLine) -> str:
    """Give where a paper is typed in."""
    if line.instrument is None:
        return address_of("therapist.practice_papers.edit", assignment_id=line.key)
    if line.is_keyed_twice:
        return address_of("therapist.settlements.edit", administration_id=line.key)
    return address_of("therapist.keyings.new", administration_id=line.key)


def to_next(line: DeskLine | None) -> str:
    """Give where the next paper is typed in, or the desk where none is left."""
    return address_of("therapist.keyings.index") if line is None else to_paper(line)
