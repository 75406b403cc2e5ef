"""Fills a database with the demo clinic, deed by deed as its people would have done them."""

from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from clinic.cli import demo_story as story
from clinic.cli.demo_days import note_days_off
from clinic.cli.demo_homework import do_homework
from clinic.cli.demo_intake import have_text_long_since, let_agree, talk_first, tell_contacts
from clinic.cli.demo_make_ups import hold_make_up, plan_one
from clinic.cli.demo_measures import make_own_measure
from clinic.cli.demo_notes import write_notes
from clinic.cli.demo_past import make_past_group
from clinic.cli.demo_safety import write_plan
from clinic.cli.demo_waiting import PEOPLE, wait_for
from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.clinic.settings import ClinicSettings
from clinic.domain.enrollments import AttendanceMark as M
from clinic.domain.enrollments import Medium
from clinic.domain.groups.cohorts import CohortPlan
from clinic.domain.measures.keyings import counted_total
from clinic.domain.post.mail import Fault
from clinic.domain.post.messages import MessageKind
from clinic.domain.post.occasions import Cause, Occasion
from clinic.domain.post.recipients import Gist, Recipient
from clinic.lookups.clinic.system import newest_program
from clinic.lookups.programs.content import instrument_of
from clinic.models.accounts import Account
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.measures import Administration
from clinic.models.risk import RiskCase
from clinic.models.sessions import GroupSession
from clinic.operations.clinic.accounts import add_account, set_passphrase
from clinic.operations.clinic.invitations import make_client_account
from clinic.operations.clinic.settings import change_settings
from clinic.operations.groups.attendance import PersonMark, mark_attendance
from clinic.operations.groups.cohorts import open_cohort
from clinic.operations.measures.administrations import answer_items, finish_administration
from clinic.operations.measures.keyings import key_in
from clinic.operations.people.clients import add_client
from clinic.operations.people.enrollments import enroll
from clinic.operations.people.pauses import come_back, pause
from clinic.operations.post.deliveries import claim_next, mark_failed, mark_sent
from clinic.operations.post.outbox import queue
from clinic.operations.post.reminders import plan_reminders
from clinic.operations.safety.calls import ask_for_call
from clinic.operations.safety.covers import arrange_cover
from clinic.operations.safety.risk import close_risk_case, note_risk_action, see_risk_case

_PROGRAM, _SHORT_PROGRAM = "safe-connections", "four-week-introduction"
_SESSION_TONIGHT = 4
_BEGINS = time(18, 0)


class _Stage:
    """The demo while it is being made: who there is, and which evening the group meets."""

    def __init__(self, db: Db, now: datetime, zone: str) -> None:
        self.db = db
        self.now = now
        self.zone = zone
        local = now.astimezone(ZoneInfo(zone))
        self.tonight = local.date() + timedelta(days=0 if local.hour < _BEGINS.hour - 1 else 1)
        self.first_on = self.tonight - timedelta(weeks=_SESSION_TONIGHT - 1)
        self.staff: dict[str, Account] = {}

    def before(self, days: int) -> datetime:
        """Give noon so many days before the first session."""
        noon = datetime.combine(self.first_on, time(12), ZoneInfo(self.zone))
        return min((noon - timedelta(days=days)).astimezone(UTC), self.now)

    def as_(self, account: Account | None, at: datetime) -> Actor:
        """Give somebody as the one who does a deed, never later than now."""
        role = account.role if account else None
        return Actor(account.id if account else None, min(at, self.now), role)


def fill(db: Db, now: datetime, zone: str) -> None:
    """Make the demo clinic around an instant, on the clocks of a zone."""
    stage = _Stage(db, now, zone)
    _clinic(stage)
    group = _open(stage, "Evening group", "Evenings", stage.first_on, ("theresa", "tom"))
    for person in story.GROUP:
        client = _client(stage, person.given, person.family, person.medium)
        enrollment = _enroll(stage, group, client)
        _measures(stage, enrollment, person, "baseline", 0)
    _attendance(stage, group)
    _make_ups(stage, group)
    for person in story.GROUP:
        place = _place(stage, person.given)
        do_homework(stage.db, person, place, partial(stage.as_, _self(stage, place)), stage.now)
        _measures(stage, place, person, "mid", 1)
    everybody = [person.given for person in story.GROUP]
    talk_first(stage.db, stage.as_(stage.staff["theresa"], stage.before(10)), everybody)
    by = stage.as_(stage.staff["theresa"], stage.before(9))
    let_agree(stage.db, by, everybody)
    tell_contacts(stage.db, by, everybody)
    _look_at_old_cases(stage)
    _safety_plans(stage)
    _wish_for_a_call(stage)
    _pause(stage)
    write_notes(stage.db, stage.as_(stage.staff["theresa"], now), group)
    _messages(stage, group)
    _further_groups(stage)
    short = newest_program(stage.db, _SHORT_PROGRAM)
    make_past_group(stage.db, stage.staff, short, stage.tonight, stage.zone)
    system, tom = (stage.as_(who, now) for who in (None, stage.staff["tom"]))
    note_days_off(stage.db, system, tom, stage.tonight)


