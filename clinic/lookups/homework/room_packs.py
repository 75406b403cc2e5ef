"""What is printed for a room: whose papers, which sheets, under which name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import contains_eager

from clinic.db import Db
from clinic.domain.enrollments import NOT_YET, AttendanceMark, Medium, PaperNames
from clinic.domain.homework.worksheets import Worksheet
from clinic.domain.measures import rights
from clinic.domain.measures.instruments import Instrument
from clinic.domain.name_order import folded
from clinic.domain.programs.programs import PlannedSession
from clinic.lookups.groups.sessions import planned_session
from clinic.lookups.homework.home_practice import Agreed, agreed_in
from clinic.lookups.homework.late_sheets import sheets_before_joining
from clinic.lookups.homework.sheet_codes import codes_of_measures, codes_of_session
from clinic.lookups.people.contacts import wants_large_print
from clinic.lookups.people.names import name_on_paper, names_in
from clinic.lookups.programs.content import find_instrument, instrument_of, worksheet_of
from clinic.models import programs as rows
from clinic.models.assignments import Assignment
from clinic.models.clients import Client
from clinic.models.enrollments import Attendance, Enrollment, taking_part
from clinic.models.make_ups import MakeUp, MakeUpSeat
from clinic.models.measures import Administration
from clinic.models.names import by_name
from clinic.models.sessions import GroupSession

Due: TypeAlias = dict[int, dict[str, Administration]]
"""What is open around a meeting, by the id of the person's place and the key of the instrument."""


HOME_PRACTICE, CATCH_UP = "W26", "W34"
"""The sheets for a week of practice at home and for a meeting that was missed."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who is expected, and what she needs beside the handouts."""

    enrollment_id: str
    name: str
    """As the cohort chose to print it."""
    has_homework: bool
    missed_last: bool
    missed_sheets: tuple[Worksheet, ...]
    """Of the meetings before she joined, in the pack of her first."""
    measures: tuple[Instrument, ...]
    """Due now, for somebody who answers on paper, and allowed to be printed."""
    codes: Mapping[str, str]
    """By the code of the worksheet or the key of the questionnaire; only what is filled in has
    one."""
    wants_large_print: bool
    """As her access needs say."""
    agreed: tuple[Agreed, ...] = ()
    """What she practices at home until the next meeting."""


@dataclass(frozen=True, slots=True)
class RoomPack:
    """One meeting with the sheets of its plan and the people who are expected."""

    session: GroupSession
    planned: PlannedSession | None
    language: str
    handouts: tuple[Worksheet, ...]
    home_practice: Worksheet | None
    catch_up: Worksheet | None
    guests: tuple[Guest, ...]
    asked: tuple[Administration, ...]
    """The questionnaires that lie in it; each of them gets a code."""
    make_up: MakeUp | None = None
    """Of the meeting, where only the people of one are printed for."""

    @property
    def place(self) -> str:
        """Where it is."""
        return (self.make_up and self.make_up.place) or self.session.cohort.place

    @property
    def starts_at(self) -> datetime:
        """When it begins: the meeting, or its make-up."""
        return (self.make_up or self.session).starts_at

    @property
    def ends_at(self) -> datetime:
        """When it ends."""
        return (self.make_up or self.session).ends_at

    @property
    def large(self) -> frozenset[str]:
        """Name those who asked for large print, by their enrollments."""
        return frozenset(one.enrollment_id for one in self.guests if one.wants_large_print)


def room_of(
    db: Db, session: GroupSession, now: datetime, make_up: MakeUp | None = None
) -> RoomPack:
    """Give the paper of a meeting that whoever asks has already been given, with its program."""
    planned = planned_session(session.program, session.number)
    stored = (
        select(rows.WorksheetRow)
        .join(rows.program_worksheets, rows.program_worksheets.c.part_id == rows.WorksheetRow.id)
        .where(rows.program_worksheets.c.program_id == session.program.id)
    )
    found = {row.code: row for row in db.scalars(stored)}
    sheets = {code: worksheet_of(row) for code, row in found.items()}
    codes = planned.handouts if planned else ()
    due = _due(db, session) if make_up is None else {}
    # Who is back by then finds her papers in the room.
    expected = taking_part(max(now, (make_up or session).starts_at))
    if make_up is not None:
        expected = and_(expected, Enrollment.id.in_(_seated(make_up)))
    numbers = {row.id: code for code, row in found.items()}
    return RoomPack(
        session,
        planned,
        next((sheet.language for sheet in sheets.values()), "en"),
        tuple(sheets[code] for code in codes if code in sheets),
        sheets.get(HOME_PRACTICE),
        sheets.get(CATCH_UP),
        tuple(_guests(db, session, expected, numbers, sheets, due, now)),
        tuple(each for of_one in due.values() for each in of_one.values()),
        make_up,
    )


