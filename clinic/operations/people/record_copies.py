"""Making the copy of a record for a person who asked for it, and noting that she has it."""

import json
from collections.abc import Collection
from datetime import date

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.errors import Refused
from clinic.domain.people.record_copies import OPEN_FOR, HandingWay
from clinic.domain.text import N_
from clinic.models.enrollments import Enrollment
from clinic.models.reports import RecordCopy
from clinic.models.sealed import write_sealed


@operation
def make_copy(
    db: Db,
    actor: Actor,
    place: Enrollment,
    asked_on: date,
    looked_at: Collection[str],
    *,
    today: date,
) -> RecordCopy:
    """Open a copy for a day; what is in it of the words of staff, somebody has looked at."""
    if actor.account_id is None:
        raise Refused(N_("Only a person can make a copy."))
    if asked_on > today:
        raise Refused(N_("This day has not come yet."), field="asked_on")
    copy = RecordCopy(
        enrollment_id=place.id,
        asked_on=asked_on,
        made_at=actor.at,
        made_by_id=actor.account_id,
        open_until=actor.at + OPEN_FOR,
    )
    write_sealed(db.keys, copy, "looked_at", json.dumps(sorted(looked_at)))
    db.add(copy)
    return copy


@operation
def take_file(_db: Db, actor: Actor, copy: RecordCopy) -> RecordCopy:
    """Note that a file of it is taken, by whoever made it and while it is open."""
    if copy.made_by_id != actor.account_id:
        raise Refused(N_("Only whoever made this copy can take it. You can make one yourself."))
    if not copy.is_open_at(actor.at):
        raise Refused(N_("This copy is no longer open. Please make a new one."))
    copy.taken_at = actor.at
    return copy


@operation
def hand_over(db: Db, actor: Actor, copy: RecordCopy, way: HandingWay) -> RecordCopy:
    """Note that she has it now; what is noted once stays."""
    lock(db, copy)
    if copy.handed_at is not None:
        raise Refused(N_("It is noted already that this copy was handed out."))
    if copy.taken_at is None:
        raise Refused(N_("No file of this copy has been taken yet."))
    copy.handed_at, copy.handed_by_id, copy.way = actor.at, actor.account_id, way
    return copy
