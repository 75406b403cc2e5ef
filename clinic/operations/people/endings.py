"""Ending what is kept of a person: asked for by one, granted by another one, done in a night."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Select, select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor, Role
from clinic.domain.errors import Refused
from clinic.domain.people.endings import (
    LONGEST_REASON,
    EndKind,
    RetentionClocks,
    night_after,
)
from clinic.domain.text import N_
from clinic.lookups.clinic.settings import clinic_settings
from clinic.lookups.people.endings import (
    has_open_case,
    held_ids,
    is_over,
    retention_clocks,
    standings_of,
)
from clinic.models.accounts import Account
from clinic.models.clients import Client
from clinic.models.endings import Ending, Hold, is_open
from clinic.models.enrollments import Enrollment
from clinic.models.sealed import write_sealed
from clinic.models.settings import Setting
from clinic.operations.people.removals import remove, remove_again

_SETTLED = N_("This was already done, granted or taken back.")


@operation
def change_clocks(db: Db, actor: Actor, clocks: RetentionClocks) -> None:
    """Say how long each kind is kept; nothing ends by it before two people have said so."""
    standing = asdict(retention_clocks(db))
    rows = {row.name: row for row in db.scalars(select(Setting))}
    for name, months in asdict(clocks).items():
        if months == standing[name]:
            continue
        if row := rows.get(name):
            row.value, row.changed_at = str(months), actor.at
        else:
            db.add(Setting(name=name, value=str(months), changed_at=actor.at))


@operation
def ask_erasure(db: Db, actor: Actor, place: Enrollment) -> Ending:
    """Ask, from the page of a place that is over, that everything of the person end.

    What other groups keep of her is nobody's to learn here: whoever grants is told what is in the
    way.
    """
    client = db.get_one(Client, place.client_id)
    lock(db, client)
    if not is_over(db, place):
        raise Refused(N_("The person still has a place in this group. End that first."))
    return _ask(db, actor, client, EndKind.ERASURE, place)


@operation
def ask_ending(db: Db, actor: Actor, client: Client, kind: EndKind) -> Ending:
    """Ask, from the clinic's list, that what is due by a clock end."""
    lock(db, client)
    since = _check(db, client, kind)
    before = retention_clocks(db).due_before(kind, actor.at)
    if before is None or since >= before:
        raise Refused(N_("This is not due by the clinic's clocks."))
    return _ask(db, actor, client, kind, None, before if kind.is_by_age else None)


@operation
def grant_ending(db: Db, actor: Actor, ending: Ending) -> Ending:
    """Let a second person, an administrator, grant it; the first one has to be here still."""
    client = db.get_one(Client, ending.client_id)
    lock(db, client)
    lock(db, ending)
    if ending.granted_at or ending.done_at or ending.taken_back_at:
        raise Refused(_SETTLED)
    if actor.role is not Role.ADMINISTRATOR:
        raise Refused(N_("Only an administrator can grant it."))
    if ending.asked_by_id == actor.account_id:
        raise Refused(N_("Somebody else has to grant what you asked for."))
    if not db.get_one(Account, ending.asked_by_id).is_active:
        raise Refused(
            N_("The account of the person who asked for this has been closed. Ask for it again.")
        )
    _check(db, client, ending.kind)
    due_at = night_after(actor.at, clinic_settings(db).time_zone)
    ending.granted_by_id, ending.granted_at, ending.due_at = actor.account_id, actor.at, due_at
    return ending


@operation
def take_back_ending(db: Db, actor: Actor, ending: Ending) -> Ending:
    """Take it back, which either of the two and whoever may ask can do until it is done."""
    lock(db, ending)
    if ending.done_at or ending.taken_back_at:
        raise Refused(_SETTLED)
    ending.taken_back_at, ending.taken_back_by_id = actor.at, actor.account_id
    return ending