def _seated(make_up: MakeUp) -> Select[int]:
    """Find who sits in a make-up, but for those who have said that they do not come."""
    is_expected = or_(MakeUpSeat.mark.is_(None), MakeUpSeat.mark == AttendanceMark.PRESENT)
    return select(MakeUpSeat.enrollment_id).where(MakeUpSeat.make_up_id == make_up.id, is_expected)


def _guests(
    db: Db,
    session: GroupSession,
    expected: ColumnElement[bool],
    sheet_codes: Mapping[int, str],
    sheets: Mapping[str, Worksheet],
    due: Due,
    now: datetime,
) -> list[Guest]:
    people = db.execute(
        select(Enrollment.id, Enrollment.public_id, Client)
        .join(Client, Enrollment.client_id == Client.id)
        .where(Enrollment.cohort_id == session.cohort_id, expected)
        .order_by(*by_name())
    ).all()
    with_homework, missed = _with_homework(db, session), _missed(db, session)
    late = sheets_before_joining(db, session)
    codes = _codes(db, session, sheet_codes, now)
    names, agreed = names_in(db, [session.cohort_id]), agreed_in(db, session)
    _add_codes_of_measures(db, codes, due, now)
    guests = [
        Guest(
            public_id,
            name_on_paper(names, session.cohort, client),
            id_ in with_homework,
            id_ in missed,
            tuple(sheets[code] for code in late.get(id_, ()) if code in sheets),
            tuple(instrument_of(row.instrument) for row in due.get(id_, {}).values()),
            codes.get(id_, {}),
            wants_large_print(db, client),
            agreed.get(id_, ()),
        )
        for id_, public_id, client in people
    ]
    if session.cohort.paper_names is PaperNames.CODE:
        # In the order of the names the codes would tell whose they are.
        guests.sort(key=lambda guest: folded(guest.name))
    return guests


def _codes(
    db: Db, session: GroupSession, sheet_codes: Mapping[int, str], now: datetime
) -> dict[int, dict[str, str]]:
    """Find the codes that live, by person and by sheet."""
    codes: dict[int, dict[str, str]] = {}
    for (place, sheet), code in codes_of_session(db, session, now).items():
        if sheet is not None and sheet in sheet_codes:
            codes.setdefault(place, {}).setdefault(sheet_codes[sheet], code)
        elif sheet is None:
            # Of the week of home practice, which is the first thing to be typed.
            codes.setdefault(place, {})[HOME_PRACTICE] = code
    return codes


def _with_homework(db: Db, session: GroupSession) -> set[int]:
    return set(
        db.scalars(
            select(Assignment.enrollment_id).where(
                Assignment.group_session_id == session.id, Assignment.is_active
            )
        )
    )


def _missed(db: Db, session: GroupSession) -> set[int]:
    """Find who was not at the meeting before this one."""
    last = (
        select(GroupSession.id)
        .where(GroupSession.cohort_id == session.cohort_id, GroupSession.number < session.number)
        .order_by(GroupSession.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    return set(
        db.scalars(
            select(Attendance.enrollment_id).where(
                Attendance.group_session_id == last,
                Attendance.mark.in_([mark for mark in AttendanceMark if not mark.counts]),
            )
        )
    )


def _add_codes_of_measures(
    db: Db, codes: dict[int, dict[str, str]], due: Due, now: datetime
) -> None:
    """Lay the codes that live on questionnaires beside those of the sheets."""
    ids = [row.id for of_one in due.values() for row in of_one.values()]
    living = codes_of_measures(db, ids, now)
    for place, of_one in due.items():
        for key, row in of_one.items():
            if row.id in living:
                codes.setdefault(place, {})[key] = living[row.id]


def _due(db: Db, session: GroupSession) -> Due:
    """Find what is open around the meeting and unanswered, for those who answer on paper."""
    asked = db.scalars(
        select(Administration)
        .join(Administration.instrument)
        .join(Enrollment, Administration.enrollment_id == Enrollment.id)
        .join(Client, Enrollment.client_id == Client.id)
        .where(
            Enrollment.cohort_id == session.cohort_id,
            Enrollment.status.not_in(NOT_YET),
            Client.medium == Medium.PAPER,
            Administration.finished_at.is_(None),
            Administration.refused_at.is_(None),
            Administration.opens_at <= session.ends_at,
            Administration.closes_at >= session.starts_at,
        )
        .options(contains_eager(Administration.instrument))
        .order_by(Administration.closes_at, Administration.id)
    )
    due: Due = {}
    for row in asked:
        instrument = find_instrument(row.instrument)
        if (
            instrument
            and instrument.why_not(rights.WordingMedium.PAPER, session.starts_at.date()) is None
        ):
            # One form an evening, though it may be due on two occasions.
            due.setdefault(row.enrollment_id, {}).setdefault(instrument.key, row)
    return due
