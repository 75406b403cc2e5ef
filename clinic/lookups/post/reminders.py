"""Every reminder of what is open or to come, as the sessions, windows and answers say."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import TypeAlias
from zoneinfo import ZoneInfo

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.enrollments import CohortStatus, Medium, SessionStatus
from clinic.domain.homework.homework import is_practiced
from clinic.domain.post.reminders import (
    AHEAD,
    Preferences,
    Reminder,
    after_quiet,
    homework_reminders,
    measure_reminders,
    session_reminder,
)
from clinic.lookups.people.consents import withdrawn_places
from clinic.models.assignments import Assignment
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Attendance, Enrollment, taking_part
from clinic.models.make_ups import MakeUp, MakeUpSeat
from clinic.models.measures import Administration
from clinic.models.practice import PracticeEntry
from clinic.models.preferences import MessagePreferences, ReminderTime
from clinic.models.sessions import GroupSession
from clinic.models.worksheets import WorksheetResponse

_Zones: TypeAlias = Mapping[int, ZoneInfo]
"""The clock of each person by the id of her place: mornings and nights are hers."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One reminder with the person and the row that it is about."""

    reminder: Reminder
    enrollment: Enrollment
    session: GroupSession
    path: str
    make_up: MakeUp | None = None
    """The make-up of the session that it is about."""

    @property
    def about(self) -> str:
        """The public id of the row that it is about."""
        return self.reminder.occasion.about


@dataclass(frozen=True, slots=True)
class Instead:
    """Other times than those in the rows, to look at what a change of the schedule would do.

    A window goes by its table and row id, a session by its row id; `None` is one that falls away.
    """

    windows: Mapping[tuple[str, int], tuple[datetime, datetime] | None]
    sessions: Mapping[int, datetime | None]

    def window(self, row: Assignment | Administration) -> tuple[datetime, datetime] | None:
        """Give when something opens and closes."""
        return self.windows.get((row.__tablename__, row.id), (row.opens_at, row.closes_at))

    def starts_at(self, session: GroupSession) -> datetime | None:
        """Give when a session begins."""
        return self.sessions.get(session.id, session.starts_at)


AS_IT_IS = Instead({}, {})


def open_cohort_ids(db: Db) -> list[int]:
    """List the cohorts that run, for the worker's round."""
    found = select(Cohort.id).where(Cohort.status == CohortStatus.OPEN)
    return list(db.scalars(found.order_by(Cohort.id)))


def planned_reminders(
    db: Db, cohort: Cohort, now: datetime, instead: Instead = AS_IT_IS
) -> Iterator[Planned]:
    """Give every reminder of what is open or to come for those who take part and want it."""
    if cohort.status is not CohortStatus.OPEN:
        return
    people = _people(db, cohort, now)
    # Who answers on paper, or has not been in yet, finds nothing behind a link.
    signed_in = [place for place, is_on_screen, _ in people if is_on_screen]
    everybody = [place for place, _, _ in people]
    chosen = _preferences(db, everybody)
    zones = {place.id: ZoneInfo(own or cohort.time_zone) for place, _, own in people}
    for one in (
        *_homework(db, signed_in, zones, now, instead),
        *_measures(db, signed_in, zones, now, instead),
        *_sessions(db, cohort, everybody, zones, now, instead),
        *_make_ups(db, everybody, zones, now),
    ):
        zone = zones[one.enrollment.id]
        preferences = chosen.get(one.enrollment.client_id, Preferences())
        if one.reminder.kind not in preferences.declined:
            due_at = after_quiet(one.reminder.due_at, zone, preferences)
            reminder = Reminder(one.reminder.kind, one.reminder.occasion, due_at)
            yield replace(one, reminder=reminder)


def _people(db: Db, cohort: Cohort, now: datetime) -> list[tuple[Enrollment, bool, str | None]]:
    """Give who may be written to, whether she finds pages behind a link, and her own zone."""
    rows = db.execute(
        select(Enrollment, Client.medium, Client.account_id, Client.time_zone)
        .join(Client, Enrollment.client_id == Client.id)
        .where(
            Enrollment.cohort_id == cohort.id,
            Enrollment.id.not_in(withdrawn_places()),
            taking_part(now),
            Client.email.is_not(None),
        )
        .order_by(Enrollment.id)
    )
    return [
        (place, medium is Medium.PORTAL and account_id is not None, own)
        for place, medium, account_id, own in rows
    ]


def _preferences(db: Db, people: Sequence[Enrollment]) -> dict[int, Preferences]:
    ids = [person.client_id for person in people]
    found = select(MessagePreferences).where(MessagePreferences.client_id.in_(ids))
    return {row.client_id: row.value for row in db.scalars(found)}