@operation
def hold_record(db: Db, actor: Actor, place: Enrollment, reason: str) -> Hold:
    """Keep everything of a person from ending, with the reason."""
    if not reason:
        raise Refused(N_("Say why this record has to be kept."), field="reason")
    if len(reason) > LONGEST_REASON:
        raise Refused(
            N_("This is longer than the %(most)s characters that fit."),
            {"most": LONGEST_REASON},
            "reason",
        )
    lock(db, place)
    if standing := db.scalars(_holds(place)).first():
        return standing
    hold = Hold(enrollment_id=place.id, held_by_id=actor.account_id, held_at=actor.at)
    write_sealed(db.keys, hold, "reason", reason)
    db.add(hold)
    return hold


@operation
def lift_hold(db: Db, actor: Actor, place: Enrollment) -> Enrollment:
    """Let the clocks count again."""
    lock(db, place)
    for hold in db.scalars(_holds(place)):
        hold.lifted_at, hold.lifted_by_id = actor.at, actor.account_id
    return place


@operation
def carry_out(db: Db, actor: Actor, ending: Ending) -> Ending:
    """Do it, and keep of it what the receipt says; raises `Refused` where something holds it."""
    client = db.get_one(Client, ending.client_id)
    lock(db, client)
    lock(db, ending)
    if ending.done_at or ending.taken_back_at or not ending.due_at or ending.due_at > actor.at:
        raise Refused(_SETTLED)
    _check(db, client, ending.kind)
    ending.removed = remove(db, actor, client, ending.kind, ending.before)
    ending.done_at = actor.at
    if ending.kind.is_whole:
        _take_back_others(db, actor, ending)
    return ending


@operation
def end_again(db: Db, actor: Actor, public_id: str, ended_at: datetime) -> Ending | None:
    """End the record of somebody whom an older backup brought back; `None` where none did."""
    client = db.scalars(select(Client).where(Client.public_id == public_id)).one_or_none()
    if client is None or client.id not in standings_of(db, [client.id]):
        return None
    lock(db, client)
    ending = Ending(
        client_id=client.id,
        kind=EndKind.ERASURE,
        since=ended_at,
        asked_at=ended_at,
        done_at=actor.at,
        removed=remove_again(db, actor, client),
    )
    db.add(ending)
    db.flush()
    _take_back_others(db, actor, ending)
    return ending


def _ask(
    db: Db,
    actor: Actor,
    client: Client,
    kind: EndKind,
    place: Enrollment | None,
    before: datetime | None = None,
) -> Ending:
    """Ask once: whoever asks from the same page again is given what stands."""
    place_id = place.id if place else None
    open_one = select(Ending).where(
        Ending.client_id == client.id,
        Ending.kind == kind,
        Ending.enrollment_id == place_id,
        is_open(),
    )
    if standing := db.scalars(open_one).first():
        return standing
    found = standings_of(db, [client.id]).get(client.id)
    ending = Ending(
        client_id=client.id,
        enrollment_id=place_id,
        kind=kind,
        since=(found and found.since(kind)) or actor.at,
        before=before,
        asked_by_id=actor.account_id,
        asked_at=actor.at,
    )
    db.add(ending)
    return ending


def _holds(place: Enrollment) -> Select[Hold]:
    return select(Hold).where(Hold.enrollment_id == place.id, Hold.lifted_at.is_(None))


def _check(db: Db, client: Client, kind: EndKind) -> datetime:
    """Give from when the clock of a kind runs; refuse where something keeps it from ending."""
    standing = standings_of(db, [client.id]).get(client.id)
    if standing is None:
        raise Refused(N_("Nothing but numbers is kept of this person any more."))
    if client.id in held_ids(db):
        raise Refused(N_("This record is on hold. Lift the hold first."))
    if kind.is_whole and standing.is_here:
        raise Refused(
            N_("The person still has a place in a group, or waits for one. End that first.")
        )
    if kind.is_whole and has_open_case(db, client.id):
        raise Refused(N_("A risk case of this person is open. Close it first."))
    since = standing.since(kind)
    if since is None:
        raise Refused(N_("There is nothing of this kind to end."))
    return since


def _take_back_others(db: Db, actor: Actor, ending: Ending) -> None:
    """Nothing is left that another request of the same person could end."""
    others = select(Ending).where(
        Ending.client_id == ending.client_id, Ending.id != ending.id, is_open()
    )
    for other in db.scalars(others):
        other.taken_back_at = actor.at