def _clinic(stage: _Stage) -> None:
    system = stage.as_(None, stage.before(40))
    for email, name, role in story.STAFF:
        account = add_account(stage.db, system, name=name, email=email, role=role)
        set_passphrase(stage.db, system, account, story.PASSPHRASE)
        stage.staff[email.partition("@")[0]] = account
    change_settings(
        stage.db,
        system,
        ClinicSettings(
            # Whoever looks around has no telephone of these people.
            asks_second_factor=False,
            clinic_name="Riverside Clinic",
            discreet_name="Riverside",
            crisis_line=story.CRISIS_LINE,
            crisis_text=story.CRISIS_TEXT,
            contact_text=story.CONTACT_TEXT,
            time_zone=stage.zone,
        ),
    )
    have_text_long_since(stage.db, system)
    make_own_measure(stage.db, stage.as_(stage.staff["theresa"], stage.before(35)))


def _open(
    stage: _Stage,
    name: str,
    discreet: str,
    first_on: date,
    leaders: tuple[str, ...],
    program: str = _PROGRAM,
) -> Cohort:
    plan = CohortPlan(
        name=name,
        discreet_name=discreet,
        first_on=first_on,
        begins_at=_BEGINS,
        duration_minutes=None,
        time_zone=stage.zone,
        capacity=8,
        place="Room 2, second floor",
    )
    people = [stage.staff[leader] for leader in leaders]
    by = stage.as_(people[0], stage.before(30))
    watchers = [stage.staff["sigrid"]] if "theresa" in leaders else []
    row = newest_program(stage.db, program)
    return open_cohort(stage.db, by, plan, row, people, watchers)


def _client(stage: _Stage, given: str, family: str, medium: Medium) -> Client:
    by = stage.as_(stage.staff["theresa"], stage.before(20))
    on_phone = medium is Medium.PORTAL
    client = add_client(
        stage.db,
        by,
        preferred_name=given,
        family_name=family,
        email=f"{given.lower()}@example.org" if on_phone else None,
        phone=None,
        medium=medium,
    )
    if on_phone:
        account = make_client_account(stage.db, by, client)
        set_passphrase(stage.db, by, account, story.PASSPHRASE)
    return client


def _enroll(stage: _Stage, cohort: Cohort, client: Client) -> Enrollment:
    by = stage.as_(stage.staff["theresa"], stage.before(14))
    return enroll(stage.db, by, cohort, client)


def _place(stage: _Stage, given: str) -> Enrollment:
    """Find somebody's place in the demo group."""
    found = select(Enrollment).join(Client, Enrollment.client_id == Client.id)
    return stage.db.scalars(found.where(Client.preferred_name == given)).one()


def _self(stage: _Stage, enrollment: Enrollment) -> Account | None:
    """Find the account of a client; paper is typed in by a therapist."""
    account = stage.db.scalars(
        select(Account)
        .join(Client, Client.account_id == Account.id)
        .where(Client.id == enrollment.client_id)
    ).one_or_none()
    return account or stage.staff["tom"]


def _measures(
    stage: _Stage, enrollment: Enrollment, person: story.DemoPerson, occasion: str, place: int
) -> None:
    """Fill in the questionnaires of an occasion, an hour before their time is over."""
    rows = stage.db.scalars(
        select(Administration)
        .where(Administration.enrollment_id == enrollment.id, Administration.occasion == occasion)
        .options(joinedload(Administration.instrument))
    ).all()
    for row in rows:
        answers = (person.phq if row.instrument.key == "phq-9" else person.gad)[place]
        if answers is None:
            continue
        at = min(row.closes_at - timedelta(hours=1), stage.now)
        by = stage.as_(_self(stage, enrollment), max(at, row.opens_at))
        codes = {item: int(code) for item, code in enumerate(answers, start=1)}
        instrument = instrument_of(row.instrument)
        if person.medium is Medium.PAPER:
            total = counted_total(instrument, codes)
            again = (row.instrument.key, occasion) == story.KEYED_ONCE
            key_in(stage.db, by, row, codes, total, is_to_be_repeated=again)
            continue
        answer_items(stage.db, by, row, codes, person.medium)
        finish_administration(stage.db, by, row, person.medium)


def _sessions(stage: _Stage, cohort: Cohort) -> dict[int, GroupSession]:
    found = select(GroupSession).where(GroupSession.cohort_id == cohort.id)
    return {row.number: row for row in stage.db.scalars(found)}


def _make_ups(stage: _Stage, cohort: Cohort) -> None:
    """Let Samira have made up the session she missed, and plan one for Ines."""
    sessions, tom = _sessions(stage, cohort), stage.as_(stage.staff["tom"], stage.now)
    hold_make_up(stage.db, tom, sessions[1], _place(stage, "Samira"))
    soon = sessions[4].starts_at + timedelta(days=2, hours=-6)
    plan_one(stage.db, tom, sessions[3], _place(stage, "Ines"), soon)


