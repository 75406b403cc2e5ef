"""Every address of the program, filled in with the real ids of one client and her cohort."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.models.accounts import Account
from clinic.models.cohorts import Cohort
from clinic.models.programs import ExerciseRow, InstrumentRow, ProgramRow, WorksheetRow
from clinic.models.schedules import ScheduleChange
from clinic.models.sessions import GroupSession
from clinic.models.waiting import Waiting
from clinic.operations.clinic.accounts import add_account
from clinic.operations.clinic.invitations import issue_invitation
from clinic.operations.clinic.login_sessions import start_login_session
from clinic.operations.post.calendars import open_feed
from clinic.operations.programs.own_programs import copy_program
from clinic.web.fonts import DEFAULT_FACE
from tests.added_notes import signed_note_of
from tests.added_readings import file_of, note_of
from tests.client import Person
from tests.days_off import days_off_of
from tests.devices import ways_in_of
from tests.emergencies import emergency_about
from tests.ending import ending_of
from tests.furniture import AT, SESSION, Furniture
from tests.given_copies import amendment_of, copy_of
from tests.make_ups import make_up_of
from tests.measures import own_measure
from tests.stand_ins import stand_in_of
from tests.waiting import offer_of

SHEETS = frozenset(
    {
        "portal.worksheets.edit",
        "portal.worksheets.save",
        "portal.worksheets.finish",
        "portal.worksheets.help",
        "handouts.assignments.create",
        "handouts.assignments.show",
        "handouts.assignments.revoke",
        "portal.worksheets.share",
        "portal.worksheets.take_back",
        "portal.worksheets.form",
        "portal.worksheets.upload",
        "portal.worksheets.copy",
        "therapist.responses.edit",
        "therapist.responses.update",
        "therapist.responses.upload",
        "therapist.responses.stop",
    }
)
SENT = frozenset(
    {
        "therapist.administrations.show",
        "therapist.corrections.edit",
        "therapist.corrections.update",
    }
)
GIVING = frozenset({"therapist.assignments.new", "therapist.assignments.create"})


@dataclass(frozen=True, order=True)
class Door:
    """One thing that can be asked for: an endpoint and a method."""

    endpoint: str
    method: str


def doors(app: Flask) -> dict[Door, list[str]]:
    """Give everything that can be asked of the program, with the names of its parameters."""
    return {
        Door(rule.endpoint, method): sorted(rule.arguments)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def ids_of(db: Db, own: Furniture) -> dict[str, object]:
    """Give a value for every parameter, all of them of one client."""
    cohort = db.get_one(Cohort, own.enrollment.cohort_id)
    session = db.scalars(
        select(GroupSession).where(
            GroupSession.cohort_id == cohort.id, GroupSession.number == SESSION
        )
    ).one()
    colleague = db.scalars(select(Account).where(Account.sign_in_name == "tom@example.org")).one()
    account = db.get_one(Account, own.client.account_id or colleague.id)
    device = start_login_session(db, Actor(None, AT), account, "a tablet").row
    issued = issue_invitation(db, Actor(None, AT), _newcomer(db, own))
    sheet = db.get_one(WorksheetRow, own.worksheet.worksheet_id)
    rows: dict[str, Any] = {
        "client_id": own.client,
        "enrollment_id": own.enrollment,
        "cohort_id": cohort,
        "session_id": session,
        "assignment_id": own.exercise,
        "entry_id": own.entry,
        "response_id": own.response,
        "administration_id": own.open,
        "case_id": own.case,
        "period_id": own.cover,
        "message_id": own.message,
        "worksheet_id": sheet,
        "exercise_id": db.get_one(ExerciseRow, own.exercise.exercise_id),
        "instrument_id": db.get_one(InstrumentRow, own.open.instrument_id),
        "program_id": db.get_one(ProgramRow, cohort.program_id),
        "account_id": colleague,
        "login_session_id": device,
        **ways_in_of(db, account, AT),
    }
    changes = select(ScheduleChange).where(ScheduleChange.cohort_id == cohort.id)
    rows["change_id"] = db.scalars(changes).one()
    rows |= make_up_of(db, cohort) | {"stand_in_id": stand_in_of(db, cohort)}
    rows |= _made_here(db, own, rows["program_id"], sheet)
    ids: dict[str, object] = {name: row.public_id for name, row in rows.items()}
    feed = open_feed(db, Actor(None, AT), account)
    return ids | _other_values(own) | {"token": issued.token, "calendar_token": feed.token}


def _newcomer(db: Db, own: Furniture) -> Account:
    address = f"{own.client.code}@example.org"
    return add_account(db, Actor(None, AT), "Nina Berg", address, Role.THERAPIST)


def _made_here(db: Db, own: Furniture, program: ProgramRow, sheet: WorksheetRow) -> dict[str, Any]:
    """Give what staff make themselves: own content, and a note in the charts."""
    copied = copy_program(db, Actor(None, AT), program, f"Ours {own.client.code}")
    made = own_measure(db, Actor(None, AT), own.client.code)
    offer = offer_of(db, own.enrollment)
    return {
        "own_program_id": copied,
        "own_part_id": sheet,
        "own_instrument_id": made,
        "note_id": note_of(db, own.enrollment),
        "emergency_id": emergency_about(db, own.client.id),
        "copy_id": copy_of(db, own.enrollment),
        "amendment_id": amendment_of(db, own.enrollment, own.client.account_id),
        "session_note_id": signed_note_of(db, own.enrollment),
        "file_id": file_of(db, Actor(None, AT), own.enrollment),
        **days_off_of(db, own.cover.account_id),
        "offer_id": offer,
        "waiting_id": db.get_one(Waiting, offer.waiting_id),
        "ending_id": ending_of(db, own.enrollment, AT),
    }


def _other_values(own: Furniture) -> dict[str, object]:
    """Give what stands in an address and is no id of a row."""
    codes = {"code": own.code.code, "stop_token": own.message.stop_token}
    fixed = {"item": 1, "kind": "client", "name": DEFAULT_FACE, "filename": "page.js"}
    return codes | fixed | {"scale_number": 1}


def address_of(
    person: Person, door: Door, parameters: list[str], ids: Mapping[str, object], own: Furniture
) -> str:
    """Give the address of a door, with all that it needs to lead somewhere."""
    values = {name: value_of(door, name, ids, own) for name in parameters}
    if door.endpoint in ("handouts.packs.show", "handouts.make_up_packs.show"):
        # The whole pack may take so long that it is answered with the page to wait on.
        values["parts"] = "sign-in"
    if door.endpoint in GIVING:
        values["part"] = ids["exercise_id"]
    return person.url(door.endpoint, **values)


def value_of(door: Door, parameter: str, ids: Mapping[str, object], own: Furniture) -> object:
    """Give what stands for a parameter in one address, where addresses differ."""
    if door.endpoint == "style_sheets.show":
        return "hearth"
    if door.endpoint in SHEETS and parameter == "assignment_id":
        return own.worksheet.public_id
    if door.endpoint in SENT and parameter == "administration_id":
        return own.sent.public_id
    if door.endpoint.startswith(("therapist.own_measures.", "therapist.measure_uses.")):
        return ids["own_instrument_id"]
    if door.endpoint.startswith("therapist.program_parts."):
        return ids[f"own_{parameter}"]
    if door.endpoint.startswith("therapist.make_ups.") and parameter == "session_id":
        return ids["missed_session_id"]
    if door.endpoint == "bootstrap.show":
        return "bootstrap.min.css"
    return ids[parameter]
