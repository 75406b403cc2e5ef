"""A clinic in full use: for each client a row of everything, with words to know each one by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from sqlalchemy import select

from clinic.db import Db, operation
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import AttendanceMark, Medium
from clinic.domain.homework.worksheets import FieldKind
from clinic.domain.outcomes.reports import ReportKind
from clinic.lookups.programs.content import worksheet_of
from clinic.models.accounts import Account
from clinic.models.assignments import Assignment
from clinic.models.clients import Client
from clinic.models.enrollments import Enrollment
from clinic.models.measures import Administration
from clinic.models.messages import Message
from clinic.models.practice import PracticeEntry
from clinic.models.programs import InstrumentRow, WorksheetRow
from clinic.models.risk import CoverPeriod, RiskCase
from clinic.models.sheet_codes import SheetCode
from clinic.models.worksheets import WorksheetResponse
from clinic.operations.clinic.backups import begin_backup_run, note_backup
from clinic.operations.clinic.invitations import issue_invitation
from clinic.operations.clinic.login_sessions import know_device, start_login_session
from clinic.operations.clinic.sign_in_attempts import admit_try
from clinic.operations.groups.attendance import PersonMark, mark_attendance
from clinic.operations.homework.sheet_codes import issue_sheet_code
from clinic.operations.measures.administrations import correct_answers
from clinic.operations.measures.keyings import key_in
from clinic.operations.outcomes.reports import OutgoingReport, ToldScore, note_report
from clinic.operations.people.pauses import come_back, pause
from clinic.operations.post.calendars import open_feed
from clinic.operations.safety.calls import ask_for_call
from clinic.operations.safety.risk import close_risk_case, note_risk_action
from tests.added_intake import add_intake
from tests.added_messages import add_cover, add_message
from tests.added_notes import add_notes
from tests.added_practice import add_practice
from tests.added_readings import add_readings
from tests.cast import Cast
from tests.days_off import add_days_off
from tests.devices import closed_and_opened, know_words, link, request_of
from tests.emergencies import opened_by_a_stranger
from tests.sheets import save
from tests.stand_ins import meet_otherwise
from tests.waiting import came_from_list

AT = datetime(2026, 4, 3, 12, 0, tzinfo=UTC)
"""After session 8: an exercise, a sheet and a questionnaire are open for Mia."""
SESSION = 8
"""The meeting that lies behind by then, of both cohorts."""


@dataclass(frozen=True)
class Furniture:
    """What stands in the clinic for one client."""

    client: Client
    enrollment: Enrollment
    exercise: Assignment
    worksheet: Assignment
    entry: PracticeEntry
    code: SheetCode
    response: WorksheetResponse
    open: Administration
    sent: Administration
    case: RiskCase
    closed_case: RiskCase
    message: Message
    cover: CoverPeriod


def canary(kind: str, name: str) -> str:
    """Give a word that stands nowhere but in what this person is called or wrote."""
    return f"{kind}-canary-{name}"


def furnish(db: Db, cast: Cast) -> dict[str, Furniture]:
    """Let everybody have practiced, written, answered, come and been looked after."""
    rooms = ((cast.sessions[SESSION], "theresa"), (cast.other_sessions[SESSION], "sam"))
    for session, leader in rooms:
        people = [e for e in cast.enrollments.values() if e.cohort_id == session.cohort_id]
        marks = {person.public_id: PersonMark(AttendanceMark.LATE, 5) for person in people}
        mark_attendance(db, _actor(cast, leader), session, marks)
        add_notes(db, _actor(cast, leader), session, cast, partial(canary, "noted"))
    done = {name: furnish_one(db, cast, name) for name in cast.clients}
    admit_try(db, Actor(None, AT), "somebody", "192.0.2.1")
    closed_and_opened(db, cast.accounts["max"])
    start_login_session(db, Actor(None, AT), cast.accounts["max"], "a phone")
    know_device(db, Actor(None, AT), cast.accounts["max"], "a phone")
    request_of(db, cast.accounts["tom"], AT)
    know_words(db, Actor(None, AT), cast.accounts["tom"])
    issue_invitation(db, Actor(None, AT), cast.accounts["olga"])
    link(db, cast.accounts["tom"], AT)
    open_feed(db, Actor(None, AT), cast.accounts["max"])
    once = _actor(cast, "theresa").under("a key of a form")
    close_risk_case(db, once, done["noor"].case, "Called and talked it over", None)
    notes = {cast.enrollments[name]: canary("charted", name) for name in done}
    add_readings(db, _actor(cast, "theresa"), notes)
    note_backup(db, Actor(None, AT), 5_300_000, 12_345, 1_400)
    begin_backup_run(db, Actor(None, AT))
    add_days_off(db, [_actor(cast, lead) for lead in ("theresa", "sam")])
    for name, place in cast.enrollments.items():
        came_from_list(db, Actor(None, AT), place, canary("waited", name))
        add_intake(db, _actor(cast, lead_of(cast, place)), place, partial(canary, name=name))
        opened_by_a_stranger(db, cast, place, canary("broke", name))
    meet_otherwise(db, _actor(cast, "theresa"), cast.cohort, cast.accounts["sam"])
    meet_otherwise(db, _actor(cast, "sam"), cast.other_cohort, cast.accounts["theresa"])
    return done


def lead_of(cast: Cast, place: Enrollment) -> str:
    """Say who leads the group of a place."""
    return "sam" if place.cohort_id == cast.other_cohort.id else "theresa"


def _actor(cast: Cast, name: str) -> Actor:
    return Actor(cast.accounts[name].id, AT, cast.accounts[name].role)


def _moods(db: Db, enrollment: Enrollment) -> Sequence[Administration]:
    hers = (Administration.enrollment_id == enrollment.id, InstrumentRow.key == "phq-9")
    found = select(Administration).join(InstrumentRow).where(*hers)
    return db.scalars(found.order_by(Administration.opens_at)).all()


def furnish_one(db: Db, cast: Cast, name: str) -> Furniture:
    """Let somebody have practiced, written, answered and asked for a call, in one of her places."""
    doer = Actor(None, AT, Role.THERAPIST)
    enrollment = cast.enrollments[name]
    _rename(db, doer, name, cast.clients[name], enrollment, cast.accounts.get(name))
    exercise, worksheet = (_assignments(db, enrollment, column)[-1] for column in (False, True))
    private, shared = (
        add_practice(db, doer, exercise, canary(kind, name), kind == "shared")
        for kind in ("private", "shared")
    )
    assert private.private_note
    pause(db, doer, enrollment, AT.date() + timedelta(days=9), canary("reason", name))
    come_back(db, doer, enrollment)
    response = _response(db, doer, worksheet, name)
    _first, sent, still_open, *_later = _moods(db, enrollment)
    key_in(db, doer, sent, dict.fromkeys(range(1, 10), 2), 18.0)
    told, mended = (ToldScore(sent.id, "total", 18),), dict.fromkeys(range(1, 9), 1) | {9: 2}
    correct_answers(db, doer, sent, mended, canary("slip", name))
    cases = db.scalars(select(RiskCase).where(RiskCase.enrollment_id == enrollment.id)).all()
    lead, deeds = lead_of(cast, enrollment), (canary("action", name), canary("contact", name))
    close_risk_case(db, _actor(cast, lead), cases[0], *deeds)
    ask_for_call(db, doer, enrollment, f"555 0177 {canary('number', name)}", canary("wish", name))
    note_risk_action(db, _actor(cast, lead), cases[1], "telephone", canary("deed", name))
    going = OutgoingReport(ReportKind.CLIENT, canary("reader", name), b"%PDF", scores=told)
    note_report(db, _actor(cast, lead), enrollment, going)
    homework = (exercise, worksheet, shared, issue_sheet_code(db, doer, worksheet), response)
    return Furniture(
        cast.clients[name],
        enrollment,
        *homework,
        still_open,
        sent,
        cases[1],
        cases[0],
        add_message(db, doer, enrollment, exercise),
        add_cover(db, doer, cast, lead),
    )


@operation
def _rename(
    db: Db, actor: Actor, name: str, client: Client, place: Enrollment, account: Account | None
) -> None:
    client.preferred_name = canary("first", name)
    client.family_name = canary("family", name)
    client.phone = canary("phone", name)
    client.email = f"{canary('mail', name)}@example.org"
    place.reason = canary("reason", name)
    if account is not None:
        account.name = canary("account", name)
        account.confirmed_address, account.address_confirmed_at = client.email, actor.at


def _assignments(db: Db, enrollment: Enrollment, is_sheet: bool) -> list[Assignment]:
    column = Assignment.worksheet_id if is_sheet else Assignment.exercise_id
    found = select(Assignment).where(
        Assignment.enrollment_id == enrollment.id, column.is_not(None), Assignment.opens_at <= AT
    )
    return list(db.scalars(found.order_by(Assignment.opens_at, Assignment.id)))


def _response(db: Db, actor: Actor, assignment: Assignment, name: str) -> WorksheetResponse:
    sheet = worksheet_of(db.get_one(WorksheetRow, assignment.worksheet_id))
    field = next(f for f in sheet.fields if f.kind in (FieldKind.LINE, FieldKind.LINES))
    answers = {field.key: canary("answer", name)}
    return save(db, actor, assignment, answers, None, Medium.PAPER)