def _attendance(stage: _Stage, cohort: Cohort) -> None:
    """Mark the three rooms that lie behind, right after each."""
    sessions = _sessions(stage, cohort)
    places = {person.given: _place(stage, person.given) for person in story.GROUP}
    everybody = {place.public_id: PersonMark(M.PRESENT) for place in places.values()}
    orientation = sessions[0]
    by = stage.as_(stage.staff["theresa"], orientation.ends_at)
    mark_attendance(stage.db, by, orientation, everybody)
    for number in (1, 2, 3):
        marks = {
            places[person.given].public_id: PersonMark(
                person.marks[number - 1], 15 if person.marks[number - 1] is M.LATE else None
            )
            for person in story.GROUP
        }
        by = stage.as_(stage.staff["tom"], sessions[number].ends_at)
        mark_attendance(stage.db, by, sessions[number], marks)


def _look_at_old_cases(stage: _Stage) -> None:
    """Close what was opened days ago; what is newer waits for whoever tries the demo."""
    recently = stage.now - timedelta(days=1)
    old = select(RiskCase).where(RiskCase.opened_at < recently).order_by(RiskCase.id)
    theresa = stage.staff["theresa"]
    for case in stage.db.scalars(old).all():
        by = stage.as_(theresa, case.opened_at + timedelta(hours=2))
        see_risk_case(stage.db, by, case)
        close_risk_case(stage.db, by, case, story.WHAT_WAS_DONE, "phone")


def _safety_plans(stage: _Stage) -> None:
    written = stage.now - timedelta(days=5)
    for name in (story.CALLED, "Mia"):
        place = _place(stage, name)
        writer = stage.as_(_self(stage, place), written)
        write_plan(stage.db, stage.as_(stage.staff["theresa"], written), writer, place)


def _wish_for_a_call(stage: _Stage) -> None:
    """Somebody asks to be called, an attempt reached nobody, and a colleague will stand in."""
    place = _place(stage, story.CALLED)
    asked = stage.now - timedelta(minutes=50)
    by = stage.as_(_self(stage, place), asked)
    case = ask_for_call(stage.db, by, place, story.CALL_NUMBER, story.CALL_WORDS)
    tom = stage.as_(stage.staff["tom"], asked + timedelta(minutes=20))
    note_risk_action(stage.db, tom, case, "not-reached", story.CALL_TRIED)
    away = stage.tonight + timedelta(days=10)
    theresa = stage.as_(stage.staff["theresa"], stage.now)
    arrange_cover(stage.db, theresa, stage.staff["tom"], away, away + timedelta(days=4))


def _pause(stage: _Stage) -> None:
    """Somebody takes a break, and somebody else is just back from one."""
    place = _place(stage, story.PAUSED)
    by = stage.as_(_self(stage, place), stage.now - timedelta(days=1))
    pause(stage.db, by, place, stage.tonight + timedelta(days=13), story.PAUSE_REASON)
    place = _place(stage, story.BACK)
    by = stage.as_(stage.staff["theresa"], stage.now - timedelta(days=12))
    pause(stage.db, by, place, stage.tonight, story.BREAK_REASON)
    come_back(stage.db, stage.as_(_self(stage, place), stage.now - timedelta(hours=20)), place)


def _messages(stage: _Stage, group: Cohort) -> None:
    """Let reminders stand in the outbox, one that was refused, and one to be told by telephone."""
    plan_reminders(stage.db, stage.as_(None, stage.now), group.id)
    for given, hours in ((story.REFUSED, 5), ("Noor", 4)):
        then = stage.as_(None, stage.now - timedelta(hours=hours))
        occasion = Occasion(Cause.SCHEDULE, group.public_id, "demo")
        to = Recipient(enrollment_id=_place(stage, given).id)
        gist = Gist(MessageKind.SCHEDULE_CHANGED, "/portal/weeks")
        message = queue(stage.db, then, occasion, to, gist, then.at)
        while (letter := claim_next(stage.db, then, "example.org")) is not None:
            if message is not None and letter.message == message.public_id:
                mark_failed(stage.db, then, letter, Fault.ADDRESS)
            else:
                mark_sent(stage.db, then, letter)


def _further_groups(stage: _Stage) -> None:
    """Open a group of Theresa's that is still to begin, and one that she must not see."""
    # So soon that its readiness is watched, and after its preparation meeting.
    soon = stage.tonight + timedelta(days=6)
    nxt = _open(stage, "Lunch hour group", "Lunch hour", soon, ("theresa", "tom"), _SHORT_PROGRAM)
    later = stage.tonight + timedelta(days=16)
    other = _open(stage, "Morning group", "Mornings", later, ("sam",))
    for cohort, people in ((nxt, story.NEXT_GROUP), (other, story.OTHER_GROUP)):
        for given, family, medium in people:
            _enroll(stage, cohort, _client(stage, given, family, medium))
    waiting = [_client(stage, given, family, medium) for given, family, medium, *_ in PEOPLE]
    wait_for(stage.db, stage.as_(stage.staff["theresa"], stage.now), nxt, waiting)
    by = stage.as_(stage.staff["theresa"], stage.now - timedelta(days=1))
    names = [given for given, _, _ in story.NEXT_GROUP]
    talk_first(stage.db, by, names)
    let_agree(stage.db, by, names)
    tell_contacts(stage.db, by, names)
