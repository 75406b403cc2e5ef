"""A furnished clinic in which one person is in two groups that have nothing to do with each other.

Mia is in Theresa's group (`HERE`) and in Sam's (`THERE`), which Sven supervises. What each group
keeps of her bears the group's word; what is hers as such bears that of Sam's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from sqlalchemy import select

from clinic.db import Db, operation
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import AttendanceMark, EnrollmentStatus
from clinic.models.accounts import Account
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort, Supervision
from clinic.models.enrollments import Enrollment
from clinic.models.schedules import ScheduleChange
from clinic.models.sessions import GroupSession
from clinic.models.waiting import Waiting
from clinic.operations.clinic.accounts import add_account
from clinic.operations.clinic.login_sessions import start_login_session
from clinic.operations.groups.attendance import PersonMark, mark_attendance
from tests.access.places import ids_of
from tests.added_intake import add_intake
from tests.added_notes import add_notes, signed_note_of
from tests.added_readings import add_readings, note_of
from tests.cast import Cast, join_another
from tests.days_off import add_days_off
from tests.emergencies import opened_by_a_stranger
from tests.furniture import AT, SESSION, Furniture, canary, furnish_one
from tests.given_copies import amendment_of, copy_of
from tests.make_ups import make_up_of
from tests.scenes import Scene, keys_of
from tests.stand_ins import meet_otherwise
from tests.waiting import came_from_list, offer_of

HERE, THERE = "here", "there"
STAFF = ("theresa", "sigrid", "sam", "sven", "ada")


@dataclass(frozen=True)
class TwoPlaces:
    """The cast in which Mia goes by the names of her two places."""

    cast: Cast

    def lead(self, place: str) -> Actor:
        row = self.cast.accounts["sam" if place == THERE else "theresa"]
        return Actor(row.id, AT, row.role)


def enter(db: Db, cast: Cast) -> TwoPlaces:
    """Give Mia her second place, and the second group a supervisor."""
    opened_by_a_stranger(db, cast, cast.enrollments["mia"], "Nobody was there")
    places = {HERE: cast.enrollments["mia"], THERE: join_another(db, cast, "mia")}
    row = add_account(db, Actor(None, AT), "Sven Dahl", "sven@example.org", Role.SUPERVISOR)
    _supervise(db, Actor(None, AT), cast, row)
    for session in (cast.sessions[SESSION], cast.other_sessions[SESSION]):
        at_it = [one for one in places.values() if one.cohort_id == session.cohort_id]
        marks = {one.public_id: PersonMark(AttendanceMark.LATE, 5) for one in at_it}
        mark_attendance(db, Actor(None, AT), session, marks)
    two = _again(cast, places, row)
    add_days_off(db, [two.lead(place) for place in places])
    return two


def enter_again(db: Db, cast: Cast) -> TwoPlaces:
    """Read the two places back from a copy."""
    found = select(Enrollment).where(Enrollment.client_id == cast.clients["mia"].id)
    here, there = db.scalars(found.order_by(Enrollment.id)).all()
    sven = db.scalars(select(Account).where(Account.sign_in_name == "sven@example.org")).one()
    return _again(cast, {HERE: here, THERE: there}, sven)


def _again(cast: Cast, places: dict[str, Enrollment], sven: Account) -> TwoPlaces:
    mia = dict.fromkeys(places, cast.clients["mia"])
    accounts = {**cast.accounts, **dict.fromkeys(places, cast.accounts["mia"]), "sven": sven}
    return TwoPlaces(replace(cast, clients=mia, enrollments=places, accounts=accounts))


def furnish_place(db: Db, two: TwoPlaces, place: str) -> Furniture:
    """Fill one of the places with everything, and leave what is about Mia as such as it was."""
    lead, row = two.lead(place), two.cast.enrollments[place]
    before = None if place == THERE else _person(two.cast)
    own = furnish_one(db, two.cast, place)
    add_readings(db, lead, {row: canary("charted", place)})
    session = db.get_one(GroupSession, own.exercise.group_session_id)
    add_notes(db, lead, session, two.cast, partial(canary, "noted"))
    came_from_list(db, lead, row, canary("waited", place))
    add_intake(db, lead, row, lambda kind: canary(kind, place))
    if before is not None:
        _put_back(db, lead, before)
    return own


def furnish_group(db: Db, two: TwoPlaces, place: str) -> None:
    """Let the group of a place have moved a meeting and planned a make-up."""
    cohort = two.cast.other_cohort if place == THERE else two.cast.cohort
    colleague = two.cast.accounts["sam" if cohort is two.cast.cohort else "theresa"]
    meet_otherwise(db, two.lead(place), cohort, colleague)


@operation
def end_place(db: Db, actor: Actor, two: TwoPlaces, place: str) -> None:
    """Let a place have ended."""
    two.cast.enrollments[place].status = EnrollmentStatus.COMPLETED
    two.cast.enrollments[place].ended_at = actor.at


def scene_of(db: Db, url: str, two: TwoPlaces, own: Furniture) -> Scene:
    """Sign everybody in, and name every row of the second place by its address."""
    accounts = {name: two.cast.accounts[name] for name in STAFF}
    tokens = {
        name: start_login_session(db, Actor(row.id, AT, row.role), row, "a test").token
        for name, row in accounts.items()
    }
    return Scene(url, tokens, {THERE: keys_of(own)}, {THERE: ids_of(db, own)})


def with_here(db: Db, url: str, scene: Scene, own: Furniture) -> Scene:
    """Name the rows of the first place too; what belongs to no place is that of the second."""
    cohort = db.get_one(Cohort, own.enrollment.cohort_id)
    offer = offer_of(db, own.enrollment)
    changes = select(ScheduleChange).where(ScheduleChange.cohort_id == cohort.id)
    rows: dict[str, Any] = {
        "enrollment_id": own.enrollment,
        "cohort_id": cohort,
        "session_id": db.get_one(GroupSession, own.exercise.group_session_id),
        "assignment_id": own.exercise,
        "entry_id": own.entry,
        "response_id": own.response,
        "administration_id": own.open,
        "case_id": own.case,
        "message_id": own.message,
        "change_id": db.scalars(changes).one(),
        "note_id": note_of(db, own.enrollment),
        "session_note_id": signed_note_of(db, own.enrollment),
        "copy_id": copy_of(db, own.enrollment),
        "amendment_id": amendment_of(db, own.enrollment, own.client.account_id),
        "offer_id": offer,
        "waiting_id": db.get_one(Waiting, offer.waiting_id),
        **make_up_of(db, cohort),
    }
    ids = {name: row.public_id for name, row in rows.items()} | {"code": own.code.code}
    every: Mapping[str, Mapping[str, object]] = {HERE: {**scene.ids_of[THERE], **ids}}
    return replace(
        scene, url=url, rows={**scene.rows, HERE: keys_of(own)}, ids_of={**scene.ids_of, **every}
    )


@operation
def _supervise(db: Db, actor: Actor, cast: Cast, account: Account) -> None:
    db.add(Supervision(cohort_id=cast.other_cohort.id, account_id=account.id, since=actor.at))


def _person(cast: Cast) -> list[tuple[Client | Account, dict[str, Any]]]:
    """Give what stands in the rows of Mia as such."""
    rows: list[Client | Account] = [cast.clients[HERE], cast.accounts[HERE]]
    return [
        (row, {column.key: getattr(row, column.key) for column in row.__table__.columns})
        for row in rows
    ]


@operation
def _put_back(db: Db, actor: Actor, before: list[tuple[Client | Account, dict[str, Any]]]) -> None:
    for row, values in before:
        for name, value in values.items():
            setattr(row, name, value)