def _homework(
    db: Db, people: Sequence[Enrollment], zones: _Zones, now: datetime, instead: Instead
) -> Iterator[Planned]:
    places = {person.id: person for person in people}
    rows = db.execute(
        select(Assignment, GroupSession, WorksheetResponse.finished_at)
        .join(GroupSession, Assignment.group_session_id == GroupSession.id)
        .outerjoin(WorksheetResponse, WorksheetResponse.assignment_id == Assignment.id)
        .where(
            Assignment.enrollment_id.in_(places),
            Assignment.is_active,
            Assignment.closes_at > now,
            Assignment.opens_at <= now + AHEAD,
            WorksheetResponse.finished_at.is_(None),
        )
        .order_by(Assignment.id)
    ).all()
    times = _times(db, people)
    done = _done(db, [row for row, _, _ in rows])
    for row, session, _finished in rows:
        person, window = places[row.enrollment_id], instead.window(row)
        if window is None:
            continue
        if row.exercise_id and is_practiced(done[row.id], row.times_per_week, *window):
            continue
        at = times[person.client_id].get(row.exercise_id) if row.exercise_id else None
        path = f"/portal/assignments/{row.public_id}{'' if row.exercise_id else '/worksheet'}"
        for reminder in homework_reminders(row.public_id, *window, zones[person.id], at):
            yield Planned(reminder, person, session, path)


def _times(db: Db, people: Sequence[Enrollment]) -> dict[int, dict[int, time]]:
    ids = [person.client_id for person in people]
    found: dict[int, dict[int, time]] = defaultdict(dict)
    for row in db.scalars(select(ReminderTime).where(ReminderTime.client_id.in_(ids))):
        found[row.client_id][row.exercise_id] = row.at
    return found


def _done(db: Db, assignments: Sequence[Assignment]) -> Counter[int]:
    ids = [row.id for row in assignments]
    found = select(PracticeEntry.assignment_id).where(PracticeEntry.assignment_id.in_(ids))
    return Counter(db.scalars(found))


def _measures(
    db: Db, people: Sequence[Enrollment], zones: _Zones, now: datetime, instead: Instead
) -> Iterator[Planned]:
    places = {person.id: person for person in people}
    rows = db.execute(
        select(Administration, GroupSession)
        .join(GroupSession, Administration.group_session_id == GroupSession.id)
        .where(
            Administration.enrollment_id.in_(places),
            Administration.finished_at.is_(None),
            Administration.refused_at.is_(None),
            Administration.closes_at > now,
            Administration.opens_at <= now + AHEAD,
        )
        .order_by(Administration.id)
    )
    for row, session in rows:
        window = instead.window(row)
        if window is None:
            continue
        person, path = places[row.enrollment_id], f"/portal/measures/{row.public_id}"
        for reminder in measure_reminders(row.public_id, *window, zones[person.id]):
            yield Planned(reminder, person, session, path)


def _sessions(
    db: Db,
    cohort: Cohort,
    people: Sequence[Enrollment],
    zones: _Zones,
    now: datetime,
    instead: Instead,
) -> Iterator[Planned]:
    sessions = db.scalars(
        select(GroupSession)
        .where(
            GroupSession.cohort_id == cohort.id,
            GroupSession.status == SessionStatus.PLANNED,
            GroupSession.starts_at > now,
        )
        .order_by(GroupSession.starts_at)
    ).all()
    ids = [session.id for session in sessions]
    # Who has said that she will miss it need not be reminded of it.
    marked = select(Attendance.group_session_id, Attendance.enrollment_id)
    excused = {
        (session, person)
        for session, person in db.execute(marked.where(Attendance.group_session_id.in_(ids)))
    }
    for session in sessions:
        if (starts_at := instead.starts_at(session)) is None:
            continue
        for person in people:
            if (session.id, person.id) not in excused:
                reminder = session_reminder(session.public_id, starts_at, zones[person.id])
                yield Planned(reminder, person, session, "/portal/weeks")


def _make_ups(
    db: Db, people: Sequence[Enrollment], zones: _Zones, now: datetime
) -> Iterator[Planned]:
    places = {person.id: person for person in people}
    rows = db.execute(
        select(MakeUp, GroupSession, MakeUpSeat.enrollment_id)
        .join(GroupSession, MakeUp.group_session_id == GroupSession.id)
        .join(MakeUpSeat, MakeUpSeat.make_up_id == MakeUp.id)
        .where(
            MakeUpSeat.enrollment_id.in_(places),
            MakeUpSeat.mark.is_(None),
            MakeUp.is_cancelled.is_(False),
            MakeUp.starts_at > now,
        )
        .order_by(MakeUp.starts_at, MakeUpSeat.id)
    )
    for row, session, person in rows:
        reminder = session_reminder(row.public_id, row.starts_at, zones[person])
        yield Planned(reminder, places[person], session, "/portal/weeks", row)
